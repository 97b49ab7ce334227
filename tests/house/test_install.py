"""What is installed is what was locked: hashes are checked, and the locks say what the .in files ask for."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WHEEL = "yaxin_pretend-1.0-py3-none-any.whl"


@pytest.fixture
def checkout(tmp_path):
    """A checkout with bin/install, one wheel, and a .venv whose pip puts things into a folder beside it."""
    for folder in ("bin", "wheels", ".venv/bin"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(ROOT / "bin/install", tmp_path / "bin")
    with zipfile.ZipFile(tmp_path / "wheels" / WHEEL, "w") as wheel:
        about = "yaxin_pretend-1.0.dist-info"
        wheel.writestr("yaxin_pretend.py", "")
        wheel.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: yaxin-pretend\nVersion: 1.0\n")
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{about}/RECORD", "")
    python = tmp_path / ".venv/bin/python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@" --target "{tmp_path}/installed"\n')
    python.chmod(0o755)
    return tmp_path


def install(checkout, hashed):
    (checkout / "requirements.txt").write_text(f"yaxin-pretend==1.0{hashed}\n")
    command = [checkout / "bin/install", "requirements.txt"]
    done = subprocess.run(
        command, cwd=checkout, env=os.environ | {"WHEELS": "wheels"}, capture_output=True, text=True, timeout=30
    )
    return done, (checkout / "installed/yaxin_pretend.py").exists(), (checkout / ".venv/installed-requirements.txt")


def test_the_locked_wheel_is_installed_from_a_folder(checkout):
    digest = hashlib.sha256((checkout / "wheels" / WHEEL).read_bytes()).hexdigest()
    done, installed, stamp = install(checkout, f" --hash=sha256:{digest}")
    assert (done.returncode, done.stderr) == (0, "")
    assert installed and stamp.exists()


@pytest.mark.parametrize(
    "hashed, why", [(" --hash=sha256:" + "0" * 64, "its hash differs"), ("", "a package has no hash there")]
)
def test_another_wheel_is_refused(checkout, hashed, why):
    done, installed, stamp = install(checkout, hashed)
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith("Could not install requirements.txt: ") and why in last
    assert not installed and not stamp.exists()


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
