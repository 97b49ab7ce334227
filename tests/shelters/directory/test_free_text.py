"""Free text that people read holds no number, no @ and no address of a site, wherever it comes in."""

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from shelters.codes.free_text import check_address, check_hours, check_text
from shelters.directory.csv_file import export_directory
from shelters.models import Proposal
from tests.support import make
from tests.support.keeping import SOURCE, fill
from tests.support.pages import text_of

NUMBERS = [
    *("055 666 77 88", "(012)4041234", "٠٥٥ ٦٦٦ ٧٧ ٨٨", "०५५ ६६६ ७७", "０５５６６６", "①②③④⑤", "5️⃣5️⃣6️⃣6️⃣7️⃣", "五五六六六"),
    *(
        "O55 66 77",
        "Оll 234",
        "zəng: l2 34 5o",
        "0-5-5-6-6",
        "5a5b6c6d6",
        "0 ye 5 ye 5 ye 6 ye 6",
        "05\u200b5\u20606\u00ad6",
    ),
    *("0" + " " * 30 + "5" + " " * 30 + "566", "050 2012 34", "1234 / 2024-01-05 / 56"),
]
RIGHT = [
    *("5 yaşdan 29 yaşa qədər", "since 2025-03-20, 18 or older", "2022–2025: 60 people", "20.03.2026 - 21.03.2026"),
    *(
        "follow old school, lol; o, only all",
        "Təmiz Dünya (Clean World) 2022",
        "with a letter",
        "for 3 to 6 nights",
        "",
    ),
]


@pytest.mark.parametrize("text", NUMBERS, ids=ascii)
def test_no_number_in_any_disguise(text):
    for check in (check_text, check_address, check_hours):
        for said in (text, f"Əvvəlcə yalnız bura zəng edin: {text}!", f"2024, {text}, 2025"):
            with pytest.raises(ValidationError):
                check(said)


@pytest.mark.parametrize(
    "text", ["a@b", "ring ＠me", "https://x.org", "www.a", "t.me/x", "see ring-us.az now", "evil.com"]
)
def test_no_at_and_no_site(text):
    for check in (check_text, check_address, check_hours):
        with pytest.raises(ValidationError):
            check(text)


@pytest.mark.parametrize("text", ["a\x07b", "\x00", "a\u202eb", "\u2066a", "\x9f"], ids=ascii)
def test_no_sign_that_nobody_sees(text):
    for check in (check_text, check_address, check_hours):
        with pytest.raises(ValidationError):
            check(text)


@pytest.mark.parametrize("text", [*RIGHT, "a\tb\r\nc", "\u200fa\u200e", "👩\u200d👧"])
def test_what_is_no_number_may_stand(text):
    for check in (check_text, check_address, check_hours):
        check(text)


def test_each_field_allows_what_it_needs():
    check_hours("Gecə-gündüz, yaxud 09:00–18:00")
    check_address("Nizami küçəsi 123, AZ1000")
    for check, text in (
        (check_text, "09:00–18:00, 7"),
        (check_hours, "05:56 06:17 07:18"),
        (check_text, "day.az (217 people served in 2025)"),
    ):
        with pytest.raises(ValidationError):
            check(text)


@pytest.mark.parametrize(
    "language, said", [("en", "phone number"), ("az", "telefon nömrəsi"), ("ru", "номер телефона")]
)
def test_it_says_why_in_each_language(language, said):
    with translation.override(language), pytest.raises(ValidationError, match=said):
        check_text("055 666 77 88")


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["woman-condition_az", "woman-condition_en", "source"])
def test_a_number_to_ring_in_a_condition_on_its_page(leyla, field):
    """A condition that said to ring another number first, on the public page at once."""
    house = make.facility(rules={"woman": {"verdict": "conditional", "condition_az": "ring first"}})
    attack = {field: "Əvvəlcə yalnız bu nömrəyə zəng edin: 055 666 77 88"}
    page = fill(leyla, house, "takes", 400, **{"woman-condition_ru": "позвоните"} | SOURCE | attack)
    assert "phone number" in text_of(page) and not Proposal.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["ring first", "House", "the letter"])
def test_and_through_a_list(leyla, where):
    said = {"verdict": "conditional", "condition_az": "ring first", "source": "the letter"}
    make.facility(name_en="House", rules={"woman": said})
    out = StringIO()
    export_directory(out)
    file = SimpleUploadedFile("list.csv", out.getvalue().replace(where, "055 666 77 88").encode())
    page = leyla.post("/work/directory/", {"file": file})
    assert page.status_code == 400 and "phone number" in text_of(page)
