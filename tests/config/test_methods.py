"""Whoever loads the address of a button again reads what to do: no page is empty."""

import pytest

from shelters.models import User
from tests.support.pages import text_of

pytestmark = pytest.mark.django_db
SAID = {
    "az": "Bu səhifə belə açılmır.",
    "ru": "Так эта страница не открывается.",
    "en": "This page does not open this way.",
}


@pytest.mark.parametrize("language", SAID)
def test_a_page_without_that_method_says_so(leyla, language):
    User.objects.filter(pk=leyla.user.pk).update(language=language)
    answer = leyla.get("/work/people/invite/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert SAID[language] in text_of(answer) and "112" in text_of(answer)


def test_an_open_page_too(client):
    answer = client.put("/ru/lines/")
    assert answer.status_code == 405 and SAID["ru"] in text_of(answer) and "GET" in answer["Allow"]


def test_a_program_reads_a_code(client):
    answer = client.get("/api/v1/near/")
    assert answer.status_code == 405 and answer.json()["code"] == "method_not_allowed"
