"""A file that only the holder of a secret key reads: X25519, HKDF-SHA256, and ChaCha20-Poly1305 in chunks.

Its head is a magic word and a public key made for this file. A chunk's nonce is its number, and whether it is the last.
So a changed chunk does not open, nor a file that is cut (ADR 7).
"""

import io
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"yaxin-backup-1\n"
CHUNK, TAG = 64 * 1024, 16  # bytes


class Unopened(Exception):
    """The file is for another key, was changed, or is cut."""


class SealedWriter(io.RawIOBase):
    """Seals what is written for a recipient. Only `close` makes the file whole."""

    def __init__(self, target: BinaryIO, recipient: X25519PublicKey) -> None:
        once = X25519PrivateKey.generate()
        head = MAGIC + once.public_key().public_bytes_raw()
        self._target, self._waiting, self._number = target, bytearray(), 0
        self._cipher = _cipher(once.exchange(recipient), head, recipient.public_bytes_raw())
        target.write(head)

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self._waiting += memoryview(data)  # type: ignore[arg-type]
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(memoryview(data))  # type: ignore[arg-type]

    def close(self) -> None:
        if not self.closed:
            self._seal(bytes(self._waiting), last=True)
        super().close()

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._number, last), chunk, None))
        self._number += 1


class SealedReader(io.RawIOBase):
    """Reads what was sealed. Raises Unopened."""

    def __init__(self, source: BinaryIO, secret: X25519PrivateKey) -> None:
        head = source.read(len(MAGIC) + 32)
        if not head.startswith(MAGIC) or len(head) != len(MAGIC) + 32:
            raise Unopened
        shared = secret.exchange(X25519PublicKey.from_public_bytes(head[len(MAGIC) :]))
        self._cipher = _cipher(shared, head, secret.public_key().public_bytes_raw())
        self._source, self._number, self._opened = source, 0, b""
        self._next = source.read(CHUNK + TAG)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        while not self._opened and self._next:
            self._open_next()
        number = min(len(view), len(self._opened))
        view[:number], self._opened = self._opened[:number], self._opened[number:]
        return number

    def _open_next(self) -> None:
        chunk, self._next = self._next, self._source.read(CHUNK + TAG)
        try:
            self._opened = self._cipher.decrypt(_nonce(self._number, not self._next), chunk, None)
        except InvalidTag as error:
            raise Unopened from error
        self._number += 1


def _cipher(shared: bytes, head: bytes, recipient: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(HKDF(hashes.SHA256(), 32, salt=head, info=b"yaxin backup" + recipient).derive(shared))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
