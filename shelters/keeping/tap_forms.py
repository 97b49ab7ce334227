"""Whom a facility takes, what to expect there, and what it offers: a row of taps for each.

A row that nobody tapped keeps the source that it has. What is new or changed has the source of the page.
"""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..codes.free_text import check_text
from ..codes.public import GUARDED_GROUPS, Answer, Group, Practice, Service, Verdict, Visibility
from ..faces.fields import CONDITIONS, Face
from ..models.admission import OLDEST
from .source_form import SameSourceForm

_CONDITION = {
    "condition_az": gettext_lazy("Condition in Azerbaijani"),
    "condition_ru": gettext_lazy("Condition in Russian"),
    "condition_en": gettext_lazy("Condition in English"),
}


def _by(rows: list[Face], key: str) -> dict[str, Face]:
    return {row[key]: row for row in rows}


class TakesForm(SameSourceForm):
    """A row for each group: yes, no, on a condition, not known."""

    def __init__(self, face: Face, data: Any = None) -> None:
        super().__init__(face, data)
        self.stored = _by(face["rules"], "group")
        for group in Group:
            row = self.stored.get(group, {})
            self.fields[group.value] = _taps(group.label, Verdict, row.get("verdict"))
            for name, label in _CONDITION.items():
                self.fields[f"{group.value}-{name}"] = forms.CharField(
                    label=label, required=False, max_length=300, validators=[check_text], initial=row.get(name, "")
                )
            seen_by = Visibility.CASEWORKERS if group in GUARDED_GROUPS else Visibility.PUBLIC
            self.fields[f"{group.value}-visible_to"] = forms.ChoiceField(
                label=_("Who may read it"), choices=Visibility.choices, initial=row.get("visible_to", seen_by)
            )
        self.fields["sons_up_to"] = forms.IntegerField(
            label=_("Sons up to which age, in years"),
            min_value=0,
            max_value=OLDEST,
            required=False,
            initial=self.stored.get(Group.WOMAN_WITH_CHILDREN, {}).get("sons_up_to"),
        )

    @property
    def rows(self) -> list[tuple[BoundField, list[BoundField]]]:
        """For each group its taps, and what is folded below."""
        return [(self[group.value], self._folded(group)) for group in Group]

    def _folded(self, group: Group) -> list[BoundField]:
        sons = [self["sons_up_to"]] if group == Group.WOMAN_WITH_CHILDREN else []
        return [*sons, *(self[f"{group.value}-{name}"] for name in (*CONDITIONS, "visible_to"))]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for group in Group:
            conditional = said.get(group.value) == Verdict.CONDITIONAL
            if not conditional and any(said.get(f"{group.value}-{name}") for name in CONDITIONS):
                self.add_error(group.value, _("A condition counts only with “yes, on a condition”."))
        return said

    def face_wanted(self) -> Face:
        found = (self._rule(group, self.stored.get(group)) for group in Group)
        return self.face | {"rules": sorted((row for row in found if row), key=lambda row: str(row["group"]))}

    def _rule(self, group: Group, old: Face | None) -> Face | None:
        said = self.cleaned_data
        verdict = said[group.value]
        if verdict == Verdict.UNKNOWN and (old is None or old["verdict"] != Verdict.UNKNOWN):
            return None
        told = {name: said[f"{group.value}-{name}"] for name in (*CONDITIONS, "visible_to")}
        told |= {"group": group.value, "verdict": verdict}
        told["sons_up_to"] = said["sons_up_to"] if group == Group.WOMAN_WITH_CHILDREN else None
        if old and all(old[name] == value for name, value in told.items()):
            return old
        return told | self.sourced()


class ExpectForm(SameSourceForm):
    """A row for each thing to know before going: yes, no, not known."""

    def __init__(self, face: Face, data: Any = None) -> None:
        super().__init__(face, data)
        self.stored = _by(face["facts"], "code")
        for code in Practice:
            self.fields[code.value] = _taps(code.label, Answer, self.stored.get(code, {}).get("answer"))

    @property
    def rows(self) -> list[tuple[BoundField, list[BoundField]]]:
        return [(self[code.value], []) for code in Practice]

    def face_wanted(self) -> Face:
        found = (self._fact(code.value, self.stored.get(code)) for code in Practice)
        return self.face | {"facts": sorted((row for row in found if row), key=lambda row: str(row["code"]))}

    def _fact(self, code: str, old: Face | None) -> Face | None:
        answer = self.cleaned_data[code]
        if old and old["answer"] == answer:
            return old
        return None if answer == Answer.UNKNOWN else {"code": code, "answer": answer} | self.sourced()


class ServicesForm(SameSourceForm):
    """What it offers."""

    services = forms.MultipleChoiceField(
        label=gettext_lazy("What it offers"),
        choices=Service.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    field_order = ["services", "same"]

    def __init__(self, face: Face, data: Any = None) -> None:
        self.stored = _by(face["provisions"], "service")
        super().__init__(face, data, services=list(self.stored))

    def face_wanted(self) -> Face:
        offered = sorted(self.cleaned_data["services"])
        rows = [self.stored.get(one) or {"service": one} | self.sourced() for one in offered]
        return self.face | {"provisions": rows}


def _taps(label: Any, codes: type[Verdict] | type[Answer], answer: str | None) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=codes.choices, widget=forms.RadioSelect, initial=answer or codes.UNKNOWN, required=True
    )
