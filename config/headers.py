"""The headers with which a browser is told what a page and a file of ours may do."""

import base64
import hashlib
import re
from pathlib import PurePath
from typing import Any

from csp.constants import NONE, SELF

SAME_ORIGIN = ("Cross-Origin-Resource-Policy", "same-origin")
# Text becomes a page only by the policies of our scripts. The admin's own scripts know no such thing.
TRUSTED_TYPES = "; require-trusted-types-for 'script'; trusted-types page work beds watch"
FORGET = '"cache", "cookies"'  # what a browser drops at sign-out
_SURVIVORS_SCRIPT = "page."


def compact(style: str) -> str:
    """A style sheet without comments, and without the white space that no browser needs. Its texts hold none."""
    plain = " ".join(re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL).split())
    return re.sub(r"\s*([{};,])\s*", r"\1", plain).replace(";}", "}").replace(": ", ":")


def content_security_policy(style: str) -> dict[str, Any]:
    """What a page may load. The style sheet inside each page is allowed by its hash."""
    style_hash = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return {
        "DIRECTIVES": {
            "default-src": [NONE],
            "script-src": [SELF],
            "style-src": [SELF, f"'sha256-{style_hash}'"],
            "img-src": [SELF, "data:"],
            "connect-src": [SELF],
            "form-action": [SELF],
            "frame-ancestors": [NONE],
            "base-uri": [NONE],
        }
    }


def of_a_file(headers: Any, path: str, url: str) -> None:
    """Of a static file. The script of the open pages leaves no trace in a cache: it is 2 KB, fetched once a visit."""
    headers[SAME_ORIGIN[0]] = SAME_ORIGIN[1]
    headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    if PurePath(path).name.startswith(_SURVIVORS_SCRIPT):
        headers["Cache-Control"] = "no-store"
