"""For the next shift: a sealed note, gone after a day; and how often somebody asked after somebody."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from referrals.models import ShiftNote
from referrals.vault import sealing, shift_notes
from referrals.workflow import retention
from shelters.codes.staff import Role
from shelters.models import Organisation, TrailPayload
from tests.support import make, people
from tests.support.canaries import find_mark
from tests.support.pages import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring")]
NIGHT = "/work/night/"
SENT = {"word": "Zqnar7", "people": "3", "needs": ["cot", "fridge"], "once": "q" * 24}


@pytest.fixture
def host(db):
    return people.signed_in(people.person(Role.HOST, make.facility().organisation, "host"))


@pytest.fixture
def stranger(db):
    there = Organisation.objects.create(key="other", type="ngo", name_az="Başqa")
    return people.signed_in(people.person(Role.HOST, make.facility(organisation=there).organisation, "stranger"))


def test_a_note_is_sealed_read_once_and_gone_after_a_day(host, stranger):
    assert host.post(f"{NIGHT}note/", SENT | {"people": "9"}).status_code == 400
    for _time in range(2):
        assert host.post(f"{NIGHT}note/", SENT).status_code == 302
    one = ShiftNote.objects.get()
    text = text_of(host.get(NIGHT))
    assert "3 people" in text and "the word: Zqnar7" in text and "A cot; room in the fridge for medicine" in text
    assert "Zqnar7" not in text_of(stranger.get(NIGHT)) and find_mark("Zqnar7") == []
    assert stranger.post(f"{NIGHT}note/{one.public_id}/read/").status_code == 404
    assert host.post(f"{NIGHT}note/{one.public_id}/read/").status_code == 302
    text = text_of(host.get(NIGHT))
    assert "Read." in text and "I have read it" not in text
    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1)):
        later = people.signed_in(host.user)
        assert "Zqnar7" not in text_of(later.get(NIGHT)), "before any cron"
        retention.purge()
        assert not ShiftNote.objects.exists() and not TrailPayload.objects.filter(subject__startswith="shift").exists()


def test_a_note_opens_for_no_other_house_and_outlives_a_new_key(host, stranger):
    host.post(f"{NIGHT}note/", SENT)
    with time_machine.travel(timezone.now() + timedelta(hours=20)):
        one = ShiftNote.objects.get()
        retention.rotate()
        assert shift_notes.content_of(ShiftNote.objects.get())["word"] == "Zqnar7"
    ShiftNote.objects.update(organisation=stranger.user.organisation)
    with pytest.raises(sealing.Unreadable):
        shift_notes.content_of(ShiftNote.objects.get(pk=one.pk))
    page = stranger.get(NIGHT)
    assert page.status_code == 200 and "Zqnar7" not in text_of(page)


def test_that_somebody_asked_after_somebody_is_a_number(host, stranger):
    assert "In the last two days: 0 times." in text_of(host.get(NIGHT))
    for _time in range(2):
        assert host.post(f"{NIGHT}asked/").status_code == 302
    assert "In the last two days: 2 times." in text_of(host.get(NIGHT))
    assert "In the last two days: 0 times." in text_of(stranger.get(NIGHT))
    with time_machine.travel(timezone.now() + timedelta(hours=49)):
        retention.purge()
        assert not TrailPayload.objects.filter(entry__what="night.asked_after").exists()
