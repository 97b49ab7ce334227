"""One coordinator's stolen session, driven for a week through every page and every form that it can reach."""

import re
from collections import deque
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from referrals.codes import ConsentMethod
from referrals.workflow import placing, stay, transitions
from shelters.approvals import lowering, public_fields
from shelters.codes.public import SERVICE_CODES
from shelters.codes.staff import Decision, ProposalKind, Role
from shelters.keeping.steps import STEPS
from shelters.models import (
    BedPool,
    DayOverride,
    Facility,
    FeedToken,
    Freeze,
    Hotline,
    Invitation,
    Organisation,
    Proposal,
    RoleGrant,
    User,
)
from tests.support import make, people
from tests.support.crawl import Page, changed
from tests.support.keeping import at
from tests.support.pages import change
from tests.support.people import coordinator
from tests.support.proposals import url, wish
from tests.support.referrals import CONTACT, QUESTION, offered

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.usefixtures("ring")]
MARK = "Zqkanar7f3"  # in all that somebody told
# Leaving, and one's own keys and language: what they do is tested where they are.
LEFT_ALONE = ("/admin/logout/", "/work/sign-out", "/work/freeze/", "/work/keys/", "/work/sessions/", "/work/sign-in/")


@pytest.fixture
def case(house):
    """What somebody told the house and her caseworker, with a contact. The house tells the public of its rooms."""
    Facility.objects.filter(pk=house.pk).update(takes_questions=True, public_rooms=True)
    make.refresh([house.pk])
    pool = BedPool.objects.create(facility=house, name_az="Otaqlar", capacity=9)
    people.person(Role.HOST, house.organisation, "aygun")
    ngo = Organisation.objects.create(key="ngo", type="ngo", name_az="Kömək")
    hers = placing.Client(people.person(Role.CASEWORKER, ngo, "worker"), ngo, MARK)
    referral, _code = placing.ask(QUESTION | {"avoid": MARK}, [house], once="a" * 24, client=hers)
    ask = referral.enquiries.get()
    placing.write(ask, MARK, from_house=False, by=transitions.HER)
    offered(ask, pool)
    placing.choose(ask, by=transitions.HER)
    told = CONTACT | {"reach": MARK, "word": MARK}
    stay.leave_contact(referral, told, how=ConsentMethod.VOICE, by=transitions.HER)
    return [f"/work/questions/{ask.public_id}/", f"/work/requests/{referral.public_id}/"]


def public(near):
    """What everybody reads of the places and the lines, but for who confirmed it when."""
    needs = [SERVICE_CODES[:5], SERVICE_CODES[5:]]
    answers = [near(place="Bakı", need=need, limit=50, lang="en").json() for need in needs]
    lines = [{key: said for key, said in line.items() if key != "confirmed"} for line in answers[0]["hotlines"]]
    places = {result["id"]: result for answer in answers for result in answer["results"]}
    return {
        one: {key: said for key, said in place.items() if key != "confirmed"} for one, place in places.items()
    }, lines


def public_at(moment, near):
    with time_machine.travel(moment, tick=False):
        return public(near)


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
def test_it_changes_nothing_that_people_read(leyla, request, directory, house, near, case, others):
    if others:
        request.getfixturevalue("nigar")
    before, a_week_later = stored(), timezone.now() + timedelta(days=8)
    places, lines = public_at(a_week_later, near)
    # Alone, the pages of a facility are enough.
    alone = [change(house), *(at(house, code) for code in STEPS)]
    pages = ["/work/", "/admin/", *case] if others else alone
    seen, posts, wishes = walk(leyla, pages, everywhere=bool(others))
    lowered = list(Proposal.objects.filter(decision=Decision.LOWERED))
    assert len({proposal.target for proposal in lowered}) <= lowering.MOST
    told = public_at(a_week_later, near)
    assert told[1] == lines and told[0].keys() <= places.keys(), "a place is new"
    assert stored()[1:] == before[1:], "somebody coordinates, or may come to"
    left = leaves_behind(leyla, house)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        stays_as_long_as_it_can(leyla, clock)
        for _day in range(7):
            clock.shift(timedelta(days=1))
            finds_nothing(leyla, left, [*case, *seen])
            assert {one["availability"] for one in public(near)[0].values()} <= {None, "ask", "full"}
        clock.move_to(a_week_later)
        helper = coordinator("helper")
        assert all(helper.post(url(one, "put-back")).status_code == 302 for one in lowered)
        after, same_lines = public(near)
    nothing_is_altered(before[0], stored()[0])
    assert same_lines == lines
    assert after == places and places, "a place reads otherwise"
    assert not Freeze.objects.exists() and not FeedToken.objects.exists()
    assert posts > (100 if others else 20) and wishes > 8, (posts, wishes)


