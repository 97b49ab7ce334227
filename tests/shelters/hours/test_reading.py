"""Opening hours as people write them are read for certain, or refused by name. None is read wrong."""

from pathlib import Path

import pytest
from django.utils import translation

from shelters.hours import notation

TABLE = Path(__file__).with_name("osm_values.tsv").read_text(encoding="utf-8").splitlines()[1:]
VALUES = [line.split("\t") for line in TABLE]


def as_read(text):
    try:
        return notation.write(notation.read(text))
    except notation.BadHours as error:
        return f"! {error}"


def test_values_of_openstreetmap():
    assert len(VALUES) >= 200
    assert [(text, as_read(text)) for text, _right in VALUES] == [(text, right) for text, right in VALUES]


def test_whatever_is_read_reads_the_same_once_written():
    read = [right for _text, right in VALUES if not right.startswith("!")]
    assert [as_read(text) for text in read] == read


@pytest.mark.parametrize(
    "text, right",
    [
        ("mon-fri 09:00-13:00, 14:00-18:00", "mon-fri 09:00-13:00 14:00-18:00"),
        ("mon–fri 09:00–18:00", "mon-fri 09:00-18:00"),
        ("“mon—fri 09:00—18:00”", "mon-fri 09:00-18:00"),
        ("mon, wed, fri 09:00-18:00", "mon 09:00-18:00, wed 09:00-18:00, fri 09:00-18:00"),
        ("bazar ertəsi – cümə 09:00-18:00, şənbə, bazar bağlı", "mon-fri 09:00-18:00, sat-sun closed"),
        ("B.e., Ç.a., C. 9-18; Ş., B. bağlıdır", "mon-tue 09:00-18:00, fri 09:00-18:00, sat-sun closed"),
        ("Çərşənbə axşamı və cümə axşamı 10:00-12:00", "tue 10:00-12:00, thu 10:00-12:00"),
        ("CERSENBE 10:00-12:00, bayram günləri bağlı", "wed 10:00-12:00, holidays closed"),
        ("Пн–Пт: 9:00–18:00, Сб: 10:00–14:00, Вс: выходной", "mon-fri 09:00-18:00, sat 10:00-14:00, sun closed"),
        ("понедельник, среда 10:00-12:00; праздники закрыто", "mon 10:00-12:00, wed 10:00-12:00, holidays closed"),
        ("24/7, 2026-11-27 closed", "always, 2026-11-27 closed"),
        ("mon-fri 09:00-30:00", "mon-fri 09:00-30:00"),
        ("İş günləri: 9-dan 18-ə qədər, şənbə günü 9-14", "mon-fri 09:00-18:00, sat 09:00-14:00"),
        ("hər gün saat 09:00-dan 18:00-dək", "daily 09:00-18:00"),
        ("с понедельника по пятницу с 9 до 18", "mon-fri 09:00-18:00"),
        ("по будням 9-18", "mon-fri 09:00-18:00"),
        ("Monday to Friday from 9:00 to 18:00, weekends closed", "mon-fri 09:00-18:00, sat-sun closed"),
        ("gecə-gündüz", "always"),
    ],
)
def test_spellings_of_people(text, right):
    assert as_read(text) == right


@pytest.mark.parametrize(
    "text, word",
    [
        *(
            (text, "by day or at night")
            for text in ("mon-fri 9-6", "mon-fri 9-5", "mon 9:00-6:00", "daily 2-6", "sat 10-2", "sun 9-9")
        ),
        *((f"daily {hours}", "by day or at night") for hours in ("12:00-2:00", "09:00-06:00", "1:00-5:00", "18-8")),
        *((f"daily {hours}", "by day or at night") for hours in ("08:00-12:00, 01:00-05:00", "с 9 до 6", "9-dan 6-ya")),
        ("mon 09:00-18:00, mon 19:00-20:00", "twice"),
        ("mon-fri 09:00-18:00, holidays closed, holidays as-usual", "twice"),
        ("mon-fri 09:00-18:00, fri 10:00-12:00", "twice"),
        ("sun closed, daily 09:00-18:00", "twice"),
        ("always, daily 09:00-18:00", "twice"),
        ("holidays closed, 24/7", "twice"),
        ("walk-in, appointment", "twice"),
        ("2026-03-24 10:00-14:00, 2026-03-24 15:00-18:00", "twice"),
        ("09:00-18:00", "names no day"),
        ("C.a. 10:00-12:00", "cannot be read"),
        ("mon-fri 09:00-18:00, lunch 13:00-14:00", "cannot be read"),
    ],
)
def test_a_refusal_says_why_in_three_languages(text, word):
    said = set()
    for language in ("en", "az", "ru"):
        with translation.override(language), pytest.raises(notation.BadHours) as caught:
            notation.read(text)
        with translation.override(language):
            said.add(caught.value.words)
    assert len(said) == 3 and any(word in one for one in said)
