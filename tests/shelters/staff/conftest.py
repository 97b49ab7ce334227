"""The address that keys are bound to."""

import pytest
from django.test import Client


@pytest.fixture
def on_localhost(client: Client) -> None:
    """The test's client speaks to localhost, in English."""
    client.defaults |= {"SERVER_NAME": "localhost", "HTTP_ACCEPT_LANGUAGE": "en"}
