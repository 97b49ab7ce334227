"""A house whose own system counts."""

import pytest
from django.test import Client

from tests.support.feed import House


@pytest.fixture
def house(client: Client, db: None) -> House:
    """In place of a plain facility."""
    return House(client)
