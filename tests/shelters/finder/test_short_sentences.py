"""Home, results and plan in short sentences: at most eight words each, and the same facts as on the long pages."""

import re
from html import unescape

import pytest
from django.utils import translation

from shelters.aftercare import advice, short_advice
from shelters.models import Place
from shelters.published import current
from tests.support import make
from tests.support.pages import text_of

pytestmark = pytest.mark.django_db
WORDS = 8


def sentences_of(response):
    """The headings and sentences of a page, without fields, buttons and places."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    main = re.sub(r'<ol class="cards">.*?</ol>', "", main, flags=re.DOTALL)
    for part in re.findall(r"<(?:h1|h2|p|legend)[^>]*>(.*?)</(?:h1|h2|p|legend)>", main, re.DOTALL):
        text = unescape(re.sub(r"<[^>]+>", " ", part))
        yield from (one.strip() for one in re.split(r"[.!?:»”]", text) if one.strip())


@pytest.mark.parametrize("language", ["az", "ru"])
def test_no_sentence_is_longer_than_eight_words(client, post, directory, language):
    pages = [client.get(f"/{language}/easy/"), client.get(f"/{language}/easy/hours/")]
    pages += [post(f"/{language}/easy/", place="Zaqatala", who=who) for who in ("woman_with_children", "minor_alone")]
    for page in pages:
        found = list(sentences_of(page))
        assert len(found) > 6 and [one for one in found if len(one.split()) > WORDS] == []


def test_the_number_comes_first_and_a_place_can_be_called(client, post, directory):
    for page in (client.get("/az/easy/"), client.get("/az/easy/hours/"), post("/az/easy/", place="Gəncə")):
        html = page.content.decode()
        assert re.search(r'href="tel:(\+?\d+)"', html)[1] == "116123" and 'href="tel:112"' in html
    make.facility(Place.objects.get(name_az="Gəncə"), phones=[{"number": "(012) 404 12 34"}], name_az="Yaxın yer")
    current.refresh_now()
    answer = post("/en/easy/", place="Gəncə")
    assert "Yaxın yer" in text_of(answer) and 'class="n" href="tel:+994124041234"' in answer.content.decode()


def test_a_place_that_is_not_clear_is_asked_on_the_same_page(post, directory):
    page = post("/en/easy/", place="Qobustan")
    assert page.status_code == 422 and 'action="/en/easy/"' in page.content.decode()
    assert "Which place is “Qobustan”?" in text_of(page) and "In short sentences" in text_of(page)


def test_each_long_page_leads_to_it(client, post, directory):
    assert 'href="/en/easy/"' in client.get("/en/").content.decode()
    assert 'href="/en/easy/hours/"' in client.get("/en/hours/").content.decode()
    assert 'formaction="/en/easy/"' in post("/en/near/", place="Gəncə").content.decode()


def test_the_steps_and_their_hours_are_those_of_the_plan():
    assert [step.code for step in short_advice.STEPS] == [step.code for step in advice.STEPS]
    with translation.override("en"):
        short = {step.code: " ".join(map(str, step.text)) for step in short_advice.STEPS}
    hours = {step.code: (step.best, step.last) for step in advice.STEPS}
    assert hours["contraception"] == (3 * 24, 5 * 24) and hours["pep"][1] == hours["evidence"][0] == 72
    assert re.findall(r"\d (?:days|hours)", short["contraception"]) == ["3 days", "5 days"]
    assert "72 hours" in short["pep"] and "72 hours" in short["evidence"]
