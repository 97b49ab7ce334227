"""Of a hidden or reported place the public reads the kind and the year of a source: its page can lead there."""

import json

import pytest

from shelters.codes.public import Basis
from shelters.directory import initial
from shelters.models import Card, Facility, OpeningHours
from shelters.published import current, file
from shelters.published.refresh import refresh
from tests.support import make

MARK = "kanareyka-5c1"
PAGE = f"https://{MARK}.example/behind-the-station"
NAME = f"{MARK}-qapisi"
SAID = {"source": NAME, "source_url": PAGE, "source_kind": "press", "stated_on": "2022-04-17"}
HIDING = [
    {"confidential": True},
    {"confidential": False, "basis": Basis.REPORTED},
    {"confidential": True, "basis": Basis.REPORTED},
]


@pytest.fixture
def everything(post, near, client):
    """All that the public can read of a place, as one text."""

    def read(house, services=()):
        asked = {"place_id": house.place_id, "need": list(services)}
        pages = [post(f"/{code}/near/", **asked) for code in ("az", "ru", "en")]
        pages += [post(f"/{code}/site/", id=house.public_id) for code in ("az", "ru", "en")]
        pages += [post("/en/hours/", place_id=house.place_id), client.get("/en/lines/"), near(**asked)]
        pages.append(client.post("/api/v1/hours/", asked, content_type="application/json"))
        assert any(house.public_id in page.content.decode() for page in pages)
        return "".join(page.content.decode() for page in pages) + published()

    return read


def published():
    lines = b"".join(file.lines(current.refresh_now().document))
    return lines.decode() + json.dumps(list(Card.objects.values("shown", "hours")), ensure_ascii=False)


def marked(fields):
    services = ["emergency_shelter", "mental_health", "legal_aid"]
    house = make.facility(
        basis_source=NAME, basis_url=PAGE, basis_kind="press", basis_date="2022-04-17", services=services, **fields
    )
    for facts in (house.provisions, house.rules, house.facts, house.figures, house.only_for):
        facts.update(**SAID)
    house.rules.create(group="woman", verdict="yes", visible_to="public", **SAID)
    house.rules.create(group="man", verdict="conditional", condition_en="ring", visible_to="public", **SAID)
    house.facts.create(code="police_told", answer="no", **SAID)
    house.figures.create(code="beds", value=9, **SAID)
    OpeningHours.objects.create(facility=house, when="always", **SAID)
    house.phones.create(number="112", visible_to="public", **SAID)
    refresh([house.pk])
    return house


@pytest.mark.django_db
@pytest.mark.parametrize("fields", HIDING, ids=["hidden", "reported", "both"])
def test_no_source_of_such_a_place_is_read_anywhere(everything, fields):
    text = everything(marked(fields), ["emergency_shelter", "mental_health", "legal_aid"])
    assert MARK not in text and "2022-04" not in text and "April 2022" not in text
    assert "Source: the press, 2022." in " ".join(text.split())


@pytest.mark.django_db
def test_of_an_open_place_the_name_is_read_and_its_page_as_text(everything):
    text = everything(marked({"confidential": False}), ["emergency_shelter"])
    assert f"Source: the press ({NAME}), April 2022." in " ".join(text.split())
    assert f"<code>{PAGE}</code>" in text and f'href="{PAGE}' not in text


@pytest.mark.django_db
def test_without_a_name_the_site_is_read(everything):
    house = marked({"confidential": False})
    house.basis_source = ""
    house.save()
    refresh([house.pk])
    text = everything(house, ["emergency_shelter"])
    assert f"Source: {MARK}.example, April 2022." in " ".join(text.split())


@pytest.mark.django_db
def test_nor_of_those_in_the_loaded_directory(everything, directory):
    for house in Facility.objects.listed().filter(confidential=True):
        facts = [*house.rules.all(), *house.provisions.all(), *house.figures.all(), *house.facts.all()]
        sources = {
            house.basis_source,
            house.basis_url,
            *(said for one in facts for said in (one.source, one.source_url)),
        }
        text = everything(house) if not house.only_for.exists() else published()
        assert [source for source in sources if source and source in text] == [], house.key


def test_no_page_of_the_documentation_names_them(settings):
    texts = "".join(path.read_text(encoding="utf-8") for path in (settings.BASE_DIR / "docs").rglob("*.md"))
    with (initial.DATA / "facilities.csv").open(encoding="utf-8") as rows:
        hidden = [row for row in rows if ",yes,,reported," in row]
    pages = {cell for row in hidden for cell in row.split(",") if cell.startswith("https://")}
    assert len(hidden) >= 5 and not [page for page in pages if page in texts]
