"""What a caseworker and a client agree on: the safety plan, what others may be told, when to ask how they are."""

from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..codes import ConsentItem, TryResult
from ..models import Case, Consent
from ..vault import contents
from .cases import ReallyForm, ask_safe_way_first, doubtful
from .staff import NothingForm

TEN = time(10)
DAYS = ((2, _("in 2 days")), (14, _("in 2 weeks")), (30, _("in a month")), (90, _("in 3 months")))
TOLD_FOR = ((7, _("7 days")), (30, _("30 days")), (180, _("half a year")))
_line = partial(
    forms.CharField, max_length=140, required=False, widget=forms.TextInput({"autocomplete": "off"}), label=""
)


class FollowUpForm(NothingForm):
    """When to ask how they are, as proposed. The safe way is asked first."""

    about: Case
    after = forms.TypedChoiceField(label=_("Ask how they are"), coerce=int, choices=DAYS)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        ask_safe_way_first(self.about)
        day = timezone.localdate() + timedelta(days=given.get("after", 0))
        return given | {"at": timezone.make_aware(datetime.combine(day, TEN))}


class ReachForm(NothingForm):
    result = forms.ChoiceField(label=_("What came of it"), choices=TryResult.choices)


class SafetyPlanForm(ReallyForm):
    """Three lines in their words. All may stay empty: then only the day is kept."""

    about: Case
    first = _line(label=_("What they do when it becomes dangerous"))
    second = _line(label=_("Where they go, and how they get there"))
    third = _line(label=_("What they take along, and who helps"))
    field_order = ("first", "second", "third", "really")

    def offer_choices(self) -> None:
        kept = contents.get(self.about, "safety_plan") or []
        self.initial = dict(zip(("first", "second", "third"), kept, strict=False))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        lines = [str(given.get(name, "")) for name in ("first", "second", "third")]
        doubtful(self, " ".join(lines))
        return given | {"lines": lines}


class MinorForm(ReallyForm):
    """Of somebody under 18. Nothing is passed on by itself."""

    about: Case
    knows = _line(label=_("Who knows of it"))
    tell = _line(label=_("Whom they want to be told"))
    why = _line(label=_("Why somebody must be told, as you said it to them"))
    field_order = ("knows", "tell", "why", "really")

    def offer_choices(self) -> None:
        self.initial = dict(contents.get(self.about, "minor") or {})

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        minor = {name: str(given.get(name, "")) for name in ("knows", "tell", "why")}
        doubtful(self, " ".join(minor.values()))
        return given | {"minor": minor}


class MayTellForm(NothingForm):
    """What others may be told, item by item. No tick is an answer, too."""

    about: Case
    what = forms.MultipleChoiceField(
        label=_("May be told to places that you ask"),
        choices=ConsentItem.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    days = forms.TypedChoiceField(label=_("For"), coerce=int, choices=TOLD_FOR)
    counted = forms.BooleanField(label=_("May be counted in numbers that name nobody"), required=False)

    def offer_choices(self) -> None:
        kept = contents.get(self.about, "may_tell")
        self.initial = {"what": kept["items"] if kept else [], "days": 30, "counted": self.about.counted}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        return given | {"until": timezone.localdate() + timedelta(days=given.get("days", 0))}


class ConsentForm(NothingForm):
    """Which yes they take back."""

    about: Case
    consent = forms.ModelChoiceField(Consent.objects.none())

    def offer_choices(self) -> None:
        self.fields["consent"].queryset = self.about.consents.filter(withdrawn_at=None)  # type: ignore[attr-defined]
