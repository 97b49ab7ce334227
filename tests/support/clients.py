"""A client of a caseworker, entered on the page."""

from typing import Any

from django.test import Client

from referrals.models import Case

from .pages import text_of

FORM = {
    "name": "Durna Nar",
    "once": "n" * 24,
    "group": "women",
    "spoken": "ru",
    "needs": ["legal_aid", "mental_health"],
}
FORM |= {"danger": "high", "told": "on", "way": "voice", "reach": "(050) 555 01 02", "word": "Nar", "others": "aptek"}


def opened(client: Client, **fields: Any) -> Case:
    """Send the form of a new client, with these fields in place of others."""
    answer = client.post("/work/cases/new/", FORM | fields)
    assert answer.status_code == 302, text_of(answer)
    return Case.objects.latest("pk")
