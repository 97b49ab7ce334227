"""Whom to call: a number that answers at that hour, for the person who comes. The real directory, at three hours."""

import re
from datetime import date, datetime

import pytest
import time_machine

from shelters.codes.public import ConfirmationMethod
from shelters.directory.confirmations import confirm
from shelters.hours.clock import BAKU
from shelters.models import Hotline
from tests.support import make
from tests.support.pages import text_of

pytestmark = pytest.mark.django_db
EVENING, NIGHT, NOON = (datetime(2026, 11, 27, *at, tzinfo=BAKU) for at in ((19, 40), (3, 0), (12, 0)))


def page_at(post, moment, **fields):
    with time_machine.travel(moment):
        return text_of(post(**{"place": "Zaqatala"} | fields))


def after(text, *words):
    """The words in this order."""
    at = -1
    for word in words:
        found = text.find(word, at + 1)
        assert found > at, (word, text)
        at = found


@pytest.mark.parametrize("moment", [EVENING, NIGHT, NOON])
@pytest.mark.parametrize("who", [[], ["woman_with_children"], ["man"], ["no_papers"], ["trans_woman"]])
def test_the_first_number_answers_at_that_hour(post, directory, moment, who):
    text = page_at(post, moment, who=who)
    after(text, "who to call now", "116 123 Should answer now", "You can say: “I need a place to stay tonight.", "102")


def test_what_opens_later_says_when(post, directory):
    after(page_at(post, EVENING), "116 123 Should answer now", "(012) 860", "Perhaps from tomorrow, 09:00.")
    after(page_at(post, NOON), "116 123 Should answer now", "No answer? Try once more, then: (012) 860")


def test_the_childrens_line_leads_by_day_and_stands_second_by_night(post, directory):
    girl = {"who": "minor_alone"}
    after(page_at(post, NOON, **girl), "You can call without a name.", "116 111 Should answer now", "I am under 18")
    after(page_at(post, NIGHT, **girl), "116 123 Should answer now", "Child hotline 116 111 May answer now")
    assert "116 111" not in page_at(post, NOON)


def test_a_line_answers_for_sure_only_after_somebody_rang_it(post, directory):
    line = Hotline.objects.get(key="116123")
    confirm(line, by=None, how=ConfirmationMethod.PHONE, on=date(2026, 11, 20))
    assert "116 123 Answers now" in page_at(post, NOON)
    assert "116 123 Should answer now" in page_at(post, NIGHT)
    assert "116 123 Should answer now" in page_at(post, datetime(2027, 3, 1, 12, tzinfo=BAKU))


def test_her_own_words_stand_in_the_sentence(post, directory):
    text = page_at(post, EVENING, who="woman_with_children", oldest_son="14")
    assert "“I need a place to stay tonight. My son, 14, is with me. Is there a place?”" in text
    text = page_at(post, EVENING, need=["legal_aid"])
    assert "“I need a lawyer free of charge. Where can I go?”" in text


def test_who_cannot_hear_first_reads_what_to_show(post, directory):
    after(page_at(post, EVENING, who="deaf"), "Call now", "Please ring 116 123 for me. I cannot hear.", "Should answer")
    after(page_at(post, EVENING), "Should answer now", "If you cannot speak", "Please ring 116 123 for me.")


def test_who_is_trans_or_loves_the_same_sex_reads_what_is_not_known(post, directory):
    for who in ("trans_woman", "trans_man", "non_binary", "lgbq"):
        after(page_at(post, EVENING, who=who), "We know of no line of their own", "116 123 Should answer now")
    assert "line of their own" not in page_at(post, EVENING, who="woman")


def test_complaints_and_other_peoples_lines_are_not_for_tonight(post, directory):
    text = page_at(post, EVENING, who="woman")
    assert not any(number in text for number in (" 916 ", " 961 ", " 152 ", " 116 111 "))
    assert " 152 " in page_at(post, EVENING, who="trafficked")


def test_where_whoever_hurts_her_works_for_the_state_it_is_said_who_runs_a_line(post, directory):
    assert "It is run by the state." in page_at(post, EVENING, by_state="true")
    Hotline.objects.filter(key="860").update(run_by="ngo", number="(012) 860")
    line = Hotline.objects.get(key="860")
    line.save()
    make.counting(line)
    after(page_at(post, NOON, by_state="true"), "(012) 860 May answer now", "No answer?", "116 123")


def test_every_line_stands_on_its_page_and_none_is_doubted_in_danger(client, directory):
    with time_machine.travel(EVENING):
        text = text_of(client.get("/en/lines/"))
    for number in ("112", "103", "102", "116 123", "(012) 860", "116 111", "916", "961", "152"):
        assert f" {number} " in text
    assert text.index(" 102 ") < text.index(" 112 ") < text.index("so 102 stands first")
    assert "From a landline in Baku: 860." in text and "not known" not in text.split("To talk")[0].split("Police")[0]


def test_home_shows_a_line_that_answers(client, directory):
    for moment in (EVENING, NIGHT, NOON):
        with time_machine.travel(moment):
            after(text_of(client.get("/en/")), "In danger:", "102", "112", "116 123", "Should answer now", "Where are")


def test_beside_numbers_stands_that_a_call_leaves_a_trace(client, post, directory):
    """The list of calls cannot be taken back, so it is said before somebody rings."""
    words = "calls? stays in the phone’s list|a call in its list of calls"
    for text in (page_at(post, EVENING), *(text_of(client.get(f"/en/{page}")) for page in ("", "lines/", "safety/"))):
        assert re.search(words, text), text[:200]
