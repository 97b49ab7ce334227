"""allauth's insides stand behind one module, and belong to one version."""

import ast
from importlib.metadata import version
from pathlib import Path

from shelters.staff.allauth_internals import TRIED

ROOT = Path(__file__).resolve().parents[3]


def test_the_version_that_was_tried_is_installed():
    assert version("django-allauth") == TRIED


def test_nobody_else_reaches_into_allauth():
    for path in (*ROOT.glob("shelters/**/*.py"), *ROOT.glob("config/*.py"), *ROOT.glob("tests/**/*.py")):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        names = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
        inside = [name for name in names if name.startswith("allauth.") and ".internal" in name]
        assert path.name == "allauth_internals.py" or not inside, path
