"""The order of the rooms (pyproject.toml, "importlinter"), their size, and the line that says what each is for.

`python -m tests.house.test_rooms` writes them into docs/architecture.md.
"""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support.tree import APPS, ROOT, named

PAGE = ROOT / "docs" / "architecture.md"
FOLDERS = sorted({path.parent for app in APPS for path in (ROOT / app).rglob("*.py")})
MOST = 16  # modules in a folder, `__init__` apart


def test_no_import_goes_up():
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    linted = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert linted.returncode == 0, linted.stdout + linted.stderr


@pytest.mark.parametrize("folder", FOLDERS, ids=named)
def test_a_room_holds_few_modules(folder):
    assert len({path.name for path in folder.glob("*.py")} - {"__init__.py"}) <= MOST


@pytest.mark.parametrize("folder", FOLDERS, ids=named)
def test_a_room_says_what_it_is_for(folder):
    assert re.fullmatch(r"[A-Z].{10,100}\.", purpose(folder / "__init__.py"))


def test_the_page_opens_with_the_tree():
    page = PAGE.read_text(encoding="utf-8")
    assert "shelters/" in page
    assert with_tree(page) == page, "run: .venv/bin/python -m tests.house.test_rooms"


def with_tree(page: str) -> str:
    """The page with the tree as it is in the code."""
    return re.sub(r"```text\n.*?```", lambda _: f"```text\n{tree()}\n```", page, count=1, flags=re.DOTALL)


def tree() -> str:
    """Each app and its rooms, the highest first, each with its purpose."""
    contracts = {found["id"]: found["layers"] for found in contracts_of_rooms()}
    lines = []
    for app in contracts["apps"]:
        lines.append(f"{app + '/':<18}{purpose(ROOT / app / '__init__.py')}")
        for name in (name.strip() for layer in contracts.get(app, ()) for name in layer.split("|")):
            if name not in {"apps", "migrations"}:
                folder, file = ROOT / app / name / "__init__.py", ROOT / app / f"{name}.py"
                shown = f"{name}/" if folder.exists() else f"{name}.py"
                lines.append(f"    {shown:<14}{purpose(folder if folder.exists() else file)}")
    return "\n".join(lines)


def contracts_of_rooms() -> list[dict]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return settings["tool"]["importlinter"]["contracts"]


def purpose(path: Path) -> str:
    """The first sentence of a module's docstring."""
    first = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n")[0]
    return re.sub(r"\. .*", ".", first)


if __name__ == "__main__":
    PAGE.write_text(with_tree(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
