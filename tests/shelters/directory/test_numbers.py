"""What people can dial is what was read when the number came in, by a form or a file."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from shelters.directory.csv_file import BadFile
from shelters.directory.csv_file.importer import import_text
from shelters.models import Facility, Hotline, Phone, Proposal
from tests.support import make
from tests.support.pages import change, fields_of, text_of
from tests.support.proposals import wish
from tests.support.spellings import NO_AREA, NONE, RIGHT, TWO

pytestmark = pytest.mark.django_db
HEAD = "key,organisation,organisation_type,kind,town,confidential,listed,basis,basis_source,source,phones\n"
LABELS = {"label_az": "Xətt", "label_ru": "Линия", "label_en": "Line", "source": "list"}


def take(*numbers):
    cells = "; ".join(number.replace(";", "\\;").replace("|", "\\|") + " | for=public" for number in numbers)
    import_text(f'{HEAD}a,us,ngo,counselling,Gəncə,no,yes,published,list,list,"{cells}"\n')
    return Facility.objects.get(key="a")


def links(page):
    return re.findall(r'href="tel:([^"]*)"', page.content.decode())


@pytest.mark.parametrize("kept, typed", [(kept, typed) for kept, spellings in RIGHT.items() for typed in spellings])
def test_a_page_dials_the_number_of_the_file(post, near, kept, typed):
    facility = take(typed)
    dial = kept if kept.startswith("+") else kept.removesuffix(";ext=2")
    assert links(post("/en/site/", id=facility.public_id))[0] == dial
    assert Phone.objects.get().number == kept
    phone = near(place="Gəncə", need=["mental_health"]).json()["results"]
    assert not phone or phone[0]["phones"][0]["dial"] == dial


@pytest.mark.parametrize("typed", [*TWO, *NO_AREA, *NONE])
def test_a_file_with_a_dead_number_is_refused(typed):
    with pytest.raises(BadFile) as caught:
        take(" ".join(typed.split("\n")) if typed != TWO[7] else "112 və 102")
    assert {mistake.column for mistake in caught.value.mistakes} == {"phones"}


def test_three_spellings_of_a_number_are_one_number():
    facility = take("+994 12 404 12 34", "(012) 404 12 34", "012-404-12-34")
    assert [str(phone) for phone in facility.phones.all()] == ["(012) 404 12 34"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Phone.objects.create(facility=facility, number="012 404 1234", source="list")
    assert Phone.objects.filter(number="0124041234").exists()


def test_the_database_keeps_no_other_form(house):
    with pytest.raises(IntegrityError), transaction.atomic():
        Phone.objects.create(facility=house, number="call us", source="list")
    with pytest.raises(IntegrityError), transaction.atomic():
        Hotline.objects.create(key="x", number="112 / 102", **LABELS)


@pytest.mark.parametrize("kept, typed", [(kept, typed) for kept, spellings in RIGHT.items() for typed in spellings])
def test_a_hotline_by_the_same_rule(post, kept, typed):
    hotline = Hotline(key="x", number=typed, published=True, position=1, **LABELS)
    hotline.full_clean()
    hotline.save()
    make.counting(hotline)
    dial = kept if kept.startswith("+") else kept.removesuffix(";ext=2")
    assert hotline.number == kept and dial in links(post(place="Gəncə"))


@pytest.mark.parametrize("typed", [*TWO, *NO_AREA, *NONE])
def test_a_dead_hotline_is_refused(typed):
    with pytest.raises(ValidationError):
        Hotline(key="x", number=typed, published=True, **LABELS).full_clean()


def test_the_form_shows_a_number_as_people_write_it(leyla, nigar, house):
    assert fields_of(leyla.get(change(house)))["phones-0-number"] == "(012) 404 12 34"
    leyla.post(change(house), fields_of(leyla.get(change(house))))
    assert not Proposal.objects.exists()
    wished = wish(leyla, house, **{"phones-0-number": "٠١٢٤٠٤٩٩٩٩"})
    assert wished.after["phones"][0]["number"] == "+994124049999"
    assert "(012) 404 99 99" in text_of(nigar.get(f"/work/proposals/{wished.public_id}/"))


def test_the_form_says_what_is_wrong(leyla, house):
    before = fields_of(leyla.get(change(house)))
    page = leyla.post(change(house), before | {"phones-0-number": "112 / 102"})
    assert page.status_code == 200 and not Proposal.objects.exists()
    assert "two numbers" in text_of(page) or "iki nömrə" in text_of(page)
