"""A link that lets one person in, in the three ways in which it is handed over: a picture, a copy, spoken words."""

from dataclasses import dataclass

import segno
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True)
class OneTimeLink:
    """`words` are typed on the page at `page`; `picture` is a QR code of `address`."""

    address: str
    page: str
    words: list[str]
    picture: SafeString

    @classmethod
    def of(cls, request: HttpRequest, token: str) -> "OneTimeLink":
        address = request.build_absolute_uri(reverse("join", args=[token]))
        drawn = segno.make_qr(address).svg_inline(svgclass=None, lineclass=None, omitsize=True, border=4, light="#fff")
        page = request.build_absolute_uri(reverse("join_words"))
        return cls(address, page.partition("://")[2], token.split("-"), mark_safe(drawn))  # noqa: S308
