"""A front: a machine without a database, which answers from a copy of the main machine's file."""

import os
from pathlib import Path

from django.conf import settings

from . import current, file, signing

_serial = 0


def serial() -> int:
    """That of the file that is held; 0: none is."""
    return _serial


class Front:
    """Takes the file again when it changes. It never goes back to an older one, nor after a restart."""

    def __init__(self) -> None:
        self._key = signing.public_key(settings.FRONT_KEY)
        self._seen: tuple[int, ...] = ()

    def look(self) -> None:
        """Raises UnreadableFile or OSError, once for each state of the file."""
        global _serial
        seen = _state(Path(settings.FRONT))
        if seen == self._seen:
            return
        self._seen = seen
        header, read = file.read(Path(settings.FRONT), self._key)
        if header.demo != settings.DEMO or header.serial < max(_serial, _newest()):
            raise file.UnreadableFile
        current.hold(read, header.moment)
        _serial = header.serial
        _remember()


def _remember() -> None:
    remembered = _remembered()
    remembered.parent.mkdir(parents=True, exist_ok=True)
    fresh = remembered.with_name(f"{remembered.name}.{os.getpid()}")
    fresh.write_text(str(_serial), encoding="ascii")
    fresh.replace(remembered)


def _state(path: Path) -> tuple[int, ...]:
    """Another one where the file is another one, or where somebody writes into it."""
    try:
        found = path.stat()
    except OSError as error:
        raise file.UnreadableFile from error
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _remembered() -> Path:
    return Path(settings.PUBLISHED) / "newest-serial"


def _newest() -> int:
    try:
        return int(_remembered().read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0
