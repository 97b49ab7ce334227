"""Comments and docstrings are read by people whose third language is English: short sentences."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from tests.support.tree import ROOT

MOST = 20  # words of a sentence
CODED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
PATHS = [path for part in ("bench", "config", "referrals", "shelters", "tests") for path in (ROOT / part).rglob("*.py")]


def said(text: str) -> Iterator[tuple[int, str]]:
    """Docstrings and comments, each with its line."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, CODED) and (words := ast.get_docstring(node)):
            yield node.body[0].lineno, words
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string.lstrip("# ")


def long_sentences(text: str) -> list[str]:
    """Each sentence of more than 20 words, with its line."""
    parts = [(line, " ".join(part.split())) for line, words in said(text) for part in words.split("\n\n")]
    sentences = [(line, one) for line, part in parts for one in re.split(r"(?<=[.!?:;])\s+", part)]
    return [f"{line}: {one}" for line, one in sentences if len(re.findall(r"[\w'’-]+", one)) > MOST]


def test_sentences_are_short() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in PATHS if "migrations" not in path.parts}
    found = {str(path.relative_to(ROOT)): long_sentences(text) for path, text in texts.items()}
    assert {path: long for path, long in found.items() if long} == {}


def test_a_long_sentence_is_found() -> None:
    assert long_sentences(f'"""{"word " * 21}"""') and not long_sentences(f"# {'word ' * 20}")
