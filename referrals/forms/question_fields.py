"""The fields of the nameless question, alike on her page and on that of staff who ask for somebody."""

from collections.abc import Mapping
from typing import Any

from ..codes import Urgency
from ..workflow.triage import WAITS
from . import question

Groups = Mapping[str, list[tuple[str, str]]]  # "main" and "more", as the search has them


def shown(typed: Mapping[str, Any], errors: Mapping[str, Any], groups: Groups) -> dict[str, Any]:
    """What is chosen from, with what was typed; `more_said`: something that stands further below."""
    no_to = [group for group in groups["more"] if group[0] not in question.ACCESS]
    said = {code for code, _label in no_to} & set(typed.get("who", []))
    return {
        "typed": {"adults": "1", "soon": Urgency.NOW} | dict(typed),
        "errors": errors,
        "bands": [_band(question.children(band), label, typed, errors) for band, label in question.BANDS.items()],
        "soons": [(soon.value, soon.label, WAITS[soon].days) for soon in Urgency],
        "access": [group for group in groups["more"] if group[0] in question.ACCESS],
        "no_to": no_to,
        "more_said": bool(said or typed.get("access") or typed.get("avoid")),
    }


def _band(name: str, label: Any, typed: Mapping[str, Any], errors: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": name, "label": label, "value": typed.get(name, ""), "errors": errors.get(name)}
