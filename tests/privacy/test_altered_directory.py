"""Somebody who writes into the database alters the directory: nobody reads it, it is told, and it comes back."""

import json
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from shelters.approvals import changes, public_fields
from shelters.codes.public import ConfirmationMethod
from shelters.codes.staff import ProposalKind, Role
from shelters.directory.confirmations import confirm
from shelters.directory.csv_file import BadFile
from shelters.directory.csv_file.importer import import_text
from shelters.faces import bound
from shelters.models import (
    AdmissionRule,
    BoundFace,
    Card,
    Confirmation,
    DayOverride,
    Facility,
    Hotline,
    OpeningHours,
    Organisation,
    Phone,
    Revision,
)
from shelters.models.base import new_id
from shelters.operations import status
from shelters.published import current, remembered
from shelters.published.refresh import refresh
from tests.support import make, people
from tests.support.pages import change, fields_of, text_of
from tests.support.proposals import confirm_as_another

pytestmark = pytest.mark.django_db
MARK, NUMBER = "Zqkanar", "+994559998877"
FIRST = timezone.localdate() + timedelta(days=1)


@pytest.fixture
def house():
    """Its fresh processes know nothing of the tests before."""
    current.forget()
    remembered.forget()
    made = make.facility(
        make.place(name_az="Kənd"),
        **{"name_az": "Ev", "name_en": "Ev"},
        confidential=False,
        address="Küçə 1",
        phones=[{"number": "(012) 404 12 34"}, {"number": "(055) 123 45 67", "visible_to": "caseworkers"}],
        rules={"woman": {"verdict": "conditional", "condition_az": "Yalnız", "condition_en": "Only"}, "man": "no"},
        hours="mon-fri 09:00-18:00",
    )
    make.line(key="one", number="116123", **{f"label_{code}": "Xətt" for code in ("az", "ru", "en")})
    make.day(day=FIRST, working=True, source="Cabinet")
    current.refresh_now()
    return made


def a_number(house):
    Phone.objects.filter(facility=house, visible_to="public").update(number=NUMBER)


def a_new_number(house):
    Phone.objects.create(facility=house, number=NUMBER, source="s", visible_to="public")


def a_name_and_an_address(house):
    Facility.objects.filter(pk=house.pk).update(name_az=MARK, name_en=MARK, address=MARK, notes=MARK)


def the_organisation(house):
    Organisation.objects.filter(pk=house.organisation_id).update(type="state", name_az=MARK)


def hours(house):
    OpeningHours.objects.filter(facility=house).update(when="always", monday="", tuesday="", wednesday="")


def hours_that_nobody_can_read(house):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE shelters_openinghours SET monday = %s", [MARK])


def a_rule(house):
    AdmissionRule.objects.filter(facility=house).update(verdict="yes", condition_az=MARK, condition_en=MARK)


def a_yes_of_today(house):
    Confirmation.objects.create(facility=house, how="phone", confirmed_on=timezone.localdate())


def its_id(house):
    Facility.objects.filter(pk=house.pk).update(public_id="zqkana")


def its_card(house):
    card = Card.objects.get(pk=house.pk)
    shown = json.loads(json.dumps(card.shown).replace("124041234", NUMBER[4:]).replace("Ev", MARK))
    Card.objects.filter(pk=house.pk).update(shown=shown, digest="zq", serial=card.serial + 1)


def a_new_facility(house):
    """With all that belongs to it, the bonds of another included."""
    card, face = Card.objects.get(pk=house.pk), BoundFace.objects.get(kind="facility", target=house.pk)
    house.pk, house.public_id, house.key, house.name_az, house.name_en = None, new_id(), "zq", MARK, MARK
    house.save()
    Phone.objects.create(facility=house, number=NUMBER, source="s", visible_to="public")
    shown = card.shown | {"id": house.public_id, "names": {"az": MARK, "en": MARK}}
    card.pk, card.public_id, card.shown, card.digest, card.serial = house.pk, house.public_id, shown, "zq", 2**60
    card.save(force_insert=True)
    face.pk, face.target, face.face, face.serial = None, house.pk, face.face | {"name_az": MARK}, 2**60
    face.save(force_insert=True)


def the_face(house):
    one = BoundFace.objects.get(kind="facility", target=house.pk)
    BoundFace.objects.filter(pk=one.pk).update(face=one.face | {"name_az": MARK, "name_en": MARK})


def a_hotline(house):
    Hotline.objects.update(number=NUMBER, label_az=MARK, label_en=MARK, label_ru=MARK)
    for one in BoundFace.objects.filter(kind="hotline"):
        BoundFace.objects.filter(pk=one.pk).update(face=one.face | {"number": NUMBER, "label_en": MARK})


def a_new_hotline(house):
    Hotline.objects.create(
        key="zq", number=NUMBER, label_az=MARK, label_en=MARK, label_ru=MARK, published=True, source="s"
    )
    one = BoundFace.objects.get(kind="hotline")
    one.pk, one.target, one.face, one.serial = None, 99, one.face | {"key": "zq", "number": NUMBER}, 2**60
    one.save(force_insert=True)


def a_rest_day(house):
    DayOverride.objects.update(working=False, name_en=MARK, name_az=MARK)
    day = BoundFace.objects.get(kind="day")
    BoundFace.objects.filter(pk=day.pk).update(face=day.face | {"working": False, "name_en": MARK})


