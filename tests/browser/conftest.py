"""The page of beds, open on the phone of somebody who has signed in."""

import pytest

from tests.support import staff_browser
from tests.support.beds_page import POOL, shell
from tests.support.staff_browser import come_in


@pytest.fixture(scope="module")
def keys(chromium, server):
    """What the browser of somebody keeps who has signed in."""
    page = staff_browser.phone(chromium)
    come_in(server, page, "leyla")
    kept = page.context.storage_state()
    page.context.close()
    return kept


@pytest.fixture
def path(server):
    """Of the page of five free beds."""
    return f"/work/beds/{shell(server, POOL)[-1]}/"


@pytest.fixture
def beds(server, phone, keys, path):
    """That page, open on the phone of somebody who has signed in."""
    page = phone(storage_state=keys)
    page.goto(server.url + path)
    return page
