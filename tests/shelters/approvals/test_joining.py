"""Nobody joins a house alone: an account sleeps until two people have typed the digits of its keys."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from referrals.workflow import placing
from shelters.audit import trail
from shelters.codes.staff import Role
from shelters.models import Proposal, TrailEntry, User, Waking
from shelters.staff import outbox
from tests.support import make, people
from tests.support.pages import text_of
from tests.support.people import come_in, coordinator, digits_of, invited, make_keys, person, sign_in, type_digits
from tests.support.proposals import url
from tests.support.referrals import QUESTION

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring")]
PAGES = ("/work/", "/work/questions/", "/work/requests/", "/work/people/", "/work/joining/", "/admin/", "/work/near/")


@pytest.fixture
def host(house):
    """Somebody who answers questions there."""
    return people.signed_in(person(Role.HOST, house.organisation, "aygun"))


def is_awake(newcomer):
    return User.objects.get(pk=newcomer.user.pk).awake_at is not None


def test_a_coordinator_who_invites_a_host_reads_nothing(leyla, nigar, host, house):
    """Once the coordinator opened the link himself, and read her question and her number."""
    thief = invited(leyla, Role.HOST, house.organisation)
    question = placing.ask(QUESTION, [house], once="a" * 24)[0].enquiries.get()
    for path in (*PAGES, f"/work/questions/{question.public_id}/", f"/work/beds/{house.public_id}/"):
        for response in (thief.get(path), thief.post(path)):
            assert response.status_code == 302 and response["Location"] == "/work/nearly-in/", path
    assert type_digits(leyla, thief, digits_of(thief)).status_code == 302
    assert type_digits(leyla, thief, digits_of(thief)).status_code == 302, "the same person is no second one"
    assert type_digits(nigar, thief, digits_of(thief)).status_code == 403, "there is somebody in the house"
    assert thief.get(f"/work/questions/{question.public_id}/")["Location"] == "/work/nearly-in/"
    assert not is_awake(thief)


@pytest.mark.both
def test_two_who_heard_the_digits_let_somebody_in(leyla, host, house):
    newcomer = invited(leyla, Role.HOST, house.organisation)
    digits = digits_of(newcomer)
    assert "leyla" in text_of(newcomer.get("/work/nearly-in/"))
    for one in (leyla, host):
        assert digits not in text_of(one.get(reverse("joining_one", args=[Waking.objects.get().public_id])))
    assert type_digits(leyla, newcomer, digits).status_code == 302 and not is_awake(newcomer)
    assert type_digits(host, newcomer, digits.replace(" ", "-")).status_code == 302 and is_awake(newcomer)
    assert newcomer.get("/work/questions/").status_code == 200
    assert newcomer.get("/work/nearly-in/")["Location"] == "/work/"
    assert type_digits(host, newcomer, digits).status_code == 409
    assert newcomer.user.role_grants.get().confirmed_by == host.user
    assert trail.verify() is None
    assert digits.replace(" ", "") not in str(list(TrailEntry.objects.values("what", "subject", "numbers")))


def test_a_caseworker_of_the_house_has_the_same_right_and_a_counter_none(leyla, house):
    counter = people.signed_in(person(Role.COUNTER, house.organisation, "counter"))
    caseworker = people.signed_in(person(Role.CASEWORKER, house.organisation, "worker"))
    newcomer = invited(leyla, Role.HOST, house.organisation)
    assert type_digits(counter, newcomer, digits_of(newcomer)).status_code == 403
    type_digits(leyla, newcomer, digits_of(newcomer))
    type_digits(caseworker, newcomer, digits_of(newcomer))
    assert is_awake(newcomer)


def test_somebody_of_another_house_sees_nothing(leyla, house):
    stranger = make.Organisation.objects.create(key="other", type="ngo", name_az="Başqa")
    other = people.signed_in(person(Role.HOST, stranger, "other"))
    newcomer = invited(leyla, Role.HOST, house.organisation)
    assert "newcomer" not in text_of(other.get("/work/joining/"))
    assert type_digits(other, newcomer, digits_of(newcomer)).status_code == 404


def test_where_nobody_is_there_a_second_coordinator_confirms(leyla, nigar, house):
    newcomer = invited(leyla, Role.HOST, house.organisation)
    type_digits(nigar, newcomer, digits_of(newcomer))
    assert not is_awake(newcomer)
    type_digits(leyla, newcomer, digits_of(newcomer))
    assert is_awake(newcomer)


def test_a_third_key_makes_what_was_typed_void(leyla, host, house):
    newcomer = invited(leyla, Role.HOST, house.organisation)
    before = digits_of(newcomer)
    type_digits(leyla, newcomer, before)
    make_keys(newcomer.user, 1)
    assert type_digits(host, newcomer, before).status_code == 400
    type_digits(host, newcomer, digits_of(newcomer))
    assert not is_awake(newcomer), "the first heard other digits"
    type_digits(leyla, newcomer, digits_of(newcomer))
    assert is_awake(newcomer)


def test_digits_are_there_once_both_keys_are(leyla, host, house):
    newcomer = invited(leyla, Role.HOST, house.organisation)
    newcomer.user.authenticator_set.last().delete()
    assert digits_of(newcomer) == ""
    assert "two passkeys" in text_of(newcomer.get("/work/nearly-in/"))
    for _time in range(4):
        assert type_digits(host, newcomer, "").status_code == 400
    assert Waking.objects.get().wrong == 0, "nothing was compared"


@pytest.mark.both
def test_three_mistakes_end_it_and_all_coordinators_are_told(leyla, nigar, host, house):
    newcomer = invited(leyla, Role.HOST, house.organisation)
    digits = digits_of(newcomer)
    nigar.get(reverse("joining_one", args=[Waking.objects.get().public_id]))
    for who in (leyla, host, leyla):
        assert type_digits(who, newcomer, "0000 0000").status_code == 400
    assert type_digits(leyla, newcomer, digits).status_code == 409
    assert newcomer.get("/work/").status_code == 302 and not User.objects.get(pk=newcomer.user.pk).is_active
    assert "Somebody joins, or joined" in text_of(nigar.get("/work/"))
    assert "Ended" in text_of(nigar.get(reverse("joining_one", args=[Waking.objects.get().public_id])))


def test_anybody_who_is_told_stops_it_with_one_tap(leyla, host, house):
    newcomer = invited(leyla, Role.HOST, house.organisation)
    assert host.post(reverse("joining_stop", args=[Waking.objects.get().public_id])).status_code == 302
    assert newcomer.get("/work/nearly-in/")["Location"].startswith("/work/sign-in/")
    assert host.post(reverse("joining_stop", args=[Waking.objects.get().public_id])).status_code == 409


def test_a_counter_joins_at_once_and_others_are_told(leyla, nigar, host, house):
    newcomer = invited(leyla, Role.COUNTER, house.organisation)
    assert newcomer.get("/work/").status_code == 200 and not Waking.objects.waiting().exists()
    for one in (nigar, host):
        assert "/work/joining/" in one.get("/work/").content.decode(), "until it is looked at"
        assert newcomer.user.username in text_of(one.get("/work/joining/"))


def test_one_honest_click_makes_no_second_coordinator(leyla, nigar):
    """Once, whoever confirmed a new coordinator opened the link, and was two people from then on."""
    leyla.post("/work/people/invite/", {"role": "coordinator"})
    thief = come_in(nigar.post(url(Proposal.objects.get(), "confirm")), "second-me")
    type_digits(nigar, thief, digits_of(thief))
    assert thief.get("/work/people/")["Location"] == "/work/nearly-in/" and not is_awake(thief)
    type_digits(leyla, thief, digits_of(thief))
    assert is_awake(thief), "only the person who asked for it lets somebody in"


def test_renewed_keys_sleep_too(leyla, nigar, host, house):
    colleague = people.signed_in(person(Role.CASEWORKER, house.organisation, "worker"))
    leyla.post(f"/work/people/{host.user.pk}/keys/")
    page = nigar.post(url(Proposal.objects.get(), "confirm"))
    link = people.link_in(page)
    with time_machine.travel(timezone.now() + timedelta(seconds=2)):
        assert host.get("/work/questions/").status_code == 302
        host.post(link, {"password": "another-long-one-2"})
        host.user.refresh_from_db()
        make_keys(host.user)
        sign_in(host, host.user)
        assert host.get("/work/questions/")["Location"] == "/work/nearly-in/"
        for _time in range(3):
            type_digits(nigar, host, "1")
        assert not is_awake(host) and Waking.objects.get().wrong == 0, "whoever confirmed it did not ask for it"
        type_digits(leyla, host, digits_of(host))
        type_digits(colleague, host, digits_of(host))
    assert is_awake(host)


def test_the_house_is_told_who_joins_until_it_looked(leyla, host, house):
    notice = "Somebody joins, or joined"
    newcomer = invited(leyla, Role.CASEWORKER, house.organisation)
    page = reverse("joining_one", args=[Waking.objects.get().public_id])
    assert notice in text_of(host.get("/work/")) and notice in text_of(host.get("/work/"))
    assert "newcomer" in text_of(host.get("/work/joining/")) and "leyla" in text_of(host.get(page))
    assert notice not in text_of(host.get("/work/")) and notice not in text_of(leyla.get("/work/"))
    type_digits(leyla, newcomer, digits_of(newcomer))
    type_digits(host, newcomer, digits_of(newcomer))
    assert notice not in text_of(host.get("/work/")) and notice in text_of(leyla.get("/work/"))


def test_the_house_and_the_coordinators_get_a_mail_that_names_nobody(
    leyla, nigar, host, house, django_capture_on_commit_callbacks
):
    for one in (leyla, nigar, host):
        User.objects.filter(pk=one.user.pk).update(email=f"{one.user.username}@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        invited(leyla, Role.HOST, house.organisation)
    assert outbox.send_due(timezone.now() + timedelta(minutes=5)) == (3, 0)
    assert {one.to[0] for one in mail.outbox} == {f"{name}@example.org" for name in ("leyla", "nigar", "aygun")}
    assert not any("newcomer" in one.subject + one.body or "http" in one.body for one in mail.outbox)


def test_alone_the_first_types_again_after_three_days(leyla, house):
    newcomer = invited(leyla, Role.HOST, house.organisation)
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        type_digits(leyla, newcomer, digits_of(newcomer))
        assert "Nobody else can compare" in text_of(
            leyla.get(reverse("joining_one", args=[Waking.objects.get().public_id]))
        )
        for hours, awake in ((71, False), (73, True)):
            clock.move_to(now + timedelta(hours=hours))
            for one in (leyla, newcomer):
                sign_in(one, one.user)
            type_digits(leyla, newcomer, digits_of(newcomer))
            assert is_awake(newcomer) is awake


def test_a_helper_in_the_first_week_is_no_second_person(leyla, nigar, house):
    late = coordinator("late", timedelta(days=3))
    newcomer = invited(leyla, Role.HOST, house.organisation)
    assert type_digits(late, newcomer, digits_of(newcomer)).status_code == 403
    assert type_digits(nigar, newcomer, digits_of(newcomer)).status_code == 302
