"""The coordinators’ forms, with what nobody means to type in each field: refused in words, and nothing is lost."""

import itertools
import re
from html import unescape
from urllib.parse import urlencode, urljoin

import pytest
from django.urls import reverse
from django.utils import timezone

from shelters.models import BedPool, OpeningHours
from tests.support import make
from tests.support.crawl import Page

pytestmark = pytest.mark.django_db
HOSTILE = [
    *("a\0b", "Z" * 10_000, "٣٣٣", "1" * 400, "\ud800", "\u202e\u200f(012) 404 12 34", "½", "-1", "1e999", "nan"),
    *("0000-01-01", "0001-01-01", "9999-12-31", "46.36", "9223372036854775808", "(012) 404 12 34, 404 12 35"),
    *("mon-fri 9-6", "25:99", "http://[::1", "javascript:alert(1)", "<script>x</script>", "%00{{ 7*7 }}"),
]
TYPED = {"text", "number", "date", "time", "datetime-local", "search", "tel", "email", "url", "textarea"}
# Words of Django that are not translated, or of Python.
FOREIGN = re.compile(r"\b(enter|please|ensure|select a|this field|invalid|not a valid|traceback)\b", re.IGNORECASE)


@pytest.fixture
def paths(leyla):
    """The pages with forms: of a listed place, of a draft, of a line, of a moved day, and the rest of the desk."""
    house = make.facility(confidential=False, phones=[{"number": "(012) 404 12 34"}], hours="mon-fri 09:00-18:00")
    draft = make.facility(listed=False)
    BedPool.objects.create(facility=house, name_az="Otaqlar", capacity=3, observed_at=timezone.now())
    line = make.line(key="x", number="116111", label_az="Xətt", source="s")
    day = make.day(day="2027-03-12", working=False, source="s")
    steps = ("services", "takes", "expect", "hours", "rooms")
    forms = {
        **{"facility": house.pk, "hotline": line.pk, "dayoverride": day.pk, "organisation": house.organisation_id},
        **{"openinghours": OpeningHours.objects.get(facility=house).pk, "place": house.place_id},
    }
    return [
        *("places/new/", "places/", "people/", "first-day/", "ring/", "overdue/", "directory/", "done/", "near/"),
        *(f"places/{draft.public_id}/{step}/" for step in steps),
        *(f"places/{house.public_id}/", f"ring/facility/{house.pk}/", f"overdue/{house.public_id}/"),
        *(reverse(f"admin:shelters_{name}_change", args=[pk]) for name, pk in forms.items()),
        *(reverse(f"admin:shelters_{name}_add") for name in ("facility", "hotline", "dayoverride", "organisation")),
    ]


def sent_by(client, form, to, typed):
    """The answer to a form with these values."""
    sent = urlencode({key: text.encode("utf-8", "surrogatepass") for key, text in (form["fields"] | typed).items()})
    answer = client.post(to, sent, content_type="application/x-www-form-urlencoded")
    return client.get(f"{to.partition('?')[0]}?{sent[:4000]}") if answer.status_code == 405 else answer


def test_no_form_fails_or_forgets(leyla, paths):
    leyla.post("/work/language/", {"language": "az"})
    values, wrong, number, refused = itertools.cycle(HOSTILE), [], 0, 0
    for path in paths:
        path = urljoin("/work/", path)
        html = leyla.get(path).content.decode()
        buttons = set(re.findall(r'<button[^>]* name="([^"]+)"', html))
        for form in Page(html).forms:
            fields = [name for name, kind in form["kinds"].items() if kind in TYPED and name not in buttons]
            typed = dict(zip(fields, values, strict=False)) if fields else {}
            answer = sent_by(leyla, form, urljoin(path, form["action"]), typed) if fields else None
            if answer is None or answer.status_code in (302, 404):
                continue
            number += 1
            text = unescape(answer.content.decode())
            lost = [name for name, value in typed.items() if value[:99] not in text and value.isprintable()]
            errors = re.findall(r'class="(?:error|problem).*?</', text, re.DOTALL)
            refused += bool(errors)
            foreign = FOREIGN.findall(" ".join(errors))
            if answer.status_code >= 500 or lost or foreign:
                wrong.append((path, answer.status_code, lost, foreign))
    assert number >= 15 and refused >= 8 and wrong == []
