"""Each fold of a case's page has the button and the hint that are its own."""

import re

import pytest

from shelters.codes.staff import Role
from tests.support import people
from tests.support.pages import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring")]
BUTTONS = {"need": "Add it", "plan": "Plan the next step", "safe_way": "Write it down", "finish": "Close the case"}
BUTTONS |= {"danger": "We looked at it today", "note": "Keep it", "keep": "Keep it so", "withdraw": "Take it back"}


@pytest.fixture
def pools(answering):
    return answering


def test_each_fold_has_a_button_and_a_hint_of_its_own(sevda, referral):
    page = sevda.get(f"/work/cases/{referral.case.public_id}/").content.decode()
    forms = re.findall(r'<form method="post" action="/work/cases/\w+/(\w+)/".*?<button[^>]*>(.*?)</button>', page, re.S)
    assert BUTTONS.items() <= dict(forms).items()
    assert text_of(sevda.get(f"/work/cases/{referral.case.public_id}/")).count("Usual: 1 to 3 days") == 1


def test_nothing_is_handed_over_where_nobody_is_to_take_it(sevda, referral, ngo):
    path = f"/work/cases/{referral.case.public_id}/"
    assert "Hand it over" not in text_of(sevda.get(path))
    people.person(Role.CASEWORKER, ngo, "lale")
    assert "Hand it over" in text_of(sevda.get(path))
