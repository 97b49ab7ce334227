"""The published document as a file of lines: a header, its signature, then a line of JSON for each row.

It holds public facts and nothing else. A reader takes it whole, or not at all.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from .document import Document

NAME = "directory.jsonl"
_FORMAT = 1
_LONGEST = 4096  # bytes of a header
_LISTS = ("rayons", "places", "names", "hotlines", "days")
_MAPPINGS = ("cards", "rooms")


class UnreadableFile(Exception):
    """The file is not there, is not whole, is not signed by that key, or is of another format."""


@dataclass(frozen=True)
class Header:
    """`looked_at`: the last good look at the database before it was written, an aware moment in ISO 8601.

    A later file has a greater `serial`. `digest` is that of the lines below.
    """

    serial: int
    looked_at: str
    digest: str
    demo: bool
    format: int = _FORMAT

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.looked_at)


def lines(document: Document) -> list[bytes]:
    """Each row is dumped by itself, so that other threads of the process run in between."""
    return [json.dumps(row, ensure_ascii=False, sort_keys=True).encode() + b"\n" for row in _rows(document)]


def _rows(document: Document) -> Iterator[list[Any]]:
    for part in _LISTS:
        yield from ([part, row] for row in getattr(document, part))
    for part in _MAPPINGS:
        held = getattr(document, part)
        yield from ([part, public_id, held[public_id]] for public_id in sorted(held))
    yield ["rooms_at", document.rooms_at]
    yield ["frozen", document.frozen]
    yield ["newest", document.newest]


def digest_of(body: list[bytes]) -> str:
    digest = hashlib.sha256()
    for line in body:
        digest.update(line)
    return digest.hexdigest()


def write(path: Path, header: Header, body: list[bytes], key: Ed25519PrivateKey) -> None:
    """In one step: a reader sees the old file or the new one."""
    head = json.dumps(asdict(header), sort_keys=True).encode()
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(head + b"\n" + key.sign(head).hex().encode() + b"\n")
        file.writelines(body)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def read_header(path: Path, key: Ed25519PublicKey) -> Header:
    """What the file says of itself. Raises UnreadableFile."""
    try:
        with path.open("rb") as file:
            return _header(file.readline(_LONGEST), file.readline(_LONGEST), key)
    except OSError as error:
        raise UnreadableFile from error


def read(path: Path, key: Ed25519PublicKey) -> tuple[Header, Document]:
    """The whole file. Raises UnreadableFile."""
    try:
        with path.open("rb") as file:
            header = _header(file.readline(_LONGEST), file.readline(_LONGEST), key)
            body = file.readlines()
    except OSError as error:
        raise UnreadableFile from error
    if digest_of(body) != header.digest:
        raise UnreadableFile
    return header, _document(body)


def _header(head: bytes, signature: bytes, key: Ed25519PublicKey) -> Header:
    head = head.rstrip(b"\n")
    try:
        key.verify(bytes.fromhex(signature.decode("ascii").strip()), head)
        header = Header(**json.loads(head))
    except (InvalidSignature, ValueError, TypeError) as error:
        raise UnreadableFile from error
    if header.format != _FORMAT:
        raise UnreadableFile
    return header


def _document(body: list[bytes]) -> Document:
    parts: dict[str, Any] = {name: [] for name in _LISTS} | {name: {} for name in _MAPPINGS}
    for line in body:
        part, *rest = json.loads(line)
        if part in _LISTS:
            parts[part].append(rest[0])
        elif part in _MAPPINGS:
            parts[part][rest[0]] = rest[1]
        else:
            parts[part] = rest[0]
    return Document(**parts)
