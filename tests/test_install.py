"""The locks say what the .in files ask for, and nothing about the machine that wrote them."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def pins(name):
    """What a requirements file pins, each name as an index writes it: {"django": "5.2.19"}."""
    found = re.findall(r"^([\w.-]+)(?:\[\w+\])?==([^\s;]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub("[-_.]+", "-", package).lower(): version for package, version in found}


def test_locks_are_what_the_in_files_ask_for():
    run, develop = pins("requirements.txt"), pins("requirements-dev.txt")
    assert pins("requirements.in").items() <= run.items()
    assert (run | pins("requirements-dev.in")).items() <= develop.items(), "run bin/lock"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_locks_name_no_index_and_no_folder(name):
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        assert re.match(r"#|    #|[a-z0-9-]+==\S+ (; .+ )?\\$|    --hash=sha256:[0-9a-f]{64}( \\)?$", line), line
        assert "/" not in line.replace("bin/lock", "")
