"""What a search knew, so that the question does not ask for it again."""

from collections.abc import Mapping
from typing import Any

from rest_framework.exceptions import ValidationError

from shelters.codes.public import Service
from shelters.finder.forms import NearForm, read
from shelters.finder.origin import NotOnTheList, Unclear, start
from shelters.published import current

from ..vault.values import Question
from . import question


def known_before(entered: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """What a search knew, as the question has it."""
    who = entered.get("who", [])
    return {
        "who": [group for group in who if group not in question.ACCESS],
        "access": [group for group in who if group in question.ACCESS],
        "oldest_son": entered.get("oldest_son", ""),
        "rayon": _rayon(entered),
        "avoid": "; ".join(entered.get("avoid", [])),
        "service": next(iter(entered.get("need", [])), Service.EMERGENCY_SHELTER.value),
    }


def filled_in(sealed: Question) -> dict[str, Any]:
    """A question that was asked, as its form has it."""
    shared = ("adults", "oldest_son", "rayon", "soon", "who", "access", "avoid")
    bands = {question.children(band): number for band, number in sealed["children"].items()}
    return {name: sealed[name] for name in shared} | bands  # type: ignore[literal-required]


def as_search(sealed: Question) -> list[tuple[str, str]]:
    """A question that was asked, as the fields of a search for it. Without a rayon it searches the whole country."""
    found = [("need", sealed.get("need") or Service.EMERGENCY_SHELTER.value), ("rayon", sealed["rayon"])]
    found += [("who", group) for group in (*sealed["who"], *sealed["access"])]
    return [(name, value) for name, value in found if value]


def _rayon(entered: Mapping[str, Any]) -> str:
    """The rayon of the place that a search started from; "" where that is not known."""
    try:
        fields = read(NearForm, entered)
        begun = start(current.get().places, fields)
    except (ValidationError, Unclear, NotOnTheList):
        return ""
    return begun.found.place.rayon.code if begun and begun.found else ""
