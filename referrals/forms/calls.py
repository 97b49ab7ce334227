"""What came of a call, a visit or a letter to a place."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shelters.beds import counting
from shelters.codes.staff import Informant, ReportKind
from shelters.models import Facility
from shelters.models.beds import MOST

from ..codes import Channel, DeclineReason, EnquiryStatus, ReferralManner, ToldOfPlace
from ..workflow.calls import PlaceAnswer
from .staff import LocalMomentField, once_field

RESULTS = [
    (EnquiryStatus.NOT_REACHED, _("Not reached")),
    (EnquiryStatus.CALL_BACK, _("I am to ring again")),
    (EnquiryStatus.OFFERED, _("Yes")),
    (EnquiryStatus.REFUSED, _("No")),
]
_REQUIRED: Mapping[str, tuple[str, object]] = {
    EnquiryStatus.CALL_BACK: ("again_at", _("Say when to ring again.")),
    EnquiryStatus.REFUSED: ("reason", _("Say why they said no.")),
}


# What few calls bring stands in a fold.
_SELDOM = ("manner", "told_her", "way_in", "bring", "full_until", "told", "wrong_number")


class AnswerForm(forms.Form):
    """For which need, and what came of it. With counted rooms a yes may hold beds; without, it is an appointment."""

    need = forms.ChoiceField(label=_("For whom, and for which need"), widget=forms.RadioSelect)
    channel = forms.ChoiceField(
        label=_("How"),
        choices=[
            (Channel.PHONE, _("I rang them")),
            (Channel.IN_PERSON, _("I went there")),
            (Channel.WRITING, _("I wrote")),
        ],
        widget=forms.RadioSelect,
        initial=Channel.PHONE,
    )
    name = forms.CharField(
        label=_("Which place"),
        max_length=100,
        help_text=_("An organisation. No relatives, no address."),
        required=False,
    )
    result = forms.ChoiceField(label=_("What came of it"), choices=RESULTS, widget=forms.RadioSelect)
    again_at = LocalMomentField(label=_("Ring again at"), required=False)
    when = LocalMomentField(label=_("Agreed: when they come"), required=False)
    pool = forms.ChoiceField(label=_("Hold beds"), required=False)
    beds = forms.IntegerField(label=_("How many"), min_value=1, max_value=MOST, required=False)
    manner = forms.ChoiceField(
        label=_("How you sent them there"), choices=[("", "—"), *ReferralManner.choices], required=False
    )
    told_her = forms.MultipleChoiceField(
        label=_("What you told them of the place"),
        choices=ToldOfPlace.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    way_in = forms.CharField(label=_("The way in"), max_length=200, required=False)
    bring = forms.CharField(label=_("What to bring"), max_length=200, required=False)
    reason = forms.ChoiceField(label=_("Why they said no"), choices=[("", "—"), *DeclineReason.choices], required=False)
    full_until = LocalMomentField(label=_("If they are full: until when"), required=False)
    told = forms.ChoiceField(
        label=_("If they are full: who said it"),
        choices=[("", "—"), *Informant.choices],
        help_text=_("Then the coordinators read that they are full, and nothing of the client."),
        required=False,
    )
    wrong_number = forms.BooleanField(label=_("The number is wrong: tell the coordinators"), required=False)
    once = once_field()

    def __init__(
        self,
        needs: list[tuple[str, str]],
        facility: Facility | None,
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.facility = facility
        self.fields["need"].choices = needs  # type: ignore[attr-defined]
        rooms = counting.rooms(facility) if facility else []
        self.rooms = {room.pool.public_id: room.pool for room in rooms if room.pool.observed_at}
        for field in ("name",) if facility else ("full_until", "told", "wrong_number"):
            del self.fields[field]
        if self.rooms:
            free = {room.pool.public_id: room.free for room in rooms}
            said = gettext("%(name)s (free: %(free)d)")
            choices = [(key, said % {"name": pool.name, "free": free[key]}) for key, pool in self.rooms.items()]
            self.fields["pool"].choices = [("", gettext("no bed")), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields["pool"], self.fields["beds"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        field, words = _REQUIRED.get(given.get("result", ""), ("", ""))
        if field and field not in self.errors and not given.get(field):
            self.add_error(field, str(words))
        if given.get("full_until") and not given.get("told"):
            self.add_error("told", gettext("Who said so? Choose one."))
        if self.facility is None and not given.get("name"):
            self.add_error("name", gettext("Say which place it is."))
        return given

    def usual(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in _SELDOM]

    def seldom(self) -> list[forms.BoundField]:
        return [field for field in self if field.name in _SELDOM]

    def is_seldom_said(self) -> bool:
        """Whether the fold is open: something in it was said, or is wrong."""
        return any(field.value() or field.errors for field in self.seldom())

    def heard(self) -> list[ReportKind]:
        """What the coordinators should know of the place."""
        given = self.cleaned_data
        full = given["result"] == EnquiryStatus.REFUSED and given["reason"] == DeclineReason.FULL and given.get("told")
        found = {ReportKind.FULL: full, ReportKind.WRONG_NUMBER: given.get("wrong_number")}
        return [kind for kind, so in found.items() if so]

    def answer(self) -> PlaceAnswer:
        given = self.cleaned_data
        says_yes = given["result"] == EnquiryStatus.OFFERED
        return PlaceAnswer(
            EnquiryStatus(given["result"]),
            again_at=given["again_at"],
            reason=DeclineReason(given["reason"]) if given["reason"] else None,
            when=given["when"] if says_yes else None,
            pool=self.rooms.get(given.get("pool", "")) if says_yes else None,
            beds=given.get("beds") or 1,
            way_in=given["way_in"],
            bring=given["bring"],
            manner=given["manner"],
            told_her=given["told_her"],
        )
