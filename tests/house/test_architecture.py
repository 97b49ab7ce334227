"""Geography in few hands, files of a readable size, no signals. test_rooms.py has the order of the rooms."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = [path for app in ("config", "shelters", "referrals") for path in (ROOT / app).rglob("*.py")]
SOURCES = [path for path in SOURCES if "migrations" not in path.parts]
# The rooms that may know where on Earth something is.
GEOGRAPHERS = {"finder", "places"}


def imports(path):
    """Absolute names of what a file imports, of ours and others."""
    package = list(path.relative_to(ROOT).parent.parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports(path):
    named = set(imports(path))
    if "models" in path.parts:
        assert not any(word in name for name in named for word in (".views", ".forms", ".api", ".admin"))
    if path.parent.name not in GEOGRAPHERS:
        assert not any(name.startswith(("geopy", "shelters.places.geometry")) for name in named)
    if path.name != "apps.py":
        assert not any("signals" in name for name in named)
    assert not {"utils.py", "common.py", "core.py", "helpers.py"} & {path.name}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_sizes(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 250
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 26, node.name


def test_no_test_file_is_long():
    files = [*(ROOT / "tests").rglob("*.py"), *(ROOT / "bench").rglob("*.py")]
    assert [path.name for path in files if len(path.read_text(encoding="utf-8").splitlines()) > 250] == []


def test_absence_is_looked_for_on_a_page_that_has_arrived():
    """A page on its way has nothing: a check of absence then passes, and the next step finds no page."""
    bare = [path.name for path in (ROOT / "tests").rglob("*.py") if ".to_have_count(0)" in path.read_text("utf-8")]
    assert sorted(bare) == ["staff_browser.py", Path(__file__).name]


def test_no_test_file_imports_another():
    """What two of them need is in tests/support."""
    files = [path for path in (ROOT / "tests").rglob("*.py") if path.name != Path(__file__).name]
    named = {path.name: [name for name in imports(path) if ".test_" in f".{name}"] for path in files}
    assert {path: names for path, names in named.items() if names} == {}
