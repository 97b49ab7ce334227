"""docs/retention.md has a line for every table, and `purge` removes what it promises."""

from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.utils import timezone

from referrals.workflow import retention
from shelters.models import Receipt
from tests.support.tree import ROOT


def test_every_table_has_a_line():
    text = (ROOT / "docs" / "retention.md").read_text(encoding="utf-8")
    tables = {model._meta.db_table for model in apps.get_models()}
    assert {table for table in tables if f"`{table}`" not in text} == set()


@pytest.mark.django_db
def test_receipts_go_after_two_days_even_if_their_sender_is_silent():
    Receipt.objects.create(scope="user 7", digest="x", at=timezone.now(), status=302)
    with time_machine.travel(timezone.now() + timedelta(days=2, minutes=1)):
        retention.purge()
    assert not Receipt.objects.exists()
