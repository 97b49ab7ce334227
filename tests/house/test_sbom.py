"""The list of parts names each locked package with its hashes. All that a server installs is in it."""

import json
import re
import subprocess
import sys
from importlib.metadata import requires, version

from tests.support.tree import ROOT


def listed():
    made = subprocess.run([sys.executable, ROOT / "bin" / "sbom"], capture_output=True, text=True, check=True)
    bom = json.loads(made.stdout)
    assert (bom["bomFormat"], bom["specVersion"]) == ("CycloneDX", "1.6")
    return {part["name"]: part for part in bom["components"]}


def test_each_locked_package_is_listed_with_all_its_hashes():
    locked = (ROOT / "requirements.txt").read_text("utf-8")
    parts = listed()
    assert len(parts) == len(re.findall(r"^[\w.-]+==", locked, re.MULTILINE)) > 30
    hashes = {one["hashes"][0]["content"] for part in parts.values() for one in part["externalReferences"]}
    assert hashes == set(re.findall(r"sha256:([0-9a-f]+)", locked))
    assert all(part["purl"] == f"pkg:pypi/{part['name']}@{part['version']}" for part in parts.values())


def test_what_a_server_installs_is_in_it():
    """All that the packages of requirements.in need, and theirs, in the version that is installed."""
    parts = listed()
    waiting = re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==", (ROOT / "requirements.in").read_text("utf-8"), re.MULTILINE)
    seen = set()
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name not in seen:
            seen.add(name)
            assert parts[name]["version"] == version(name), name
            waiting += [re.split(r"[\s;<>=!~\[(]", one)[0] for one in requires(name) or () if ";" not in one]
    assert len(seen) > 25
