"""One coordinator's stolen session, driven through every page and every form that it can reach."""

import re
from collections import deque
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shelters.approvals import lowering, public_fields
from shelters.codes.public import SERVICE_CODES
from shelters.codes.staff import Decision, ProposalKind, Role
from shelters.models import DayOverride, Facility, Freeze, Hotline, Invitation, Organisation, Proposal, RoleGrant, User
from tests.support.pages import change
from tests.support.people import coordinator

pytestmark = [pytest.mark.django_db, pytest.mark.long]
NUMBER = "(012) 555 66 77"
LIST = b"key,organisation,organisation_type,kind,town,source\na,b,ngo,clinic,Quba,s\n"
# Leaving, and one's own keys and language: what they do is tested where they are.
LEFT_ALONE = ("/admin/logout/", "/work/sign-out", "/work/freeze/", "/work/keys/", "/work/sessions/", "/work/sign-in/")


class Page(HTMLParser):
    """The links of a page, and its forms with the fields as a browser would send them."""

    def __init__(self, html):
        super().__init__()
        self.links, self.forms, self._select = [], [], ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        name = attributes.get("name") or ""
        if tag == "a":
            self.links.append(attributes.get("href") or "")
        elif tag == "form":
            self.forms.append({"action": attributes.get("action") or "", "fields": {}, "kinds": {}, "options": {}})
        elif self.forms and tag in ("input", "textarea", "button") and name and "__prefix__" not in name:
            self.field(name, attributes.get("type", "text"), attributes)
        elif self.forms and tag == "select":
            self._select = "" if "__prefix__" in name else name
            self.forms[-1]["kinds"] |= {self._select: "select"} if self._select else {}
        elif self.forms and tag == "option" and self._select:
            self.forms[-1]["options"].setdefault(self._select, []).append(attributes.get("value") or "")
            if "selected" in attributes:
                self.forms[-1]["fields"][self._select] = attributes.get("value") or ""

    def field(self, name, kind, attributes):
        form = self.forms[-1]
        form["kinds"][name] = kind
        if kind == "checkbox":
            form["options"][name] = [attributes.get("value") or "on"]
        if kind not in ("checkbox", "radio", "submit", "button", "file") or "checked" in attributes:
            form["fields"][name] = attributes.get("value") or ("on" if kind == "checkbox" else "")


def changed(form, each):
    """What a thief would send: the form as it is, all fields changed at once, and with `each` every one alone."""
    fields, all_at_once = form["fields"], {}
    yield fields
    alike = re.compile(r"-([2-9]|\d\d+)-")  # further rows of a table
    for name, kind in (pair for pair in form["kinds"].items() if not alike.search(pair[0])):
        for value in hostile(name, kind, fields.get(name, ""), form["options"].get(name, [])):
            all_at_once[name] = value
            if each:
                yield {key: one for key, one in (fields | {name: value}).items() if one is not None}
    yield {key: one for key, one in (fields | all_at_once).items() if one is not None}


def hostile(name, kind, value, options):
    if kind == "checkbox":
        yield None if value else options[0]
    elif kind in ("select", "radio"):
        yield from [option for option in options[-1:] if option != value]
    elif kind in ("submit", "button"):
        yield "yes"
    elif kind == "file":
        yield SimpleUploadedFile(
            "x.csv", b"key,organisation,organisation_type,kind,town,source\na,b,ngo,clinic,Quba,s\n"
        )
    elif kind != "hidden":
        yield NUMBER if "number" in name else "Quba" if name == "place" else "Attack"


def public(near):
    """What everybody reads of the places and the lines, but for who confirmed it when."""
    needs = [SERVICE_CODES[:5], SERVICE_CODES[5:]]
    answers = [near(place="Bakı", need=need, limit=50, lang="en").json() for need in needs]
    lines = [{key: said for key, said in line.items() if key != "confirmed"} for line in answers[0]["hotlines"]]
    places = {result["id"]: result for answer in answers for result in answer["results"]}
    return {
        one: {key: said for key, said in place.items() if key != "confirmed"} for one, place in places.items()
    }, lines


def stored():
    """All faces, who coordinates, and who may become one."""
    kinds = (
        (ProposalKind.FACILITY, Facility),
        (ProposalKind.HOTLINE, Hotline),
        (ProposalKind.ORGANISATION, Organisation),
        (ProposalKind.DAY, DayOverride),
    )
    return (
        {
            (kind, thing.pk): public_fields.read(kind, thing.pk)
            for kind, model in kinds
            for thing in model.objects.all()
        },
        set(RoleGrant.objects.filter(role=Role.COORDINATOR).values_list("user", flat=True)),
        set(User.objects.filter(is_superuser=True).values_list("pk", flat=True)),
        Invitation.objects.filter(role=Role.COORDINATOR).count(),
        Invitation.objects.exclude(user=None).count(),
    )


def nothing_is_altered(before, after):
    """What stood before still stands so; what is new is shown to nobody."""
    new = [face for key, face in after.items() if key not in before]
    assert {key: after.get(key) for key in before} == before
    assert not any(face.get("listed") or face.get("published") for face in new)
    assert all("fresh_hours" in face or "answers" in face for face in new), "an organisation or a moved day is new"


@pytest.mark.parametrize("others", [1, 0])
def test_it_changes_nothing_that_people_read(leyla, request, directory, house, near, others):
    if others:
        request.getfixturevalue("nigar")
    before, (places, lines) = stored(), public(near)
    seen, wishes, posts = set(), 0, 0
    # Alone, one page is enough: that of a facility.
    pages = deque(["/work/", "/admin/"] if others else [change(house)])
    while pages:
        path = pages.popleft()
        response = leyla.get(path)
        if response.status_code != 200 or "html" not in response["Content-Type"]:
            continue
        page = Page(response.content.decode())
        for form in (form for form in page.forms if is_staff(form["action"] or path)):
            for fields in changed(form, each=not path.endswith("/add/")):
                assert leyla.post(form["action"] or path, fields).status_code < 500
                posts, wishes = posts + 1, wishes + confirmed_alone(leyla)
        for address in (urlsplit(urljoin(path, link)).path for link in page.links):
            shape = re.sub(r"/(\d+|[a-z0-9]{6}|AZ-\w+)(?=/)", "/1", address)
            if others and is_staff(address) and shape not in seen:
                seen.add(shape)
                pages.append(address)
    lowered = list(Proposal.objects.filter(decision=Decision.LOWERED))
    assert len({proposal.target for proposal in lowered}) <= lowering.MOST
    assert public(near)[1] == lines and public(near)[0].keys() <= places.keys(), "a place is new"
    assert stored()[1:] == before[1:], "somebody coordinates, or may come to"
    helper = coordinator("helper")
    assert all(helper.post(f"/work/proposals/{one.public_id}/put-back/").status_code == 302 for one in lowered)
    after, same_lines = public(near)
    nothing_is_altered(before[0], stored()[0])
    assert same_lines == lines
    assert after == places, "a place reads otherwise"
    assert leyla.get("/work/people/").status_code == 200 and not Freeze.objects.exists()
    assert posts > (150 if others else 40) and wishes > 8, (posts, wishes)


def is_staff(address):
    return address.startswith(("/work/", "/admin/")) and not address.startswith(LEFT_ALONE)


def confirmed_alone(client):
    """Try to confirm what waits, in every way there is; then clear the table for the next try."""
    waiting = list(Proposal.objects.waiting())
    for proposal in waiting:
        assert client.post(f"/work/proposals/{proposal.public_id}/confirm/").status_code in (403, 409)
    Proposal.objects.waiting().delete()
    return len(waiting)
