"""The keys of the week, outside the database: files of the folder `settings.KEYRING`, or of a systemd credential.

They wrap the data keys of requests. A key is destroyed once it is superseded for an hour and wraps nothing. So an older
dump opens with no existing key. Never back this folder up beside the database (docs/keyring.md).
"""

import os
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

# A process that read the previous key a moment ago may still write a row under it.
GRACE = timedelta(hours=1)
_NAME = re.compile(r"\d{8}T\d{6}-[0-9a-f]{8}")
# systemd puts the credential's name before the names of a folder's files: LoadCredential=keyring:/etc/…
_CREDENTIAL = "keyring_"


class NoKey(Exception):
    """A key or the whole keyring is missing. Nothing is sealed, and nothing opens."""


@dataclass(frozen=True)
class Key:
    """A key of 32 bytes. Names sort by the moment of making."""

    name: str
    secret: bytes = field(repr=False)

    @property
    def made_at(self) -> datetime:
        return _made_at(self.name)


def names() -> list[str]:
    folder = Path(settings.KEYRING)
    found = {path.name.removeprefix(_CREDENTIAL) for path in folder.iterdir()} if folder.is_dir() else set()
    return sorted(name for name in found if _NAME.fullmatch(name))


def get(name: str) -> Key:
    """Raises NoKey."""
    if not _NAME.fullmatch(name):
        raise NoKey(name)
    folder = Path(settings.KEYRING)
    path = folder / name if (folder / name).exists() else folder / f"{_CREDENTIAL}{name}"
    try:
        secret = bytes.fromhex(path.read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise NoKey(name) from error
    if len(secret) != 32:
        raise NoKey(name)
    return Key(name, secret)


def current() -> Key:
    """The newest; one that a wrong clock dated in the future only where there is no other.

    Raises NoKey where there is none: `manage.py rotate_keys` makes the first.
    """
    found = names()
    if not found:
        raise NoKey("empty")
    return get(([name for name in found if not is_of_the_future(name)] or found)[-1])


def probe() -> str:
    """A code word where nothing can be sealed, for who watches the server."""
    try:
        current()
    except (NoKey, OSError):
        return "ring"
    return ""


def is_of_the_future(name: str) -> bool:
    """Whether a clock that was wrong dated the key; two machines may differ by less."""
    return _made_at(name) > timezone.now() + GRACE


def _made_at(name: str) -> datetime:
    return datetime.strptime(name.split("-")[0] + "+0000", "%Y%m%dT%H%M%S%z")


def fixed() -> bool:
    """Whether this process may not change the ring. The operator makes and removes the keys of a credential."""
    folder = Path(settings.KEYRING)
    return folder.is_dir() and not os.access(folder, os.W_OK)


def make(now: datetime) -> Key:
    """Make a key. It is safely on the disk before it wraps anything."""
    folder = Path(settings.KEYRING)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = Key(f"{now.astimezone(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}", secrets.token_bytes(32))
    beside = folder / f".{key.name}"
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(key.secret.hex())
        file.flush()
        os.fsync(file.fileno())
    beside.rename(folder / key.name)
    _settle(folder)
    return key


def destroy(unused: Collection[str]) -> None:
    """Remove keys for good; the current one is never among them."""
    folder = Path(settings.KEYRING)
    for name in set(unused) & set(names()) - {current().name}:
        (folder / name).unlink()
    _settle(folder)


def destroy_all() -> int:
    """Overwrite and remove every key, also one that was half made; how many. Raises OSError."""
    folder = Path(settings.KEYRING)
    found = [path for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []
    for path in found:
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    if found:
        _settle(folder)
    return len(found)


def _settle(folder: Path) -> None:
    """Write a folder's entries to the disk. They are there only after the folder itself is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
