"""The files that the docs name are there."""

import re

import pytest

from tests.support.tree import MODULES, ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
PLACES = ("bench", "bin", "config", "docs", "locale", "ops", "referrals", "shelters", "static", "templates", "tests")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_file_that_is_named_is_there(page):
    text = page.read_text(encoding="utf-8")
    named = re.findall(rf"`((?:{'|'.join(PLACES)})/[\w./-]*)`", text)
    linked = re.findall(r"\]\((?!https?:|#|mailto:|/)([^)#]+)", text)
    missing = [name for name in named if not (ROOT / name).exists()]
    assert missing + [name for name in linked if not (page.parent / name).exists()] == []


TESTS = {path: path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_test_that_is_named_is_there(page):
    """By its file, `test_x.py` or `folder/test_x.py`, and its name behind `::`."""
    missing = []
    for file, _colons, name in re.findall(r"`([\w/]*test_\w+\.py)(::)?(\w*)`", page.read_text("utf-8")):
        texts = [text for path, text in TESTS.items() if str(path).endswith(f"/{file}")]
        if not any(not name or re.search(rf"^def {name}\(", text, re.MULTILINE) for text in texts):
            missing.append(f"{file}::{name}")
    assert missing == []


PROMISES = [
    ("threat-model.md", "# Threat model", 95),
    ("keyring.md", "## What it protects against, and what not", 7),
    ("two-machines.md", "## Which test holds what stands here", 7),
    ("operating.md", "## Which test holds what stands here", 15),
]


@pytest.mark.parametrize("page, heading, least", PROMISES)
def test_each_promise_names_a_test(page, heading, least):
    """Or says that no test can hold it."""
    text = (ROOT / "docs" / page).read_text("utf-8").partition(heading)[2]
    lines = (text if heading.startswith("# ") else text.split("\n## ")[0]).splitlines()
    heads = {at for at, line in enumerate(lines, -1) if line.startswith("|---")}
    rows = [line for at, line in enumerate(lines) if line.startswith("| ") and at not in heads]
    assert len(rows) >= least
    assert [row for row in rows if ".py::test_" not in row and "No test can hold this" not in row] == []


def test_each_part_of_operating_has_its_tests():
    text, _heading, table = (ROOT / "docs" / "operating.md").read_text("utf-8").partition(PROMISES[-1][1])
    parts = re.findall(r"^(?:## |- )?(?:\*\*)?([A-Z][\w ]+?)\.?\*\*", text, re.MULTILINE)
    missing = [part for part in parts if f"| {part} |" not in table]
    assert len(parts) > 10 and missing == ["Not run here"]


def test_the_audit_answers_each_chapter():
    rows = re.findall(r"^\| V(\d+) .*$", text := (ROOT / "docs" / "audit.md").read_text("utf-8"), re.MULTILINE)
    assert rows == [str(number) for number in range(1, 18)]
    lines = [line for line in text.splitlines() if line.startswith("| V")]
    assert [line for line in lines if "::test_" not in line and "not applicable" not in line] == []


def test_the_walk_names_what_is_there():
    walk = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").split("## Follow a search")[1]
    steps = re.findall(r"^\d\. `([\w./]+)`: `(\w+)`", walk, re.MULTILINE)
    assert len(steps) == 5
    for path, name in steps:
        assert re.search(rf"^(def|class) {name}\b", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE), path


def test_the_glossary_names_what_is_there():
    glossary = (ROOT / "docs" / "words.md").read_text(encoding="utf-8").split("## In code")[1].split("\n## ")[0]
    named = [
        name for row in re.findall(r"^\| (`[^|]*) \|", glossary, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)
    ]
    assert len(named) > 20
    classes = {name for path in MODULES for name in re.findall(r"^class (\w+)", path.read_text("utf-8"), re.MULTILINE)}
    assert [name for name in named if name not in classes] == []


def test_the_contract_has_the_codes():
    from referrals.codes import ReferralState
    from shelters.codes.hours import PartOfDay
    from shelters.codes.public import AnsweredBy, Group, Kind, OrganisationType, PartySize, Service
    from shelters.codes.staff import Role

    text = (ROOT / "docs" / "contract.md").read_text(encoding="utf-8")
    for codes in (Group, Service, Kind, OrganisationType, PartySize, PartOfDay, AnsweredBy, ReferralState, Role):
        assert [code for code in codes.values if not re.search(rf"(?<!\w){re.escape(code)}(?!\w)", text)] == []
