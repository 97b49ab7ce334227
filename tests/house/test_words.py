"""One thing has one word in each language. No message holds a word that hurts, tells, or misleads."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils.translation import override

from shelters.guides.contents import GUIDES
from tests.support.pages import TELLING

ROOT = Path(__file__).parents[2]
# Words that docs/words.md rules out, with what each would say. Whole words, in all their cases.
FORBIDDEN = {
    "az": {
        "a home": r"ev(i|in|ə|də|dən|inə|ində|indən|ini|iniz\w*|imiz\w*|lər\w*)?",
        "ice cream": r"dond(ur|ar)\w*",
        "a keyword": r"açar söz\w*",
        "arrested": r"tutulub",
        "a police report": r"şəxs(?!iyyət|i\b)\w*|iş aparan\w*",
        "another word for koordinator": r"əlaqələndirici\w*",
        "a booklet": r"məlumat kitabça\w*",
        "a word that hurts": r"sağ qalan\w*|qurban\w*|əlil|şikəst\w*|məhdud fiziki\w*|təcavüz\w*|barışıq\w*|namus\w*",
    },
    "ru": {
        "a home": r"дом(а|у|ом|е|ов|ам|ами|ах)?",
        "another word for социальный работник": r"куратор\w*",
        "a prison": r"(у|при)держ(ан|ива)\w*",
        "frost": r"(за|раз)мор[ао]\w*",
        "a protocol": r"состоял\w*|беременный человек",
        "a word that hurts": r"жертв\w*|приют\w*|убежищ\w*|изнасил\w*|инвалид(?!н)\w*",
    },
}
# The messages that may hold such a word, and why.
HOME = "her own home is meant, no centre"
EXEMPT = {
    "number from a landline in Baku": "the telephone at home",
    "From a landline in Baku: %(number)s.": "the telephone at home",
    "Whether 112 sends the police when somebody hurts you at home is not known: so 102 stands first.": HOME,
    "Ask first: “Whom will you tell?” If you are afraid that they bring you home again, say so in the first "
    "sentence.": HOME,
    "Qurban": "the holiday",
    "The printer and the phone keep a copy, and paper can be found. Better not at home and not at work. Safest is one "
    "number, learnt by heart.": HOME,
}
# The guides speak of her own home all the time, and name what a report is about.
with override("en"):
    IN_GUIDES = {str(said.text) for guide in GUIDES.values() for said in guide.all}
    IN_GUIDES |= {str(point.title) for guide in GUIDES.values() for point in guide.points}
# Telling words stand in the text where nothing else says it, never alone, never in a heading.
MAY_TELL = {
    "place to stay safe (shelter)": "sığınacaq explains “a safe place”, and stands behind it",
    "support centre after sexual violence": "a kind of place, in the text of its card",
    "violence": "a reason why somebody left; staff alone read it",
    "This country has no rape crisis centre (AYNA, 2023). Here is what exists, place by place.": "what is missing",
    "Whether 112 sends the police when somebody hurts you at home is not known: so 102 stands first.": "whom to ring",
}
PLACEHOLDER = re.compile(r"%\(\w+\)\w|%[sd]|\{\w*\}|</?\w+>")
# How Azerbaijani does not speak to *siz*: an infinitive, or a bare imperative.
NOT_SIZ = re.compile(
    r"(maq|mək|\b(göndər|göstər|soruş|axtar|oxu|seç|qayıt|sil|yoxla|saxla|aç|dəyiş|götür|keç|et|ver))$"
)


def messages(language):
    """The English of each message, and what the language makes of it: the plural forms one by one."""
    with (ROOT / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        for message in read_po(file, locale=language):
            if message.id:
                english = (message.id,) if isinstance(message.id, str) else message.id
                said = (message.string,) if isinstance(message.string, str) else message.string
                yield english, said


def wrong(language, text, *, at_home=False):
    """What the text says that it should not. Python knows no İ, so it is written small first."""
    small = text.replace("İ", "i").lower().replace("zərər çəkmiş şəxs", "")
    found = [means for means, word in FORBIDDEN[language].items() if re.search(rf"\b({word})\b", small)]
    return [means for means in found if not (at_home and means == "a home")]


@pytest.mark.parametrize("language", ["az", "ru"])
def test_no_message_holds_a_word_for_something_else(language):
    found = {
        text: faults
        for english, said in messages(language)
        for text in said
        if english[0] not in EXEMPT and (faults := wrong(language, text, at_home=english[0] in IN_GUIDES))
    }
    assert found == {}


@pytest.mark.parametrize("language", ["az", "ru"])
def test_no_telling_word_but_where_it_is_needed(language):
    found = [
        text
        for english, said in messages(language)
        for text in said
        if english[0] not in {*MAY_TELL, *IN_GUIDES} and TELLING.search(text.replace("İ", "i"))
    ]
    assert found == []


def test_each_exemption_is_needed():
    held = {english[0]: {} for english, _ in messages("az")}
    for language in ("az", "ru"):
        for english, said in messages(language):
            held[english[0]][language] = [wrong(language, text) or TELLING.search(text) for text in said]
    for english in {**EXEMPT, **MAY_TELL}:
        assert any(any(found) for found in held[english].values()), english


@pytest.mark.parametrize("language", ["az", "ru"])
def test_no_placeholder_is_lost(language):
    for english, said in messages(language):
        for text in said:
            assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(english[-1])), english


def test_buttons_say_siz():
    said_in_azerbaijani = {english[0]: said for english, said in messages("az")}
    pages = [path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html")]
    buttons = [button for page in pages for button in re.findall(r"<button[^>]*>(.*?)</button>", page, re.S)]
    words = {english for button in buttons for english in re.findall(r'translate "([^"]+)"', button)}
    assert len(words) > 50
    bare = [said_in_azerbaijani[english][0] for english in words]
    assert [text for text in bare if NOT_SIZ.search(text.split(" (")[0].lower())] == []
