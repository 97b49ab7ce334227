"""A list is seen as the public would read it before it is handed in. What goes out comes back unchanged."""

import csv
import io
import re
from typing import Any

import openpyxl
import pytest

from shelters.approvals import list_preview
from shelters.codes.public import Visibility
from shelters.directory.csv_file.importer import import_text
from shelters.directory.csv_file.sheet import decoded
from shelters.models import Card, Facility, Proposal
from shelters.published import current
from tests.support import lists, make
from tests.support.files import ROW, exported, written
from tests.support.lists import PAGE
from tests.support.pages import fields_of, text_of
from tests.support.proposals import url

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
LISTED = ROW | {"listed": "yes", "basis": "published", "basis_url": "https://example.org/a", "phones": ""}


def looked_at(client, *rows):
    return lists.look(client, written(*rows))


def card_in(page):
    """The first card, without its id, and without what a search adds: how far, and why it is marked."""
    card = page.content.decode().partition('<li class="card">')[2].partition("</li>")[0]
    card = re.sub(r'value="\w{6}"|<span>[^<]*km</span>|<b class="pick">[^<]*</b>', "", card)
    return re.sub(r"\s+", " ", card)


def test_the_card_is_the_public_one_and_nothing_is_taken(leyla, nigar, client):
    row = LISTED | {"phones": "(012) 404 12 34 | for=public", "takes_woman": "yes | for=public", "hours": "daily 24h"}
    before = current.refresh_now()
    page = looked_at(leyla, row)
    assert page.status_code == 200 and not Facility.objects.exists() and not Proposal.objects.exists()
    assert current.refresh_now() is before and not Card.objects.exists()
    card = card_in(page)
    assert 'href="tel:+994124041234"' in card and "Şəki Dəstək Mərkəzi" in card and "Take: woman." in card
    assert "merkez · new" in text_of(page) and "Source: example.org" in text_of(page)
    assert lists.hand_in(leyla, page).status_code == 302
    nigar.post(url(Proposal.objects.get(), "confirm"))
    current.refresh_now()
    assert card_in(client.post("/en/near/", "place=Qax&need=mental_health", content_type=FORM)) == card


def test_the_preview_is_in_the_language_of_the_reader(leyla):
    for language, words in (("az", "Qadın"), ("ru", "женщин")):
        leyla.post("/work/language/", {"language": language})
        assert words.lower() in text_of(looked_at(leyla, LISTED | {"takes_woman": "yes"})).lower()


@pytest.mark.parametrize("more", [{"listed": "no"}, {"listed": "no", "basis": "", "basis_source": ""}])
def test_what_is_not_listed_says_so(leyla, more):
    page = looked_at(leyla, LISTED | more)
    assert "not listed" in text_of(page) and ('class="apart"' in page.content.decode()) is False


def test_what_is_for_a_hidden_group_has_no_card(leyla):
    page = looked_at(leyla, LISTED | {"listed": "no", "only_for": "trafficked"})
    assert page.status_code == 200 and "trafficked" not in text_of(page)


def test_doubles_are_told_before_it_is_handed_in(leyla):
    there = make.facility(phones=[{"number": "(012) 404 12 34"}])
    other = LISTED | {"key": "second", "name_az": "ŞƏKİ dəstək mərkəzi"}
    page = text_of(looked_at(leyla, LISTED | {"phones": "+994 12 4041234"}, other | {"phones": ""}))
    assert "The same name and town: merkez, second." in page
    assert f"The same number: merkez, {there.key}." in page


def test_a_row_of_a_key_with_a_sign_is_seen_too(leyla):
    """A key may begin with -, which stands behind a quote in files."""
    lists.hand_in(leyla, looked_at(leyla, LISTED | {"key": "'-x"}))
    assert "facility -x" in Proposal.objects.get().after["faces"]


