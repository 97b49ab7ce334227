"""A name stands for one thing, and says which."""

import ast
from collections import defaultdict

from tests.support.tree import MODULES, ROOT

# Django looks for these by name.
ITS_OWN = {"Command", "Meta"}
# Names that must be decoded: what was told, and to whom?
RIDDLES = {"told", "said", "seen", "shown", "kept", "faces", "moves", "stays"}


def test_no_class_name_stands_twice():
    places = defaultdict(list)
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and node.name not in ITS_OWN:
                places[node.name].append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_no_module_is_a_riddle():
    assert [str(path.relative_to(ROOT)) for path in MODULES if path.stem in RIDDLES] == []
