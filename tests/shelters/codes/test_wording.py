"""Words inside sentences, in three languages."""

from datetime import date

import pytest
from django.utils import translation

from shelters.codes.wording import capital
from shelters.models import Provision


@pytest.mark.parametrize(
    "language, text, expected", [("az", "ingiliscə", "İngiliscə"), ("en", "in writing", "In writing"), ("az", "", "")]
)
def test_a_sentence_begins_with_a_capital_of_its_language(language, text, expected):
    with translation.override(language):
        assert capital(text) == expected


def test_a_month_inside_a_sentence_has_no_stray_dot():
    with translation.override("az"):
        assert Provision(source="x", stated_on=date(2026, 6, 1)).month == "iyun 2026"
    with translation.override("en"):
        assert Provision(source="x", stated_on=date(2026, 6, 1)).month == "June 2026"
