"""A number that is accepted rings: it is kept, dialled and shown as it was read, in whatever spelling it came."""

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from shelters.codes import telephone
from tests.support.spellings import NO_AREA, NONE, RIGHT, TWO


@pytest.mark.parametrize("kept, typed", [(kept, typed) for kept, spellings in RIGHT.items() for typed in spellings])
def test_each_spelling_is_the_number_of_its_owner(kept, typed):
    assert telephone.read(typed) == kept
    assert telephone.dialled(kept) == (kept if kept.startswith("+") else kept.removesuffix(";ext=2"))


@pytest.mark.parametrize(
    "typed, word",
    [
        *((typed, "two numbers") for typed in TWO),
        *((typed, "area code") for typed in NO_AREA),
        *((typed, "no phone number") for typed in NONE),
        ("9,94124E+11", "shortened"),
        ("9.94124e11", "shortened"),
        ("+9.94124E+11", "shortened"),
    ],
)
def test_a_text_that_is_no_number_gets_a_word_in_three_languages(typed, word):
    said = set()
    for language in ("en", "az", "ru"):
        with translation.override(language), pytest.raises(telephone.BadNumber) as caught:
            telephone.read(typed)
        said.add(str(caught.value))
    assert len(said) == 3 and any(word in one for one in said)


PIECES = st.sampled_from(
    [*"0123456789 -()*", "012", "50", "+994", "(0)", "116", "860", "404 12 34", ";ext=", " ext. ", "٣"]
)


@given(st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=20))
@example("(012) 404 12 34 ext. 5")
@example("116 123 (2)")
def test_an_accepted_number_parses_back_to_itself(typed):
    try:
        kept = telephone.read(typed)
    except telephone.BadNumber:
        return
    assert telephone.read(kept) == kept == telephone.read(telephone.in_files(kept))
    assert telephone.dialled(kept).isascii() and telephone.dialled(kept)
    digits = "".join(str(int(c)) for c in typed if c.isdecimal())
    assert digits.endswith(kept.replace(";ext=", "").lstrip("+*")[-4:].lstrip("0"))
    for language in ("az", "ru", "en"):
        with translation.override(language):
            assert telephone.read(telephone.shown(kept)) == kept
