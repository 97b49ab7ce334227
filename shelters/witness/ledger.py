"""The ledger of endings. What was erased, left or taken away stays so, even if an older database comes back.

Each machine writes files of its own, one a month, in the folder `settings.WITNESS`. A line is a state and a keyed hash:
it has no word, no id and no moment. `settings.LEDGER_KEY` stands neither in the database nor in the keyring.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from . import folder, head

_MEANT, _DONE = "?", "+"
_LINE = re.compile(r"[?+][0-9a-f]{64}")
_NAME = re.compile(r"(?P<machine>[\w.-]+)-(?P<month>\d{6})\.ledger")
_STEP = 1_000  # the files grow by as many lines, so that their length tells little


class Ending(StrEnum):
    """What can end for good. The identity that goes with it is never given to another row."""

    CASE = "case"  # its public id
    PERSON = "person"  # who left
    KEY = "key"  # a passkey, or the codes of an app
    PASSWORD = "password"  # noqa: S105 - the stored hash
    FEED = "feed"  # the digest of a token
    FACT = "fact"  # a place off the list, a number, an address, a public yes


@dataclass(frozen=True)
class Endings:
    """The hashes of all machines. `meant`: the transaction may have failed."""

    done: frozenset[str]
    meant: frozenset[str]

    def has(self, kind: Ending, identity: str) -> bool:
        return any(digest in self.done for digest in _digests(kind, identity))

    def may_have(self, kind: Ending, identity: str) -> bool:
        """Whether it ended, or somebody meant it to."""
        return any(digest in self.done | self.meant for digest in _digests(kind, identity))


def end(kind: Ending, *identities: str) -> None:
    """Write endings as meant at once, and as done when the transaction commits.

    Call it in the transaction that ends them. Raises OSError: then nothing may end.
    """
    digests = [next(_digests(kind, identity)) for identity in identities]
    if digests:
        _append(_MEANT, digests)
        transaction.on_commit(lambda: _append(_DONE, digests))
        head.advance()


def read() -> Endings:
    """What stands in the files of all machines. A line that a crash cut short counts for nothing."""
    found = [line for path in _files() for line in _lines(path)]
    done = frozenset(line[1:] for line in found if line[0] == _DONE)
    return Endings(done, frozenset(line[1:] for line in found if line[0] == _MEANT) - done)


def settle(alive: Iterable[tuple[Ending, str]]) -> None:
    """Of what was only meant, keep as done what the database does not have any more. The rest goes.

    Call it after what was meant to be erased is erased.
    """
    living = {digest for kind, identity in alive for digest in _digests(kind, identity)}
    for path in _files():
        with folder.alone():
            lines = set(_lines(path))
            done = {line for line in lines if line[0] == _DONE}
            done |= {_DONE + line[1:] for line in lines - done if line[1:] not in living}
            folder.replace(path, _sorted(done))


def forget(now: datetime) -> None:
    """Remove the files of months that no backup is from any more."""
    oldest = now.year * 12 + now.month - settings.WITNESS_MONTHS
    for path in _files():
        month = _NAME.fullmatch(path.name)
        if month and int(month["month"][:4]) * 12 + int(month["month"][4:]) < oldest:
            path.unlink()


def _sorted(lines: set[str]) -> str:
    """In an order that tells nothing, filled up with lines that are nobody's."""
    filled = lines | {_DONE + secrets.token_hex(32) for _ in range(-len(lines) % _STEP)}
    return "".join(f"{line}\n" for line in sorted(filled))


def _append(state: str, digests: list[str]) -> None:
    path = folder.path() / f"{settings.MACHINE}-{timezone.now():%Y%m}.ledger"
    with folder.alone():
        # A line that a crash cut short does not swallow the next.
        folder.append(path, "".join(f"\n{state}{digest}\n" for digest in digests))


def _files() -> list[Path]:
    return sorted(path for path in folder.path().glob("*.ledger") if _NAME.fullmatch(path.name))


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="ascii", errors="replace").split("\n") if _LINE.fullmatch(line)]


def _digests(kind: Ending, identity: str) -> Iterator[str]:
    """Under the key of today, then under earlier keys."""
    for key in (settings.LEDGER_KEY, *settings.LEDGER_KEY_FALLBACKS):
        yield hmac.new(key.encode(), f"{kind} {identity}".encode(), hashlib.sha256).hexdigest()