def test_a_list_that_changes_nothing_cannot_be_handed_in(leyla, directory):
    page = lists.look(leyla, leyla.get(PAGE + "list.csv").content.decode())
    assert "This list changes nothing." in text_of(page) and "text" not in fields_of(page)


def test_a_long_list_is_cut_in_words(leyla, monkeypatch):
    monkeypatch.setattr(list_preview, "SHOWN", 1)
    page = looked_at(leyla, LISTED, LISTED | {"key": "b", "name_az": "Başqa"})
    assert "1 more place is not shown here." in text_of(page)


def test_texts_that_are_too_long_or_absent_are_refused(leyla):
    assert leyla.post(PAGE, {}).status_code == 400
    assert leyla.post(PAGE, {"text": "x" * (2 * 1024 * 1024 + 1)}).status_code == 400
    assert leyla.post(PAGE, {"text": "key;town"}).status_code == 400


@pytest.fixture
def with_secrets():
    """Each row has something that only caseworkers may know, between public facts."""
    phones = [
        {"number": "(012) 404 11 11", "visible_to": Visibility.CASEWORKERS, "position": 0, "source": "gizli"},
        {"number": "(012) 404 22 22", "position": 1, "label_az": "növbətçi"},
        {"number": "(012) 404 33 33", "position": 3},
    ]
    rules = {"woman": "yes", "trans_woman": {"verdict": "no", "visible_to": Visibility.CASEWORKERS}}
    notes: dict[str, Any] = {"notes": "açıq deyil", "confidential": False, "address": "Nümunə küç. 1"}
    return make.facility(phones=phones, rules=rules, hours="mon-fri 09:00-18:00, 2026-12-30 closed", **notes)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_public_parts_go_out_and_come_back_unchanged(leyla, with_secrets, ending):
    make.facility(confidential=True)
    make.facility(confidential=False, basis="reported")
    make.facility(confidential=False, listed=False)
    out = leyla.get(f"{PAGE}list.{ending}").content
    if ending == "csv":
        rows = list(csv.DictReader(io.StringIO(out.decode("utf-8-sig")), delimiter=";"))
        assert out.startswith(b"\xef\xbb\xbfkey;") and [row["key"] for row in rows] == [with_secrets.key]
        assert not any(word in out.decode() for word in ("4041111", "404 11 11", "gizli", "açıq deyil", "notes;"))
    before = exported()
    page = lists.look(leyla, out)
    assert "This list changes nothing." in text_of(page)
    import_text(decoded(out))
    assert exported() == before


def test_a_row_of_public_parts_may_still_change_them(leyla, with_secrets):
    row = {"key": with_secrets.key, "organisation": "test", "organisation_type": "ngo", "kind": "shelter"}
    row |= {"town": f"#{with_secrets.place_id}", "source": "test", "confidential": "no", "parts": "public"}
    import_text(written(row | {"phones": "(012) 404 22 22|for=public", "takes_trans_woman": "yes|for=public"}))
    assert sorted(phone.number for phone in with_secrets.phones.all()) == ["+994124041111", "+994124042222"]
    assert with_secrets.rules.get(group="trans_woman").verdict == "yes"
    page = looked_at(leyla, row | {"parts": "some"})
    assert page.status_code == 400 and "Write all or public." in text_of(page)


def test_an_empty_list_to_fill_in(leyla):
    text = leyla.get(PAGE + "template.csv").content
    book = openpyxl.load_workbook(io.BytesIO(leyla.get(PAGE + "template.xlsx").content)).active
    heads = text.decode("utf-8-sig").strip().split(";")
    assert text.startswith(b"\xef\xbb\xbf") and heads == [cell.value for cell in book[1]]
    filled = "\ufeff" + ";".join(heads) + "\r\n" + ";".join(LISTED.get(head, "") for head in heads) + "\r\n"
    assert "merkez · new" in text_of(lists.look(leyla, filled.replace("mental_health; legal_aid", "legal_aid")))
