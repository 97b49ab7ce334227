"""Templates compile, run no queries, have lines that fit a screen, and name each page of ours by its name."""

import re

import pytest
from django.template.loader import get_template

from tests.support.tree import ROOT, TEMPLATES, named

LONGEST = 120


def lines(path, wrong):
    """The numbers of the lines of which this holds."""
    return [number for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if wrong(line)]


def test_every_folder_is_read():
    assert len(TEMPLATES) > 50 and len({path.parent for path in TEMPLATES}) > 3


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_it_compiles(path):
    """A fragment loads its own filters: no page lends it any."""
    get_template(str(path.relative_to(ROOT / "templates")))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_no_query_runs(path):
    assert lines(path, lambda line: ".all" in line) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_no_line_is_long(path):
    assert lines(path, lambda line: len(line) > LONGEST) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_page_is_named_not_spelled(path):
    """`{% url %}` follows an address that moves."""
    spelled = re.compile(r"/work/|/\{\{ *LANGUAGE_CODE *\}\}/")
    assert lines(path, lambda line: bool(spelled.search(line))) == []
