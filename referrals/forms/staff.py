"""What staff send of a question: each form holds what one move needs, and is about one question or request."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shelters.beds import counting
from shelters.models import BedPool
from shelters.models.beds import MOST
from shelters.models.user import User

from .. import access
from ..codes import ConsentMethod, DeclineReason, EndedBy, ExitReason
from ..models import Case, Enquiry, Referral
from ..vault import contents, enquiries
from ..workflow.appointments import is_service
from ..workflow.travel import journey, offered_until
from ..workflow.triage import beds_for
from . import code_names
from .contact import ContactForm
from .survivor import LONGEST_TEXT

FARTHEST = timedelta(days=30)
_SHOWN = "%Y-%m-%dT%H:%M"  # as a browser writes a moment


class LocalMomentField(forms.DateTimeField):
    """A moment in Asia/Baku that is still to come, and not too far off."""

    def __init__(self, *, farthest: timedelta = FARTHEST, **options: Any) -> None:
        self.farthest = farthest
        picker = forms.DateTimeInput({"type": "datetime-local"}, format=_SHOWN)
        super().__init__(widget=picker, input_formats=[_SHOWN, f"{_SHOWN}:%S"], **options)

    def clean(self, value: object) -> datetime | None:
        moment: datetime | None = super().clean(value)
        now = timezone.now()
        if moment and not now < moment <= now + self.farthest:
            words = gettext("Name a time that is still to come, within %(days)d days.")
            raise ValidationError(words % {"days": self.farthest.days})
        return moment


_words = partial(forms.CharField, max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 3}))


def once_field() -> forms.CharField:
    """The form's own key, by which it counts once however often it is sent."""
    return forms.CharField(required=False, max_length=64, initial=secrets.token_urlsafe, widget=forms.HiddenInput)


class NothingForm(forms.Form):
    """A button that says all."""

    def __init__(
        self, about: Case | Enquiry | Referral | None, data: Mapping[str, Any] | None = None, *, auto_id: str = "id_%s"
    ) -> None:
        super().__init__(data, auto_id=auto_id)
        self.about = about
        self.offer_choices()

    def offer_choices(self) -> None:
        """What can be chosen, and what is proposed, follow from what the form is about."""


class OfferForm(NothingForm):
    """Beds that are held for her until a moment. `pool` becomes one of the house's."""

    about: Enquiry
    pool = forms.ChoiceField(label=_("Which beds"))
    beds = forms.IntegerField(label=_("How many"), min_value=1, max_value=MOST)
    until = LocalMomentField(label=_("Held until"), help_text=_("So long they can choose."))
    arrival = LocalMomentField(
        label=_("There by"), required=False, help_text=_("Proposed by the way from their rayon.")
    )
    words = _words(label=_("A kind word, if you like"), required=False)
    once = once_field()

    def offer_choices(self) -> None:
        key, now = enquiries.key_for_house(self.about), timezone.now()
        question = contents.get(self.about.referral, "question", key)
        self.rooms = {room.pool.public_id: room for room in counting.rooms(self.about.house, now)}
        self.fields["pool"].choices = [  # type: ignore[attr-defined]
            (key, gettext("%(name)s (free: %(free)d)") % {"name": room.pool.name, "free": room.free})
            for key, room in self.rooms.items()
        ]
        way = journey(question["rayon"], self.about.house)
        arrival = enquiries.arrival(self.about, key) or (now + way if way else None)
        beds = self.about.beds or beds_for(question)
        self.initial = {"beds": beds, "until": offered_until(now), "arrival": arrival}

    def clean_pool(self) -> BedPool:
        return self.rooms[self.cleaned_data["pool"]].pool


class ComeForm(NothingForm):
    """Yes, come, where no bed is offered. The way into a place to stay is told by voice, after the word."""

    about: Enquiry
    when = LocalMomentField(label=_("When they can come"), required=False, help_text=_("Empty: they ring you first."))
    way_in = forms.CharField(label=_("The way in"), max_length=200, required=False)
    bring = forms.CharField(label=_("What to bring"), max_length=200, required=False)
    words = _words(label=_("A kind word, if you like"), required=False)
    once = once_field()

    def offer_choices(self) -> None:
        key = enquiries.key_for_house(self.about)
        if not is_service(contents.get(self.about.referral, "question", key)):
            del self.fields["way_in"]
        told = enquiries.details(self.about, key)
        self.initial = {"when": enquiries.arrival(self.about, key), "way_in": told["way_in"], "bring": told["bring"]}


class WordsForm(NothingForm):
    words = _words(label=_("Your words"))
    once = once_field()


class RefuseForm(NothingForm):
    reason = forms.ChoiceField(label=_("Why"), choices=DeclineReason.choices, widget=forms.RadioSelect)
    words = _words(label=_("A kind word, if you like"), required=False)


class ArrivalForm(NothingForm):
    about: Enquiry
    arrival = LocalMomentField(label=_("There by"))

    def offer_choices(self) -> None:
        self.initial["arrival"] = enquiries.arrival(self.about, enquiries.key_for_house(self.about))


class LeaveForm(NothingForm):
    because = forms.ChoiceField(label=_("Why"), choices=ExitReason.choices, widget=forms.RadioSelect)
    ended_by = forms.ChoiceField(label=_("Who decided it"), choices=EndedBy.choices, widget=forms.RadioSelect)


class ClientContactForm(ContactForm, NothingForm):
    """How to reach a client, and how she gave consent."""

    how = forms.ChoiceField(label=_("How they said yes to it"), choices=ConsentMethod.choices, widget=forms.RadioSelect)


class ShareForm(NothingForm):
    """To a colleague who joined after it was asked, or has new keys since."""

    about: Case | Enquiry
    to = forms.ChoiceField(label=_("To whom"))

    def offer_choices(self) -> None:
        self.later = {str(one.pk): one for one in access.joined_later(self.about)}
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (key, one.username) for key, one in self.later.items()
        ]

    def clean_to(self) -> User:
        return self.later[self.cleaned_data["to"]]


class SureForm(NothingForm):
    sure = forms.BooleanField(label=_("Yes, erase everything and free the bed"))


class CodeNameField(forms.CharField):
    """A code name as the system proposed it: nobody types a name."""

    def __init__(self) -> None:
        super().__init__(max_length=40, label=_("Code name"), widget=forms.HiddenInput)

    def clean(self, value: object) -> str:
        name = str(super().clean(value))
        if not set(name.split()) <= code_names.ALL:
            raise ValidationError(gettext("Take a proposed code name."))
        return name


class SendForm(forms.Form):
    """What sending a question needs besides the question: for whom, her yes, and the form's own key."""

    name = CodeNameField()
    how = forms.ChoiceField(
        label=_("They agree that these places read the question. How did they say yes?"),
        choices=[(ConsentMethod.VOICE, _("by voice, to me")), (ConsentMethod.SCREEN, _("on the screen, beside me"))],
        widget=forms.RadioSelect,
    )
    once = forms.SlugField(max_length=64, validators=[MinLengthValidator(20)], widget=forms.HiddenInput)
