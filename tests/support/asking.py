"""Ask a place on a server, as the form of its page does."""

import re
from typing import Any
from urllib.parse import urlencode

from tests.support.searching import Answered, fetch
from tests.support.server import Server

FORM = "application/x-www-form-urlencoded"
_TAKES_QUESTIONS = """
from shelters.models import Facility
from shelters.published.refresh import refresh
house = Facility.objects.filter(listed=True, only_for=None).order_by("pk").first()
house.basis, house.takes_questions = "agreed", True
house.save()
refresh([house.pk])
print(house.public_id)
"""


def takes_questions(server: Server) -> str:
    """The id of a place that takes questions from now on."""
    return server.run(_TAKES_QUESTIONS).strip()


def post(server: Server, path: str, **fields: Any) -> Answered:
    return fetch(server, path, urlencode(fields).encode(), FORM)


def ask(server: Server, place: str) -> tuple[Answered, str]:
    """The page that answers, and the code on it; empty: there is none."""
    once = re.search(r'name="once" value="([^"]+)"', post(server, "/en/ask/", id=place).text)
    fields = {"once": once[1] if once else "", "adults": 1, "soon": "now", "yes": "yes", "to": place}
    said = post(server, "/en/ask/", **fields)
    code = re.search(r'name="code" value="(\d{16})"', said.text)
    return said, code[1] if code else ""
