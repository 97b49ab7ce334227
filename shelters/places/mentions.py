"""Which names a typed text holds, and in which of its words. Names of streets and seas are no names of places."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from . import words
from .folding import fold
from .names import Candidate, Match, Names

_BETWEEN_PARTS = re.compile(r"[,;/|()\[\]\n]| [-–—] |[–—]")
_POSTCODE = re.compile(r"\b(az)[\s-]?(\d\d)\d\d\b", re.IGNORECASE)
_SPELLED = re.compile(r"\s*\w(?:[\s.]+\w){2,}[\s.]*")  # “g ə n c ə”
_LONGEST = 4  # words of a name
_MOST_WORDS = 16  # of a text; more are not looked at
_TOWN = 5_000


@dataclass(frozen=True)
class Mention:
    """Some words, by their numbers in the text, and what they may mean."""

    start: int
    end: int
    match: Match

    @cached_property
    def span(self) -> range:
        return range(self.start, self.end)

    def only(self, candidates: tuple[Candidate, ...]) -> "Mention":
        return replace(self, match=self.match._replace(candidates=candidates))


@dataclass
class TypedText:
    """A typed text: its folded words, where its parts begin, and the names in it."""

    words: list[str]
    parts: list[range]
    mentions: list[Mention] = field(default_factory=list)
    streets: set[int] = field(default_factory=set)  # words of names of streets, seas and mountains

    @cached_property
    def unexplained(self) -> list[int]:
        """The words that are no name that we know, and no word that stands around names."""
        known = self.streets | {number for mention in self.mentions for number in mention.span}
        return [number for number in range(len(self.words)) if number not in known and not self.is_beside(number)]

    @cached_property
    def _beside(self) -> list[bool]:
        return [words.is_beside_names(word) for word in self.words]

    def is_beside(self, number: int) -> bool:
        return self._beside[number]

    def content(self, numbers: range | None = None) -> list[str]:
        """The words that may be a name: of a part, or of the whole."""
        chosen = range(len(self.words)) if numbers is None else numbers
        return [self.words[number] for number in chosen if number not in self.streets and not self.is_beside(number)]

    def says(self, some: frozenset[str], near: range | None = None) -> bool:
        """Whether a word of these stands in the text, or right beside some words of it."""
        chosen = range(len(self.words)) if near is None else (near.start - 1, near.stop)
        return any(0 <= at < len(self.words) and words.is_one_of(self.words[at], some) for at in chosen)


def read(text: str, names: Names) -> TypedText:
    """The words and names of a text: long names before short names, and no word twice."""
    if _SPELLED.fullmatch(text):
        text = re.sub(r"[\s.]", "", text)
    reading = _parted(_POSTCODE.sub(r"\1\2", text))
    for size in range(_LONGEST, 0, -1):
        for part in reading.parts:
            _look(reading, part, size, names)
    reading.mentions.sort(key=lambda mention: mention.start)
    _leave_out_streets(reading)
    return reading


def is_postcode(some: list[str]) -> bool:
    """Whether nothing but a postcode was typed. One that we do not know is like no name."""
    return len(some) == 1 and re.fullmatch(r"az\d+", some[0]) is not None


def _parted(text: str) -> TypedText:
    found: list[str] = []
    parts = []
    for part in _BETWEEN_PARTS.split(text):
        start = len(found)
        found += fold(part).split()[: _MOST_WORDS - start]
        if len(found) > start:
            parts.append(range(start, len(found)))
    return TypedText(found, parts)


def _look(reading: TypedText, part: range, size: int, names: Names) -> None:
    taken = {number for mention in reading.mentions for number in mention.span}
    for start in range(part.start, part.stop - size + 1):
        span = range(start, start + size)
        run = reading.words[start : start + size]
        if taken.isdisjoint(span) and (match := _match(reading, span, run, names)):
            reading.mentions.append(Mention(span.start, span.stop, match))
            taken.update(span)


def _match(reading: TypedText, span: range, run: list[str], names: Names) -> Match | None:
    """Of words that stand around names only a whole name is read, such as “проспект Азадлыг”."""
    plain = [number for number in span if not reading.is_beside(number)]
    if len(plain) == len(span) and (len(span) == 1 or all(len(word) > 1 for word in run)):
        return names.match(run)
    return names.exactly(run) if plain or len(span) > 1 else None


def _leave_out_streets(reading: TypedText) -> None:
    for part in reading.parts:
        for number in part:
            covered = any(number in mention.span for mention in reading.mentions)
            if not covered and number not in reading.streets:
                reading.streets.update(_street(reading, part, number))
    reading.mentions = [mention for mention in reading.mentions if reading.streets.isdisjoint(mention.span)]


def _street(reading: TypedText, part: range, number: int) -> range:
    """The words of a street's name around a word such as “küçəsi”; a town at the other end of the part is none."""
    word = reading.words[number]
    if word in words.STREET_BEFORE and number + 1 < part.stop:
        kept = [m.start for m in _towns(reading, part) if m.end == part.stop and m.start >= number + 2]
        return range(number, min(kept, default=part.stop))
    if words.is_one_of(word, words.STREET_AFTER | words.STREET_BEFORE) and number > part.start:
        kept = [m.end for m in _towns(reading, part) if m.start == part.start and m.end < number]
        return range(max(kept, default=part.start), number + 1)
    return range(0)


def _towns(reading: TypedText, part: range) -> Iterator[Mention]:
    for mention in reading.mentions:
        if mention.start in part and any(_is_large(each.place.population) for each in mention.match.candidates):
            yield mention


def _is_large(population: int | None) -> bool:
    return (population or _TOWN) >= _TOWN
