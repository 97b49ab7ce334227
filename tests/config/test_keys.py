"""Each purpose has a key of its own, and what followed from SECRET_KEY goes on opening."""

import os
import subprocess
import sys
from pathlib import Path

from config.keys import PURPOSES, derived

ROOT = Path(__file__).resolve().parents[2]
OWN = dict.fromkeys(PURPOSES, "a-key-of-its-own")


def checked(**environment):
    """What `check` says in an environment with nothing else."""
    bare = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "SECRET_KEY": "x"} | environment
    command = [sys.executable, "manage.py", "check"]
    ended = subprocess.run(command, cwd=ROOT, env=bare, capture_output=True, text=True, check=False)
    return ended.returncode, ended.stderr


def test_no_purpose_goes_without_a_key_of_its_own():
    status, said = checked()
    assert status == 1 and all(f"{name} is empty" in said for name in PURPOSES)
    status, said = checked(**OWN | {"CODE_KEY": ""})
    assert status == 1 and said.count("is empty") == 1 and "CODE_KEY is empty" in said
    assert checked(**OWN)[0] == 0


def test_on_localhost_they_may_follow_from_the_secret_key():
    assert checked(HTTPS="off")[0] == 0
    assert checked(HTTPS="off", FACTOR_KEY="")[0] == 1, "empty is a mistake everywhere"
    assert len({derived("x", name) for name in PURPOSES}) == len(PURPOSES)


def test_a_new_secret_key_leaves_second_factors_open():
    """Where FACTOR_KEY is not set, it follows from SECRET_KEY and its fallbacks."""
    code = "from shelters.staff.allauth_adapters import MFAAdapter as A; import sys; print({})"
    sealed = run(code.format("A().encrypt('seed')"), SECRET_KEY="old")
    opened = f"A().decrypt({sealed!r})"
    assert run(code.format(opened), SECRET_KEY="new", SECRET_KEY_FALLBACKS="old") == "seed"
    assert run(code.format(opened), SECRET_KEY="new", SECRET_KEY_FALLBACKS="old", FACTOR_KEY="own") == "seed"


def run(code, **environment):
    bare = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "HTTPS": "off"} | environment
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    return subprocess.run(command, cwd=ROOT, env=bare, capture_output=True, text=True, check=True).stdout.strip()


def test_a_rule_for_keys_that_nobody_knows_stops_the_start():
    """`COORDINATOR_KEYS=devices` would be no rule at all, and everybody would believe in it."""
    status, said = checked(**OWN, COORDINATOR_KEYS="devices")
    assert status == 1 and "COORDINATOR_KEYS is 'devices': it may be any or device." in said
    assert checked(**OWN, COORDINATOR_KEYS="device")[0] == 0
