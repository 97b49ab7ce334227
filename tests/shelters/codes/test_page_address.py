"""The address of a page: https and nothing that hides where it leads, and no number to ring."""

import csv

import pytest
from django.core.exceptions import ValidationError

from shelters.codes.page_address import LONGEST, check_page, host
from shelters.directory import initial

RIGHT = [
    "https://family.gov.az/en/post/3481/regionlarda-novbeti-aciq-qapi-gunu-kecirilib",
    "https://www.insanalveri.gov.az/?previewpreview/az/menu/45/",
    "https://metbuat.az/news/1440886/x.html",
    "https://ayna.center/eng/m%c9%99is%c9%99t",
    "https://xn--80aswg.xn--p1ai/a",
    "https://report.az",
    "https://1news.az/az/news/20251014031713753-Azercell",
]
WRONG = [
    *(
        "http://a.az/",
        "ftp://a.az/",
        "HTTPS://a.az/",
        "//a.az/x",
        "javascript:alert(1)",
        "data:text/html,x",
        "a.az",
        "https://",
    ),
    *(
        "https://user@a.az/",
        "https://a.az@evil.example/",
        "https://a.az%40evil.example/",
        "https://a.az:443/",
        "https://a.az:/x",
    ),
    *(
        "https://a.az\\@evil.example/",
        "https://a.az#evil",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://[::1]/",
    ),
    *(
        "https://2130706433/",
        "https://a..az/",
        "https://-a.az/",
        "https://a.az./",
        "https:///a.az",
        "https:a.az",
        "https://a_b.az/",
    ),
    *(
        "https://аzertag.az/",
        "https://a。az/",
        "https://a.az/\u202egnp",
        "https://a.az/\u200b",
        "https://a.az/ x",
        "https://a.az/\nx",
    ),
    *(
        "https://a.az/<b>",
        'https://a.az/"',
        "https://a.az/ə",
        f"https://a.az/{'x' * LONGEST}",
        f"https://{'a' * 64}.az/",
    ),
    *(
        "https://a.az/zeng-055-666-77-88",
        "https://a.az/?tel=+994556667788",
        "https://a.az/0556667788",
        "https://a.az/%30556667788",
    ),
    *("https://05566.az/", "https://a.az/055%20666%2077%2088", "https://a.az\x00/", "https://a.az/\ud800"),
]


@pytest.mark.parametrize("address", RIGHT)
def test_a_page_is_taken(address):
    check_page(address)


@pytest.mark.parametrize("address", WRONG, ids=ascii)
def test_a_trick_is_refused(address):
    with pytest.raises(ValidationError):
        check_page(address)


def test_punycode_is_shown_as_such():
    assert host("https://xn--80aswg.xn--p1ai/a") == "xn--80aswg.xn--p1ai" and host("") == ""
    assert host("https://www.e-huquq.az/en/") == "e-huquq.az"


def test_every_page_of_the_directory_that_comes_along_is_one():
    pages = []
    for name in ("facilities.csv", "hotlines.csv"):
        with (initial.DATA / name).open(encoding="utf-8", newline="") as file:
            pages += [row[column] for row in csv.DictReader(file) for column in row if column.endswith("_url")]
    assert len(set(pages)) > 12
    for page in filter(None, pages):
        check_page(page)
