"""What nobody means to type, in each field of each staff page: no fault of the server, and no number of the machine."""

from collections import deque
from urllib.parse import urljoin

import pytest

from shelters.codes.staff import Role
from shelters.models import BedPool, Organisation
from tests.support import make, people
from tests.support.crawl import Page

pytestmark = pytest.mark.django_db
VALUES = ["Z" * 6000, "9223372036854775808", "\0", "9999-12-31T23:59"]
TYPED = {"text", "number", "date", "time", "datetime-local", "search", "tel", "email", "url", "hidden"}
LEFT_ALONE = ("/work/keys/", "/work/sessions/", "/work/sign-in/", "/work/sign-out", "/admin/", "/work/freeze/")
MOST_PAGES = 14


@pytest.fixture(scope="module", autouse=True)
def house(once_for_the_file):
    facility = make.facility(takes_questions=True)
    BedPool.objects.create(facility=facility, name_az="Otaqlar", capacity=3)
    return facility


def forms_of(client):
    """The forms of the first pages that links lead to, each once: where it goes, and its fields."""
    seen, waiting, found = set(), deque(["/work/"]), {}
    while waiting and len(seen) < MOST_PAGES:
        at = waiting.popleft()
        if at in seen or at.startswith(LEFT_ALONE):
            continue
        seen.add(at)
        answer = client.get(at)
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        page = Page(answer.content.decode())
        waiting += [
            urljoin(at, link).partition("#")[0] for link in page.links if urljoin(at, link).startswith("/work/")
        ]
        for form in page.forms:
            found.setdefault((urljoin(at, form["action"] or at), *form["kinds"]), form)
    return {to: form for (to, *_names), form in found.items() if not to.startswith(LEFT_ALONE)}


@pytest.mark.parametrize("role", [Role.HOST, Role.CASEWORKER, Role.COORDINATOR])
def test_no_field_ends_in_a_fault(house, role):
    theirs = {Role.HOST: house.organisation, Role.COORDINATOR: None}
    where = theirs.get(role, Organisation(key="ngo", type="ngo", name_az="Kömək"))
    if where and not where.pk:
        where.save()
    client = people.signed_in(people.person(role, where, f"hostile-{role}"))
    forms = forms_of(client)
    typed = 0
    for to, form in forms.items():
        names = [name for name, kind in form["kinds"].items() if kind in TYPED and name != "csrfmiddlewaretoken"]
        for value in VALUES if names else []:
            answer = client.post(to, form["fields"] | dict.fromkeys(names, value))
            assert answer.status_code < 500, (to, value[:20])
            if value != VALUES[1]:
                assert b"92233720368547" not in answer.content, (to, value[:20])
            typed += 1
    assert typed >= 4
