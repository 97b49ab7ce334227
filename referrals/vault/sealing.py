"""Seal the contents of referrals: AES-256-GCM under a data key per request, which the keyring wraps.

The associated data binds each sealed value to its table, column, row and key. A value that was moved or altered, or
that is read with another key, fails. Values are padded to fixed sizes, so their length tells little. Everything fails
closed. docs/keyring.md says which attacks this stops, and which not.
"""

import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from . import keyring

SIZES = (256, 1024, 4096)  # bytes, with the length in front
LONGEST = SIZES[-1] - 2
_VERSION, _NONCE, _LENGTH = b"\x01", 12, 2


class Unreadable(Exception):
    """The value was altered or moved, its key is gone, or it was never sealed."""


class TooLong(ValueError):
    """The value is longer than a sealed value can be (`LONGEST` bytes of UTF-8)."""


@dataclass(frozen=True)
class DataKey:
    """The key of a request. `of` is the request's public id.

    `owners` is who may open it: the hash of the code, and the organisation. The wrapped key is bound to them, so
    another code or organisation that somebody writes into the row opens nothing.
    """

    of: str
    owners: tuple[str, str]
    secret: bytes = field(repr=False)

    def seal(self, value: object, table: str, column: str, row: object) -> bytes:
        """Seal any JSON value. Raises TooLong."""
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        size = next((size for size in SIZES if len(text) + _LENGTH <= size), None)
        if size is None:
            raise TooLong
        padded = len(text).to_bytes(_LENGTH, "big") + text
        return _encrypt(self.secret, padded.ljust(size, b"\0"), [table, column, str(row), self.of])

    def open(self, sealed: bytes | memoryview, table: str, column: str, row: object) -> Any:
        """The JSON value. Raises Unreadable."""
        padded = _decrypt(self.secret, bytes(sealed), [table, column, str(row), self.of])
        length = int.from_bytes(padded[:_LENGTH], "big")
        try:
            return json.loads(padded[_LENGTH : _LENGTH + length])
        except ValueError as error:
            raise Unreadable from error


def new_key(of: str, owners: tuple[str, str]) -> tuple[DataKey, bytes, str]:
    """A data key for a request, the wrapped key, and the name of the ring's key that wraps it. Raises keyring.NoKey."""
    key = DataKey(of, owners, secrets.token_bytes(32))
    return key, *wrap(key)


def wrap(key: DataKey) -> tuple[bytes, str]:
    """Wrap a key with the newest key of the ring."""
    outer = keyring.current()
    return _encrypt(outer.secret, key.secret, ["data key", key.of, outer.name, *key.owners]), outer.name


def unwrap(of: str, owners: tuple[str, str], wrapped: bytes | memoryview, by: str) -> DataKey:
    """Raises Unreadable."""
    try:
        outer = keyring.get(by)
    except keyring.NoKey as error:
        raise Unreadable from error
    return DataKey(of, owners, _decrypt(outer.secret, bytes(wrapped), ["data key", of, by, *owners]))


def _encrypt(secret: bytes, plain: bytes, bound: list[str]) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return _VERSION + nonce + AESGCM(secret).encrypt(nonce, plain, json.dumps(bound).encode())


def _decrypt(secret: bytes, sealed: bytes, bound: list[str]) -> bytes:
    if sealed[:1] != _VERSION:
        raise Unreadable
    nonce, body = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    try:
        return AESGCM(secret).decrypt(nonce, body, json.dumps(bound).encode())
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error
