"""How far the trail went, as each machine saw it: a small file beside the ledger."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from django.conf import settings
from django.db import transaction

from ..audit import trail
from . import folder

_KEPT = 200  # earlier heads: they show where an older copy of the same trail was cut


@dataclass(frozen=True)
class Head:
    """`installation`: the id of the database. `seen`: numbers and MACs of entries, the last one last.

    `hour`: that of the last entry, in ISO 8601. `frozen`: whether everything was stopped then.
    """

    installation: str
    seen: tuple[tuple[int, str], ...] = ()
    hour: str = ""
    frozen: bool = False

    @property
    def number(self) -> int:
        return self.seen[-1][0] if self.seen else 0


def read_all() -> list[Head]:
    """Those of all machines that are in the folder. Raises OSError or ValueError."""
    return [_read(path) for path in sorted(folder.path().glob("*.head"))]


def own() -> Head | None:
    path = _path()
    return _read(path) if path.exists() else None


def begin(installation: str, *, frozen: bool = False) -> None:
    """After the commit, write the first head of this machine, or one that replaces it. Raises OSError."""
    transaction.on_commit(lambda: _begin(Head(installation, frozen=frozen)))


def _begin(first: Head) -> None:
    with folder.alone():
        _write(first)


def advance(*, frozen: bool | None = None) -> None:
    """After the commit, note the last entry of the trail. Without a first head nothing is noted. Raises OSError."""
    transaction.on_commit(lambda: _note(frozen))


def _note(frozen: bool | None) -> None:
    with folder.alone():
        known, last = own(), trail.last()
        if known is None or last is None:
            return
        if frozen is not None:
            known = replace(known, frozen=frozen)
        if last.number > known.number:
            hour = last.at.replace(minute=0, second=0, microsecond=0).isoformat()
            known = replace(known, seen=(*known.seen, (last.number, last.mac))[-_KEPT:], hour=hour)
        _write(known)


def _path() -> Path:
    return folder.path() / f"{settings.MACHINE}.head"


def _read(path: Path) -> Head:
    fields = json.loads(path.read_text(encoding="utf-8"))
    return Head(**(fields | {"seen": tuple((int(number), str(mac)) for number, mac in fields["seen"])}))


def _write(known: Head) -> None:
    folder.replace(_path(), json.dumps(asdict(known)))
