"""A number that is accepted rings: it is kept, dialled and shown as it was read, in whatever spelling it came."""

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from shelters.codes import telephone

RIGHT = {
    "+994124041234": [
        *("+994(0)12 404 12 34", "124041234", "994124041234", "tel:+994124041234", "٠١٢٤٠٤١٢٣٤"),
        *("０１２ ４０４ １２ ３４", "(012) 404 12 34", "+994 12 404 12 34", "012-404-12-34", "00994 12 404 12 34"),
        *("(+994 12) 404–12–34", "Tel.: 012.404.12.34", "۰۱۲۴۰۴۱۲۳۴", "012\u00a0404\u200b12 34", "124041234.0"),
        *("994(012)4041234", "тел. (012) 404 12 34", "0(12) 404-12-34", "Telefon: 0124041234"),
        "+994 12 404 12 34; (012) 404 12 34",
    ],
    "+994502000000": ["502000000", "050 200 00 00", "+994 (50) 200-00-00", "994502000000"],
    "+994252251234": ["(2522) 5-12-34"],
    "+994124041234;ext=5": [
        *("(012) 404 12 34 ext. 5", "(012) 404 12 34 (доб. 5)", "(012) 404 12 34, daxili 5", "tel:+994124041234;ext=5"),
        *("0124041234x5", "(012) 404 12 34 (5)"),
    ],
    "*8600": ["*8600", "* 8600", "*٨٦٠٠"],
    "*2024": ["*2024"],
    "012860": ["(012) 860", "+994 12 860", "012 860"],
    "116123": ["116 123", "116-123", "116123"],
    "116123;ext=2": ["116 123 (2)"],
    "112": ["112", "١١٢", " 112 "],
    "+74951234567": ["+7 495 123-45-67"],
}
TWO = [
    *("112 / 102", "012 860; 116 123", "(012) 404 12 34, 404 12 35", "(012) 404 12 34 / 35", "112 102"),
    *("(012) 404 12 34 (012) 404 12 35", "050 234 56 78 və 055 234 56 78", "112\n102", "0124041234 0502345678"),
]
NO_AREA = ["51234", "4041234", "12860", "404-12-34", "5-12-34"]
NONE = [
    "994",
    *("#102", "*100#", "٠١٢", "055 66O 77 88", "call us", "+", "²³⁴", "79161234567", "8 (495) 123-45-67", "12"),
    *("9-18", "10-24", "012 112", "(012) 102"),
    *("905321234567", "+994 12 404", "0800 123456", "0994124041234", "1-800-FLOWERS", "112.5", "+994 116 123"),
]


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