WRITES = [a_number, a_new_number, a_name_and_an_address, the_organisation, hours, hours_that_nobody_can_read, a_rule]
WRITES += [a_yes_of_today, its_id, its_card, a_new_facility, the_face, a_hotline, a_new_hotline, a_rest_day]


def stamped():
    """It knows how processes learn that something changed."""
    for what in Revision.now():
        Revision.change(what)
    remembered.forget()


def everything(client, worker, house):
    """What the public, a program and a caseworker read."""
    asked = {"place_id": house.place_id, "limit": 50}
    near = client.post("/api/v1/near/", asked | {"lang": "en"}, content_type="application/json")
    pages = [near, *(client.get(f"/en/{path}") for path in ("", "lines/", f"places/{house.public_id}/"))]
    pages += [client.post("/en/near/", asked), worker.post("/work/near/", asked)]
    return "".join(page.content.decode() for page in pages)


@pytest.mark.parametrize("write", WRITES, ids=lambda one: one.__name__)
def test_nobody_reads_it_it_is_told_and_it_comes_back(client, leyla, house, write):
    worker = people.signed_in(people.person(Role.CASEWORKER, house.organisation, "worker"))
    pk = house.pk
    write(house)
    house = Facility.objects.get(pk=pk)
    house.public_id = BoundFace.objects.get(kind="facility", target=pk).state["public_id"]
    stamped()
    for fresh in (False, True):
        if fresh:
            current.forget()
        current.refresh_now()
        seen = everything(client, worker, house)
        assert MARK not in seen and NUMBER not in seen and "099 998" not in seen
        assert not current.get().calendar.kind(FIRST).holiday
        assert ("directory", "altered") in said_by_status()
    with suppress(CommandError):
        call_command("nudge")
    comes_back(house, write)
    assert "wrote into the database" in text_of(leyla.get("/work/"))
    assert "Somebody wrote into the database" in text_of(leyla.get("/work/done/"))


def comes_back(house, write):
    """All but what has no right bond any more, which nobody reads; and a change by people counts as before."""
    cannot_be = write in (a_new_facility, the_face, a_hotline, a_new_hotline, a_rest_day)
    assert (("directory", "altered") in said_by_status()) == cannot_be
    if write == the_face:
        return
    stands = Facility.objects.get(pk=house.pk)
    assert (stands.name_az, stands.public_id, stands.address) == ("Ev", house.public_id, "Küçə 1")
    assert stands.organisation.name_az == "Sınaq" and not stands.confirmations.exists()
    face = public_fields.read(ProposalKind.FACILITY, house.pk)
    wanted = face | {"phones": [one | {"number": "+994124047777"} for one in face["phones"][:1]]}
    waiting = changes.change(ProposalKind.FACILITY, house.pk, wanted, by=people.coordinator("third").user).waiting
    assert [name for name in wanted if waiting.before[name] != wanted[name]] == ["phones"]
    confirm_as_another(waiting)
    (phone,) = current.refresh_now().find(house.public_id).shown["phones"]
    assert phone["number"] == "+994124047777"


def test_no_act_of_others_shows_what_was_added(house, leyla):
    """A confirmation, a change of its organisation, an edit, a list that names it."""
    a_new_facility(house)
    added = Facility.objects.get(key="zq")
    confirm(added, by=None, how=ConfirmationMethod.PHONE)
    own = added.organisation
    assert leyla.post(change(own), fields_of(leyla.get(change(own))) | {"type": "state"}).status_code in (200, 302)
    assert "Somebody wrote" in text_of(leyla.post(change(added), fields_of(leyla.get(change(added)))))
    with suppress(BadFile):
        import_text("key;name_az;town;organisation;organisation_type;kind;source\nzq;A;Bakı;test;ngo;shelter;s\n")
    stamped()
    assert current.refresh_now().find(added.public_id) is None and not bound.right("facility", [added.pk])


def said_by_status():
    return {(one.name, one.word) for one in status.look(timezone.now())}


def test_a_card_from_before_changes_nothing_when_it_comes_back(house):
    """Nor does a line, nor a day. Somebody reads the database, waits, and writes as a whole what was there."""
    before = [*Card.objects.all(), *BoundFace.objects.all()]
    Phone.objects.filter(facility=house, visible_to="public").update(number="+994124047777")
    Hotline.objects.update(number="116111")
    DayOverride.objects.update(working=False, name_en="Rest")
    for thing in (*Hotline.objects.all(), *DayOverride.objects.all()):
        make.counting(thing)
    refresh([house.pk])
    held = current.refresh_now()
    Card.objects.all().delete()
    BoundFace.objects.all().delete()
    for row in before:
        row.save(force_insert=True)
    stamped()
    now = current.refresh_now()
    assert now.cards == held.cards and now.hotlines == held.hotlines and now.calendar.kind(FIRST).holiday


def test_a_number_that_was_altered_is_read_by_nobody_who_rings(leyla, house):
    Phone.objects.filter(facility=house, visible_to="public").update(number=NUMBER)
    page = leyla.get("/work/ring/")
    assert "404 12 34" in text_of(page) and NUMBER not in page.content.decode()
    confirm(house, by=None, how=ConfirmationMethod.PHONE)
    assert not Phone.objects.filter(number=NUMBER).exists(), "a change puts it back first"
