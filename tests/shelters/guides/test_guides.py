"""The guides: sourced, short, and with nothing in them that could harm."""

import re
from datetime import datetime
from pathlib import Path

import pytest
import time_machine
from django.utils import translation

from shelters.guides import lines
from shelters.guides.contents import GUIDES
from shelters.guides.guide import DANGER_SIGNS
from shelters.guides.sources import PRACTICE, SOURCES
from shelters.hours.clock import BAKU
from tests.support import loaded_directory
from tests.support.pages import TELLING, text_of

pytestmark = pytest.mark.django_db
DOCS = (Path(__file__).parents[3] / "docs" / "sources.md").read_text(encoding="utf-8")
LANGUAGES = ("az", "ru", "en")
MOST = 12  # points, with the line above them
# Nobody is told to leave, confront, warn, make peace, record in secret, or change the phone at once.
FORBIDDEN = re.compile(
    r"\bleave (?:him|her)\b|\bconfront\b|(?<!never “)(?<!told to )make peace|warn him|report it for|hit back"
    r"|hide (?:a|the) weapon|record\w* (?:\w+ )?(?:secretly|in secret)|antivirus|change all passwords"
    r"|(?<!never “)you must|police first"
    r"|tərk edin|ondan ayrılın|üzləşin|barışın|barışdırın|xəbərdar edin|silahı gizlə|gizlicə (?:səs )?yaz"
    r"|parolları dəyiş|(?<!“belə )etməlisən|əvvəlcə polis"
    r"|бросьте|уйдите от|поговорите с ним|тайно (?:запи|сним)|миритесь|помирите|(?<!не пытайтесь «)помирить(?!ся)"
    r"|предупредите его|спрячьте оружие|дайте сдачи|все пароли|вы должны|(?<!не говорите «)ты должна|сначала в полиц",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def directory(once_for_the_file):
    loaded_directory.load()


@pytest.fixture(params=list(GUIDES.values()), ids=list(GUIDES))
def guide(request):
    return request.param


def test_a_guide_has_few_points(guide):
    assert 1 + len(guide.points) <= MOST


def test_every_sentence_stands_in_the_documentation_with_its_sources(guide):
    with translation.override("en"):
        for said in guide.all:
            assert said.sources
            assert f"| {guide.code} | {said.text} | {', '.join(said.sources)} |" in DOCS


def test_the_page_of_lines_says_its_sources_too(client, directory):
    text = text_of(client.get("/en/lines/"))
    with translation.override("en"):
        for said in lines.ALL:
            assert said.sources and str(said.text) in text
            assert f"| lines | {said.text} | {', '.join(said.sources)} |" in DOCS
    assert lines.ALL and "What calling does: metbuat.az, 2019; Report, 02.2026;" in text


def test_every_source_is_described_and_used():
    used = {key for guide in GUIDES.values() for said in guide.all for key in said.sources}
    used |= {key for said in lines.ALL for key in said.sources}
    assert used == set(SOURCES)
    assert [key for key in used - {PRACTICE} if not re.search(rf"^\| {key} \| .{{10,}} \|$", DOCS, re.MULTILINE)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_advised_that_could_harm(guide, language):
    with translation.override(language):
        words = " ".join(str(said.text) for said in (*guide.all, *lines.ALL))
        headings = " ".join(str(point.title) for point in guide.points)
    assert FORBIDDEN.findall(f"{headings} {words}") == []


@pytest.mark.parametrize("hour", [3, 12])
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_begins_with_safety_and_a_number_and_ends_with_a_step(client, directory, guide, language, hour):
    with time_machine.travel(datetime(2026, 11, 27, hour, tzinfo=BAKU)):
        page = client.get(f"/{language}/{guide.code}/").content.decode()
    with translation.override(language):
        first, title, whom = str(guide.first[0].text), str(guide.title), str(guide.whom)
    main = page[page.index("<main") : page.index("</main>")]
    assert f"<h1>{title}</h1>" in main and not TELLING.search(title)
    assert (
        main.index(first)
        < main.index(whom)
        < main.index('<a class="ring" href="tel:116123">')
        < main.index('<ul class="points">')
    )
    assert main.rindex('href="tel:116123"') > main.rindex("</details>"), "it ends with the number, then the step"
    assert main.rindex("<li>") < main.index('<a class="button"')
    assert main.count('class="ring"') == main.count('class="button"') == 1


def test_it_keeps_nothing_and_leads_nowhere_else(client, directory, guide):
    page = client.get(f"/en/{guide.code}/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert not re.search(r"<(?:form|input|button|script)|download", main)
    assert all(re.match(r"/(?:az|ru|en)/|tel:", address) for address in re.findall(r'href="([^"]*)"', main))


def test_each_is_reached_from_where_it_is_needed(client, post, directory):
    home, lines = (client.get(f"/en/{path}").content.decode() for path in ("", "lines/"))
    assert all(f'href="/en/{code}/"' in home for code in GUIDES)
    assert 'href="/en/phone/"' in lines and 'href="/en/help/"' in lines
    assert 'href="/en/ready/"' in post("/en/near/", place="Zaqatala").content.decode()
    assert 'href="/en/help/"' in post("/en/near/", place="Zaqatala", **{"for": "other"}).content.decode()
    assert 'href="/en/rights/"' in client.get("/en/hours/").content.decode()


@pytest.mark.parametrize(
    "language, said",
    [
        ("az", "“Sizə inanıram. Bu, sizin günahınız deyil. Nə istəyirsiniz?”"),
        ("ru", "«Я вам верю. Вы не виноваты. Чего хотите вы?»"),
        ("en", "“I believe you. It is not your fault. What do you want?”"),
    ],
)
def test_the_helper_reads_what_to_say(client, directory, language, said):
    assert said in client.get(f"/{language}/help/").content.decode()


def test_an_order_is_a_paper_and_the_old_terms_are_gone(client, directory):
    page = client.get("/en/rights/").content.decode()
    assert "An order is a paper" in page and "up to 60 days" in page and "60 to 180" in page
    assert not re.search(r"\b(?:10|30) days|30 to 180", page)


def test_each_guide_names_the_signs_of_danger():
    for code in ("rights", "phone"):
        assert DANGER_SIGNS in GUIDES[code].all
    with translation.override("en"):
        for guide in GUIDES.values():
            words = " ".join(str(said.text).lower() for said in guide.all)
            assert all(sign in words for sign in ("neck", "weapon", "threat")), guide.code
