"""The eight questions that decide whether somebody can go there, in the order in which they are asked by telephone.

Each answer is a tap. An answer that is not given changes nothing.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..codes.public import Answer, Group, Kind, Practice, SourceKind, Verdict, Visibility
from ..faces.fields import CONDITIONS, Face

SONS = "sons"
_ANY_AGE = 17  # years: up to the day on which a son is of age
_AGES = (0, 7, 10, 12, 14, 16, _ANY_AGE)
_ASKED: dict[str, Promise] = {
    SONS: _("Up to which age may sons come with their mother?"),
    Practice.POLICE_TOLD: _("Do you tell the police that somebody came?"),
    Practice.FAMILY_TOLD: _("Do you tell a partner, parents or family?"),
    Practice.RECONCILIATION_PRESSED: _("Do you press for going back, or for a talk with them?"),
    Practice.ADMITS_AT_NIGHT: _("Do you let people in at night?"),
    Practice.PAYS_THE_JOURNEY: _("Do you pay for the journey?"),
    Group.TRANS_WOMAN: _("Do you take trans women?"),
    Group.LIMITED_MOBILITY: _("Can somebody in a wheelchair come?"),
}
# What is asked where nobody stays.
_ANYWHERE = (Practice.POLICE_TOLD, Practice.FAMILY_TOLD, Group.TRANS_WOMAN, Group.LIMITED_MOBILITY)
_GROUPS = (Group.TRANS_WOMAN, Group.LIMITED_MOBILITY)


class QuestionsForm(forms.Form):
    """Radios, each beginning with what is known."""

    def __init__(self, face: Face, data: Any = None) -> None:
        self.face = face
        asked = _ASKED if face["kind"] == Kind.SHELTER else {code: _ASKED[code] for code in _ANYWHERE}
        super().__init__(data, initial={code: known(face, code) for code in asked})
        for code, words in asked.items():
            choices = _ages(known(face, code)) if code == SONS else Answer.choices
            options: Any = {"choices": choices, "widget": forms.RadioSelect, "label": words, "required": False}
            self.fields[code] = forms.ChoiceField(**options)

    def wanted(self, source: str, today: date) -> Face:
        """How the place reads with these answers; as before where nothing differs."""
        said = {"source": source, "source_url": "", "source_kind": SourceKind.ITSELF.value}
        said["stated_on"] = today.isoformat()
        face = self.face
        for code, answer in self.cleaned_data.items():
            if answer and answer != known(face, code):
                face = face | _row(face, code, answer, said)
        return face


def known(face: Face, code: str) -> str:
    """The answer as it stands, as the value of a radio."""
    if code == SONS:
        age = _find(face["rules"], "group", Group.WOMAN_WITH_CHILDREN).get("sons_up_to")
        return Answer.UNKNOWN.value if age is None else str(age)
    if code in _GROUPS:
        verdict = _find(face["rules"], "group", code).get("verdict")
        return str(verdict) if verdict in (Verdict.YES, Verdict.NO) else Answer.UNKNOWN.value
    return str(_find(face["facts"], "code", code).get("answer", Answer.UNKNOWN.value))


def _find(rows: Iterable[dict[str, Any]], key: str, code: str) -> dict[str, Any]:
    return next((row for row in rows if row[key] == code), {})


def _row(face: Face, code: str, answer: str, said: dict[str, str]) -> Face:
    """The table with the row of this answer."""
    if code in Practice.values:
        return {"facts": _with(face["facts"], "code", {"code": code, "answer": answer} | said)}
    group = Group.WOMAN_WITH_CHILDREN.value if code == SONS else code
    open_to_all = group != Group.TRANS_WOMAN
    visible = (Visibility.PUBLIC if open_to_all else Visibility.CASEWORKERS).value
    empty = dict.fromkeys(CONDITIONS, "") | {"sons_up_to": None, "verdict": Verdict.UNKNOWN.value}
    row = empty | {"group": group, "visible_to": visible} | _find(face["rules"], "group", group) | said
    if code == SONS:
        row["sons_up_to"] = None if answer == Answer.UNKNOWN else int(answer)
    else:
        row |= dict.fromkeys(CONDITIONS, "") | {"verdict": answer}
    return {"rules": _with(face["rules"], "group", row)}


def _with(rows: list[dict[str, Any]], key: str, row: dict[str, Any]) -> list[dict[str, Any]]:
    return sorted([*(one for one in rows if one[key] != row[key]), row], key=lambda one: str(one[key]))


def _ages(now: str) -> list[tuple[str, Any]]:
    words = {"0": _("no sons"), str(_ANY_AGE): _("any under 18")}
    ages = sorted({*_AGES, *([int(now)] if now.isdecimal() else [])})
    return [*((str(age), words.get(str(age), str(age))) for age in ages), (Answer.UNKNOWN.value, _("not known"))]
