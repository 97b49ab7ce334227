"""Pad the answers of the public side to a few sizes: a length tells neither the page nor the need.

The filling is a random comment at the end of a page, and blanks at the end of JSON. In gzip its block is not compressed
(RFC 1951, 3.2.4), so the size is exact. The status line and the headers count too. Whoever watches
the line still sees how many requests there are, when, and how long each is.

A page that everybody gets is compressed once a minute (published/remembered.py); each answer gets a filling of its own.
The padding does all that it did: the sizes are the same, and inside TLS nobody sees that the same bytes return.
Compression tells a secret by its length only where the secret stands beside text that an attacker chose. A remembered
page holds neither, and nothing else is remembered.
"""

import base64
import secrets
import zlib
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.utils.cache import patch_vary_headers

from shelters.published.remembered import RememberedResponse, pack
from shelters.staff.paths import STAFF_PATHS

from .middleware import API_PATH

_KB = 1024
SMALL = 11 * _KB  # a page that everybody gets
STEPS = (16 * _KB, 24 * _KB)  # an answer to a form; beyond these each multiple of _FAR
_FAR = 32 * _KB
_PLAIN = 64 * _KB  # a page for a client that reads no gzip
_GZIP_HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
_GZIP_REST = 5 + 8  # the head of the last block, the checksum and the length
_LENGTH_HEADER = len("Content-Length: 12345\r\n")
_COMMENT = (b"<!--", b"-->")
Fill = Callable[[int], bytes]


def pad_answers(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Pad public answers; compress all others as Django does."""
    zipped = GZipMiddleware(get_response)

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.path_info.startswith(settings.STATIC_URL):
            return response
        fill = _fill(request, response)
        if fill is None or not isinstance(response, HttpResponse):
            return zipped.process_response(request, response)
        _pad(request, response, fill)
        return response

    return answer


def _fill(request: HttpRequest, response: HttpResponseBase) -> Fill | None:
    """What fills an answer of this kind. None: it is for staff, or has no text."""
    if not isinstance(response, HttpResponse) or not response.content or request.path_info.startswith(STAFF_PATHS):
        return None
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    if kind == "text/html":
        return _comment
    return _blanks if kind == "application/json" and request.path_info.startswith(API_PATH) else None


def _comment(size: int) -> bytes:
    """A comment of random letters."""
    begin, end = _COMMENT
    inside = size - len(begin) - len(end)
    return begin + base64.b64encode(secrets.token_bytes(inside))[:inside] + end


def _blanks(size: int) -> bytes:
    return b" " * size


def _pad(request: HttpRequest, response: HttpResponse, fill: Fill) -> None:
    patch_vary_headers(response, ("Accept-Encoding",))
    asked = request.method not in ("GET", "HEAD")
    if re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        response.headers["Content-Encoding"] = "gzip"
        least = STEPS[0] if asked else SMALL
        if (tag := response.get("ETag", "")).startswith('"'):
            response.headers["ETag"] = f"W/{tag}"  # the bytes differ each time
        packed = response.page.packed if isinstance(response, RememberedResponse) else pack(response.content)
        response.content = _zip(response.content, packed, fill, _head(response), least)
    else:
        # The same bytes for the same answer, for whoever compares: nothing compresses them.
        least = _PLAIN if fill is _comment else STEPS[0]
        missing = _missing(_head(response) + len(response.content), least)
        begin, end = _COMMENT if fill is _comment else (b"", b"")
        response.content += begin + b" " * (missing - len(begin) - len(end)) + end
    response.headers["Content-Length"] = str(len(response.content))


def _zip(content: bytes, packed: bytes, fill: Fill, head: int, least: int) -> bytes:
    """The content in gzip, with a filling that is not compressed."""
    filling = fill(_missing(head + len(_GZIP_HEAD) + len(packed) + _GZIP_REST, least))
    length = len(filling).to_bytes(2, "little")
    last_block = b"\x01" + length + bytes(byte ^ 0xFF for byte in length) + filling
    whole = zlib.crc32(filling, zlib.crc32(content)), (len(content) + len(filling)) & 0xFFFFFFFF
    return _GZIP_HEAD + packed + last_block + b"".join(number.to_bytes(4, "little") for number in whole)


def _missing(size: int, least: int) -> int:
    """How many bytes it takes to the next step. A comment needs some even when it is empty."""
    size += sum(map(len, _COMMENT))
    step = next((step for step in (least, *STEPS) if step >= max(size, least)), -(-size // _FAR) * _FAR)
    return step - size + sum(map(len, _COMMENT))


def _head(response: HttpResponse) -> int:
    """The bytes of the status line and of the headers, as far as they are ours."""
    status = len(f"HTTP/1.1 {response.status_code} {response.reason_phrase}\r\n")
    headers = sum(len(f"{name}: {value}\r\n") for name, value in response.items() if name != "Content-Length")
    return status + headers + _LENGTH_HEADER
