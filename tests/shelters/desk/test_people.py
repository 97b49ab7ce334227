"""Who works here as coordinators read it, one more role for an account, and what each role sees."""

from datetime import timedelta

import pytest
from django.utils import timezone

from referrals.workflow import placing
from shelters.codes.staff import FreezeScope, Role
from shelters.models import Freeze, RoleGrant, User, Waking
from tests.support import make, people
from tests.support.pages import text_of
from tests.support.people import digits_of, make_keys, person, type_digits
from tests.support.referrals import QUESTION

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(house):
    """Somebody who counts there, with two passkeys."""
    user = person(Role.COUNTER, house.organisation, "sevinc")
    make_keys(user)
    return people.signed_in(user)


@pytest.fixture
def host(house):
    return people.signed_in(person(Role.HOST, house.organisation, "aygun"))


def more(by, user, role, **fields):
    return by.post(f"/work/people/{user.pk}/role/", {"role": role} | fields)


def roles_of(user):
    return set(RoleGrant.objects.filter(user=user).values_list("role", flat=True))


def test_a_list_names_nobody_and_a_page_tells_days_only(leyla, host):
    user = host.user
    User.objects.filter(pk=user.pk).update(last_login="2026-03-04T05:06Z")
    page = text_of(leyla.get("/work/people/"))
    assert "aygun" not in page and "leyla" not in page and "Counts beds and answers questions" in page
    page = text_of(leyla.get(f"/work/people/{user.pk}/"))
    for words in ("aygun", "Last signed in on 4.03.2026", "No key yet", "Questions put to your organisation"):
        assert words in page, words
    assert "05:06" not in page and "09:06" not in page


def test_one_more_role_opens_by_two_who_heard_the_digits(leyla, host, counter):
    assert more(leyla, counter.user, "host").status_code == 302
    assert roles_of(counter.user) == {"counter"} and counter.get("/work/questions/").status_code == 403
    assert "one more role" in text_of(counter.get("/work/"))
    assert "one more role" in text_of(host.get(f"/work/joining/{Waking.objects.get().public_id}/"))
    digits = digits_of(counter)
    type_digits(leyla, counter, digits)
    assert roles_of(counter.user) == {"counter"}
    type_digits(host, counter, digits)
    assert roles_of(counter.user) == {"counter", "host"} and counter.get("/work/questions/").status_code == 200
    assert RoleGrant.objects.get(user=counter.user, role="host").confirmed_by == host.user


@pytest.mark.usefixtures("ring")
def test_who_begins_to_read_reads_what_is_asked_from_then_on(leyla, host, counter, house):
    """An old account that gets the role is a newcomer to the cases of the house."""
    before = placing.ask(QUESTION, [house], once="a" * 24)[0].enquiries.get()
    more(leyla, counter.user, "host")
    for one in (leyla, host):
        type_digits(one, counter, digits_of(counter))
    after = placing.ask(QUESTION, [house], once="b" * 24)[0].enquiries.get()
    told = [counter.get(f"/work/questions/{one.public_id}/").status_code for one in (before, after)]
    assert told == [404, 200]


def test_three_mistakes_end_the_request_and_not_the_account(leyla, host, counter):
    more(leyla, counter.user, "host")
    for who in (leyla, host, leyla):
        type_digits(who, counter, "0000 0000")
    assert roles_of(counter.user) == {"counter"} and counter.get("/work/").status_code == 200
    assert not Waking.objects.waiting().exists()


def test_codes_of_an_app_are_not_enough_for_the_new_role(leyla, house):
    user = person(Role.COUNTER, house.organisation, "sevinc")
    user.authenticator_set.create(type="totp", data={"secret": "x"})
    counter = people.signed_in(user, "totp")
    more(leyla, user, "host")
    assert digits_of(counter) == ""
    make_keys(user)
    assert digits_of(counter) != ""


def test_a_coordinator_who_also_reads_cases_is_shown(leyla, nigar, house):
    make_keys(leyla.user)
    organisation = {"organisation": house.organisation_id}
    assert more(leyla, leyla.user, "host").status_code == 409, "in which organisation?"
    assert more(leyla, leyla.user, "host", **organisation).status_code == 302
    assert more(nigar, leyla.user, "counter", organisation=make.facility().organisation_id).status_code == 409
    assert User.objects.get(pk=leyla.user.pk).organisation is None, "not before it is confirmed"
    type_digits(leyla, leyla, digits_of(leyla))
    assert roles_of(leyla.user) == {"coordinator"}, "nobody gives it to themselves"
    type_digits(nigar, leyla, digits_of(leyla))
    assert roles_of(leyla.user) == {"coordinator", "host"}
    assert User.objects.get(pk=leyla.user.pk).organisation == house.organisation
    assert "Coordinates, and reads cases too." in text_of(nigar.get("/work/people/"))
    home = leyla.get("/work/").content.decode()
    assert "/work/questions/" in home and "/work/ring/" in home


def test_nobody_gives_themselves_what_opens_at_once(leyla, house):
    assert more(leyla, leyla.user, "counter", organisation=house.organisation_id).status_code == 409
    assert roles_of(leyla.user) == {"coordinator"} and not User.objects.get(pk=leyla.user.pk).organisation


def test_what_cannot_be_asked_for_is_said(leyla, counter):
    for role in ("", "x", "counter"):
        assert more(leyla, counter.user, role).status_code == 409
    assert more(leyla, counter.user, "host").status_code == 302
    assert more(leyla, counter.user, "caseworker").status_code == 409, "one after the other"
    people.change(counter.user, awake_at=None)
    Waking.objects.all().delete()
    assert more(leyla, counter.user, "host").status_code == 409, "a sleeping account gets nothing"


def test_counting_opens_at_once(leyla, house):
    worker = person(Role.CASEWORKER, house.organisation, "worker")
    more(leyla, worker, "counter")
    assert roles_of(worker) == {"counter", "caseworker"}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_reads_what_it_sees_and_who_sees_it(role, house):
    one = people.signed_in(person(role, None if role == Role.COORDINATOR else house.organisation))
    page = text_of(one.get("/work/seen/"))
    assert "Can see" in page and "Who can see the work" in page and str(role.label)[1:] in page
    assert "/work/seen/" in one.get("/work/").content.decode()
    assert ("No coordinator reads a case" in page) is (role == Role.CASEWORKER)


def test_the_freeze_says_twice_what_will_stop(leyla, nigar, house):
    leyla.post("/work/people/invite/", {"role": "counter", "organisation": house.organisation_id})
    leyla.post("/work/people/invite/", {"role": "coordinator"})
    first = leyla.get("/work/freeze/").content.decode()
    assert "?scope=everything" in first and 'action="/work/freeze/"' not in first
    page = text_of(leyla.get("/work/freeze/?scope=everything"))
    assert "Links that nobody has used end: 1" in page and "second person end: 1" in page
    assert "All sessions end, yours too" in page and not Freeze.objects.exists()
    assert "All sessions end" not in text_of(leyla.get("/work/freeze/?scope=changes"))
    assert leyla.post("/work/freeze/", {"scope": "changes"}).status_code == 302
    assert Freeze.objects.running().scope == FreezeScope.CHANGES


def test_who_left_is_not_among_them(leyla, counter):
    people.change(counter.user, is_active=False, signed_out_at=timezone.now() - timedelta(days=1))
    assert leyla.get(f"/work/people/{counter.user.pk}/").status_code == 404
