"""What the plan says: sourced, short enough to be read aloud, and kind."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from shelters.aftercare import advice

DOCS = (Path(__file__).parents[3] / "docs" / "clinical-sources.md").read_text(encoding="utf-8")
# Nobody is blamed, frightened, promised anything or told what is wrong with her; and nothing is ever over.
UNKIND = re.compile(
    r"too late|guarantee|you must\b|should have|why did|will be fine|certainly|you have (?:hiv|been infected)|countdown"
    r"|gecikmisiniz|artıq gecdir|zəmanət|günah|məcbursunuz|mütləq"
    r"|слишком поздно|опоздали|гарантир|виноват|вы должны|обязательно сдайте",
    re.IGNORECASE,
)


def sentences():
    return [said for step in advice.STEPS for said in step.all]


def test_every_sourced_sentence_stands_in_the_documentation_with_its_sources():
    with translation.override("en"):
        for step in advice.STEPS:
            for said in step.all:
                row = f"| {step.code} | {said.text} | {', '.join(said.sources)} |"
                assert not said.sources or row in DOCS, row


def test_every_source_is_described():
    used = {key for said in sentences() for key in said.sources}
    assert used < set(advice.SOURCES)
    for key in advice.SOURCES:
        assert re.search(rf"^\| {re.escape(key)} \| .+ \| .+ \|$", DOCS, re.MULTILINE), key


def test_what_says_something_of_medicine_has_a_source():
    """Hours, days, weeks, names of illnesses and medicines: whoever says so says by whom."""
    medical = re.compile(
        r"\d+ (?:hours|days)|weeks|HIV|hepatitis|tetanus|coil|levonorgestrel|bleeding|neck|traces|clothes"
    )
    with translation.override("en"):
        unsourced = [str(said.text) for said in sentences() if not said.sources and medical.search(str(said.text))]
    assert unsourced == ["You can say: “I may have been exposed to HIV. Do I need PEP? Can I have it today?”"]


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_a_helper_reads_it_aloud_in_little_more_than_a_minute(language):
    """What is said first of each step, to an adult whose windows are open: at most 220 words."""
    with translation.override(language):
        said = [str(step.title) for step in advice.STEPS]
        said += [str(one.text) for step in advice.STEPS for one in (*step.say, *step.adult)]
    assert len(" ".join(said).split()) <= 220


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_nothing_frightens_blames_or_promises(language):
    with translation.override(language):
        text = " ".join(str(part) for step in advice.STEPS for part in (step.title, *(one.text for one in step.all)))
    assert UNKIND.findall(text) == []


def test_pep_comes_before_what_can_wait():
    codes = [step.code for step in advice.STEPS]
    assert codes == ["danger", "contraception", "pep", "infections", "evidence", "talk", "accompaniment", "legal"]
    windows = {step.code: (step.best, step.last) for step in advice.STEPS if step.last}
    assert windows == {"contraception": (72, 120), "pep": (24, 72), "evidence": (72, 168)}