def walk(client, begin, everywhere):
    """Send every form of these pages, and of all that they lead to: of those that are alike, the first.

    The pages, and how many forms went, and waited.
    """
    seen, wishes, posts = set(begin), 0, 0
    shapes, sent, pages = set(), set(), deque(begin)
    while pages:
        path = pages.popleft()
        response = client.get(path)
        assert MARK not in response.content.decode(errors="replace"), path
        if response.status_code != 200 or "html" not in response["Content-Type"]:
            continue
        page = Page(response.content.decode())
        for form in (form for form in page.forms if is_staff(form["action"] or path)):
            alike = shape_of(form["action"] or path), *sorted(form["kinds"])
            if alike in sent:
                continue
            sent.add(alike)
            for fields in changed(form, each=not path.endswith("/add/")):
                answer = client.post(form["action"] or path, fields)
                assert answer.status_code < 500 and MARK not in answer.content.decode(errors="replace")
                posts, wishes = posts + 1, wishes + confirmed_alone(client)
        for address in (urlsplit(urljoin(path, link)).path for link in page.links):
            if everywhere and is_staff(address) and shape_of(address) not in shapes:
                shapes.add(shape_of(address))
                seen.add(address)
                pages.append(address)
    return sorted(seen), posts, wishes


def shape_of(address):
    """An address without the numbers and ids that it names."""
    return re.sub(r"/(\d+|[a-z0-9]{6}|AZ-\w+)(?=/)", "/1", address)


def leaves_behind(client, house):
    """What may ripen: a wish, and accounts that the thief invites and opens, with keys of the thief's own."""
    assert client.post(f"/work/beds/{house.public_id}/feed/").status_code == 403
    assert client.get("/work/people/").status_code == 200
    roles = (Role.HOST, Role.CASEWORKER, Role.COUNTER)
    made = [people.invited(client, role, house.organisation, f"thief-{role}") for role in roles]
    return wish(client, house, name_en="Attack"), made


def stays_as_long_as_it_can(client, clock):
    """Twelve hours, with a request in each half an hour. After ten minutes the key is asked for."""
    for _time in range(28):
        clock.shift(timedelta(minutes=25))
        assert client.get("/work/").status_code == 200
        asked = client.post("/work/people/invite/", {"role": "coordinator"})
        assert asked.status_code == 302 and "/work/keys/" in asked["Location"]
    clock.shift(timedelta(minutes=25))
    assert client.get("/work/")["Location"].startswith("/work/sign-in/")


def finds_nothing(client, left, paths):
    """The session is over; who was let in by it sleeps, or counts beds and reads no case."""
    proposal, invited = left
    for path in (*paths, url(proposal), url(proposal, "confirm")):
        for answer in (client.get(path), client.post(path)):
            assert answer.status_code == 302 and answer["Location"].startswith("/work/sign-in/"), path
    for newcomer in invited:
        people.sign_in(newcomer, newcomer.user)
        for path in paths:
            answer = newcomer.get(path)
            assert MARK not in answer.content.decode(errors="replace"), path
            assert answer.status_code != 200 or newcomer.user.roles == {Role.COUNTER}, path
    awake = User.objects.filter(awake_at__isnull=False, username__startswith="thief-")
    assert {role for user in awake for role in user.grants} == {Role.COUNTER}


def test_the_api_answers_it_as_it_answers_anybody(leyla, near, directory, case):
    fields = {"place": "Bakı", "need": ["emergency_shelter"], "lang": "en"}
    told = [one.post("/api/v1/near/", fields, content_type="application/json").json() for one in (leyla, Client())]
    assert told[0] == told[1] and told[0]["results"]
    for facility in Facility.objects.filter(pools__isnull=False):
        assert leyla.get(f"/api/v1/beds/{facility.public_id}/").status_code == 401


def is_staff(address):
    return address.startswith(("/work/", "/admin/")) and not address.startswith(LEFT_ALONE)


def confirmed_alone(client):
    """Try to confirm what waits, in every way there is; then clear the table for the next try."""
    waiting = list(Proposal.objects.waiting())
    for proposal in waiting:
        assert client.post(f"/work/proposals/{proposal.public_id}/confirm/").status_code in (403, 409)
    Proposal.objects.waiting().delete()
    return len(waiting)
