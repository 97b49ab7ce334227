"""Pages that are the same for everybody are rendered once a minute in each language, and compressed once.

A whole page is remembered, under its own name: nothing that anybody typed, and no answer to a form. It goes with the
minute and with the value that it is made of. It also goes when its age begins to be told, and when the database goes or
comes back.
"""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ..codes.wording import language
from . import current, database
from .value import Published

View = Callable[..., HttpResponse]


@dataclass(frozen=True, eq=False)
class RememberedPage:
    """A page, the value that it is made of, and when: the minute since 1970, the age told, and whether one can ask."""

    held: Published
    when: tuple[int, str, bool]
    content: bytes

    @cached_property
    def packed(self) -> bytes:
        return pack(self.content)


class RememberedResponse(HttpResponse):
    """A response with a remembered page."""

    def __init__(self, page: RememberedPage) -> None:
        super().__init__(page.content)
        self.page = page


_pages: dict[tuple[str, str], RememberedPage] = {}


def remembered(view: View) -> View:
    """For a view whose GET shows everybody the same: no form with a key, no code, no token, no nonce."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            held, when = current.get(), _when()
        except current.NothingHeld:
            held = None
        if held is None or request.method not in ("GET", "HEAD") or request.resolver_match is None:
            return view(request, *args, **kwargs)
        name = request.resolver_match.view_name, language()
        page = _pages.get(name)
        if page is None or page.held is not held or page.when != when:
            response = view(request, *args, **kwargs)
            if response.status_code != 200:
                return response
            page = _pages[name] = RememberedPage(held, when, response.content)
        return RememberedResponse(page)

    answer.is_remembered = True  # type: ignore[attr-defined]
    return answer


def _when() -> tuple[int, str, bool]:
    age = current.age()
    told = age.moment if age and age.is_told else ""
    return int(timezone.now().timestamp()) // 60, told, database.answers()


def pack(content: bytes) -> bytes:
    """Compressed blocks (RFC 1951) that another block can follow."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush(zlib.Z_SYNC_FLUSH)


def forget() -> None:
    """Remember no page. Tests call it, so that none depends on what ran before."""
    _pages.clear()
