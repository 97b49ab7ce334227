"""Backups in a folder: made in one moment of the database, encrypted to a public key, pruned by age.

`…-base.sealed` and `…-live.sealed` are of the same moment. `…-manifest.json` names them with their hashes, under a MAC.
"""

import gzip
import hashlib
import hmac
import io
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from django.conf import settings
from django.db import connection, transaction

from ..audit import trail
from . import tables
from .sealed_file import SealedReader, SealedWriter
from .tables import Part

LIVE_KEPT = timedelta(days=2)
_STAMP = "%Y%m%dT%H%M%SZ"
_MANIFEST = "-manifest.json"
_NAME = re.compile(r"(?P<stamp>\d{8}T\d{6}Z)-(?P<what>base\.sealed|live\.sealed|manifest\.json)")


class Refused(Exception):
    """In the words that the operator reads."""


@dataclass(frozen=True)
class Manifest:
    """`moment`: of the backup, in ISO 8601. `files`: name and SHA-256. `migrations`: the schema of the rows."""

    moment: str
    files: dict[str, str]
    migrations: list[str]

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.moment)

    def file(self, part: Part) -> str:
        return next(name for name in self.files if name.endswith(f"-{part}.sealed"))


def make(folder: Path, recipient: X25519PublicKey, now: datetime) -> Manifest:
    """Write both parts and then the manifest, without which there is no backup. Raises Refused or OSError."""
    refuse_the_ring(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    stamp = now.astimezone(UTC).strftime(_STAMP)
    files = {}
    with _snapshot():
        head, migrations = trail.head(), tables.migrations()
        for part in Part:
            name = f"{stamp}-{part}.sealed"
            _write(folder / name, recipient, part, head)
            files[name] = _digest(folder / name)
    manifest = Manifest(now.isoformat(), files, migrations)
    text = json.dumps(asdict(manifest), sort_keys=True)
    (folder / f"{stamp}{_MANIFEST}").write_text(json.dumps({"manifest": text, "mac": _mac(text)}), encoding="utf-8")
    return manifest


def prune(folder: Path, now: datetime) -> int:
    """Remove live parts after two days, and the rest after BACKUP_DAYS; how many files. The newest backup stays."""
    newest_stamp = _manifests(folder)[-1].name.partition("-")[0]
    removed = 0
    for path in folder.iterdir():
        name = _NAME.fullmatch(path.name)
        if name is None or name["stamp"] == newest_stamp:
            continue
        made = datetime.strptime(name["stamp"], _STAMP).replace(tzinfo=UTC)
        if now - made > (LIVE_KEPT if name["what"] == f"{Part.LIVE}.sealed" else timedelta(days=settings.BACKUP_DAYS)):
            path.unlink()
            removed += 1
    return removed


def newest(folder: Path) -> Manifest:
    """The newest backup of a folder, or of a manifest's path. Raises Refused where there is none, or a stranger's."""
    found = [folder] if folder.is_file() else _manifests(folder)
    if not found:
        raise Refused("There is no manifest of a backup.")
    try:
        outer = json.loads(found[-1].read_text(encoding="utf-8"))
        genuine = hmac.compare_digest(outer["mac"], _mac(outer["manifest"]))
        manifest = Manifest(**json.loads(outer["manifest"]))
    except (ValueError, KeyError, TypeError) as error:
        raise Refused("The manifest cannot be read.") from error
    if not genuine:
        raise Refused("The manifest was changed, or TRAIL_KEY is another: bring the .env of this installation.")
    return manifest


def refuse_the_ring(folder: Path) -> None:
    """A backup beside a ring opens what was erased. Raises Refused."""
    target, ring = folder.resolve(), Path(settings.KEYRING).resolve()
    if target == ring or ring in target.parents or target in ring.parents:
        raise Refused("A ring lies there: name a folder that holds no ring, best of another machine.")


@contextmanager
def opened(path: Path, digest: str, secret: X25519PrivateKey) -> Iterator[IO[str]]:
    """The lines of a part. Raises Refused where the file is another, and Unopened."""
    if _digest(path) != digest:
        raise Refused(f"{path.name} is not the file that the manifest names.")
    with path.open("rb") as source, gzip.open(io.BufferedReader(SealedReader(source, secret))) as plain:
        yield io.TextIOWrapper(plain, encoding="utf-8")


def _write(path: Path, recipient: X25519PublicKey, part: Part, head: str) -> None:
    with open(path, "wb", opener=_private) as file:
        with SealedWriter(file, recipient) as sealed, gzip.open(sealed, "wt", encoding="utf-8") as lines:
            lines.write(json.dumps({"head": head, "rows": tables.counts(part)}) + "\n")
            tables.dump(part, lines)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _snapshot() -> Iterator[None]:
    """All rows as they are in one moment. Nobody who writes waits for it."""
    usual = getattr(connection, "transaction_mode", None)
    if connection.vendor == "sqlite":
        connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = usual  # type: ignore[attr-defined]


def _manifests(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{_MANIFEST}"))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _mac(text: str) -> str:
    return hmac.new(settings.TRAIL_KEY.encode(), f"manifest {text}".encode(), hashlib.sha256).hexdigest()


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def recipient(text: str) -> X25519PublicKey:
    """From the 64 letters of BACKUP_RECIPIENT. Raises Refused."""
    try:
        return X25519PublicKey.from_public_bytes(bytes.fromhex(text))
    except ValueError as error:
        raise Refused("BACKUP_RECIPIENT is no public key: `manage.py backup_key` makes a pair.") from error


def secret(text: str) -> X25519PrivateKey:
    """Raises Refused."""
    try:
        return X25519PrivateKey.from_private_bytes(bytes.fromhex(text.strip()))
    except ValueError as error:
        raise Refused("That is no secret key of a backup.") from error


def pair() -> dict[str, Any]:
    """A new secret key and its public half, as text."""
    made = X25519PrivateKey.generate()
    return {"secret": made.private_bytes_raw().hex(), "recipient": made.public_key().public_bytes_raw().hex()}
