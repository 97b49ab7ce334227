"""What tests read in a page, and the forms that they send back."""

import re
from html import unescape
from typing import Any

from django.urls import reverse

# What a browser asks for on a survivor's behalf, and what a task switcher shows.
TELLING = re.compile(
    "sığınacaq|siginacaq|zorakı|zoraki|təcavüz|tecavuz|döyül|насили|приют|убежищ|изнасил|жертв"
    "|shelter|violence|violent|rape|abuse|refuge|survivor|victim|crisis",
    re.IGNORECASE,
)


def text_of(response: Any) -> str:
    """The visible words of a page."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def fields_of(page: Any) -> dict[str, str]:
    """Every field of a form as a browser would send it back untouched."""
    html = page.content.decode()
    fields: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", html):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        kind = re.search(r'type="([^"]+)"', tag).group(1)
        if name and (kind not in ("checkbox", "radio", "submit") or "checked" in tag):
            fields[name.group(1)] = value.group(1) if value else ("on" if kind == "checkbox" else "")
    for name, body in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', html, re.S):
        chosen = re.search(r'value="([^"]*)" selected', body)
        fields[name] = chosen.group(1) if chosen else ""
    for name, body in re.findall(r'<textarea name="([^"]+)".*?>(.*?)</textarea>', html, re.S):
        fields[name] = body.strip()
    return {name: value for name, value in fields.items() if "__prefix__" not in name and name != "csrfmiddlewaretoken"}


def change(facility: Any) -> str:
    """The path of a facility's form in the admin."""
    return reverse("admin:shelters_facility_change", args=[facility.pk])
