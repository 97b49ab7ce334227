"""Who is told: the old address when a mail address changes, and a house that somebody else closes or pauses."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from shelters.codes.staff import Role
from shelters.models import TrailEntry, User, WaitingMail
from shelters.staff import outbox, team
from tests.support import make, people
from tests.support.pages import change, fields_of, text_of

pytestmark = [pytest.mark.django_db(transaction=False), pytest.mark.both]


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """Who is mailed after what a test does: a function."""

    def addresses(act):
        mail.outbox.clear()
        WaitingMail.objects.all().delete()  # as if an hour had passed
        with django_capture_on_commit_callbacks(execute=True):
            act()
        outbox.send_due(timezone.now() + timedelta(hours=2))
        return {address for one in mail.outbox for address in one.to}

    return addresses


def with_mail(user):
    user.email = f"{user.username}@example.org"
    user.save()
    return user


def test_a_thief_who_changes_the_address_is_told_of_at_the_old_one(told, house):
    client = people.signed_in(with_mail(people.person(Role.HOST, house.organisation, "gunay")))

    def change_it_twice():
        for address in ("thief@example.com", "other@example.com"):
            assert client.post("/work/mail/", {"email": address}).status_code == 302

    assert told(change_it_twice) == {"gunay@example.org", "other@example.com"}
    assert all(len(one.to) == 1 for one in mail.outbox) and "thief" not in str([one.body for one in mail.outbox])
    assert not User.objects.exclude(former_email="").exists()
    assert TrailEntry.objects.filter(what="mail.changed").count() == 2
    assert "The address for mails was changed" in text_of(client.get("/work/keys/"))
    assert told(lambda: client.post("/work/mail/", {"email": ""})) == {"other@example.com"}
    assert told(lambda: client.post("/work/mail/", {"email": ""})) == set(), "nothing changed"


def test_a_house_that_is_closed_or_paused_is_told(told, leyla, house):
    host = people.signed_in(with_mail(people.person(Role.HOST, house.organisation, "gunay")))
    mate = with_mail(people.person(Role.HOST, house.organisation, "mate"))
    house.takes_questions = True
    house.save()
    make.refresh([house.pk])
    make.facility(house.place, name_en="Another", takes_questions=True)
    pause = {"facility": house.public_id, "paused": "1"}
    assert told(lambda: host.post("/work/questions/pause/", pause)) == {mate.email}, "not who did it"
    form = fields_of(leyla.get(change(house)))
    form.pop("listed")
    assert told(lambda: leyla.post(change(house), form)) >= {mate.email, host.user.email}
    house.refresh_from_db()
    assert not house.listed and team.hosts([house.organisation_id]).count() == 2
