"""The commands and files that the docs of operations name are there."""

import re
import shutil
import subprocess

import pytest
from django.core.management import get_commands, load_command_class

from tests.support.tree import ROOT

PAGES = [*sorted((ROOT / "docs").glob("*.md")), *(path for path in (ROOT / "ops").rglob("*") if path.is_file())]
UNITS = sorted((ROOT / "ops" / "systemd").iterdir())


def named(text):
    """Each `manage.py X …`: the command, and its options. And the first column of "Day by day"."""
    table = text.partition("## Day by day")[2].partition("\n\n")[0]
    for line in re.findall(r"(?:`|python )manage\.py ([a-z_]+(?:[ \w./:=-]*))", text):
        yield line.split()
    for line in re.findall(r"^\| `([a-z_]+[^`]*)`", table, re.MULTILINE):
        yield re.sub(r"[\[\]|]", " ", line).split()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_command_that_is_named_is_there(page):
    known = get_commands()
    for command, *words in named(page.read_text(encoding="utf-8")):
        assert command in known, command
        app = known[command]
        parser = (load_command_class(app, command) if isinstance(app, str) else app).create_parser("manage.py", command)
        options = {option for action in parser._actions for option in action.option_strings}
        assert {word for word in words if word.startswith("--")} <= options, (command, words)


def test_each_timer_has_its_service_and_runs_a_duty():
    from shelters.operations import duties

    timers = {path.stem for path in UNITS if path.suffix == ".timer"}
    services = {path.stem for path in UNITS if path.suffix == ".service"}
    assert timers <= services
    text = "".join(path.read_text("utf-8") for path in UNITS if path.suffix == ".service")
    assert {name for name, _every in duties._all()} | {"status"} <= {command for command, *_rest in named(text)}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_takes_each_unit(unit):
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    assert "Unknown" not in done.stderr and "Failed to parse" not in done.stderr, done.stderr
