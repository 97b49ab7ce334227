"""What stands on a paper for a client: a number, a word and what to bring; and by a tick each what she wants on it."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from shelters.codes.public import Kind, Visibility
from shelters.faces import bound

from ..codes import Spoken
from ..models import Enquiry
from ..vault import contents, enquiries
from ..vault.sealing import DataKey
from ..workflow.appointments import is_service


class PaperForm(forms.Form):
    """Ticks are there only for a service that is no place to stay and is not hidden."""

    number = forms.CharField(label=_("Number to ring"), max_length=40)
    word = forms.CharField(label=_("A word that they say first"), max_length=50, required=False)
    bring = forms.CharField(label=_("What to bring"), max_length=200, required=False)
    spoken = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    place = forms.BooleanField(label=_("Name the place"), required=False)
    moment = forms.BooleanField(label=_("Name the day and the hour"), required=False)
    service = forms.BooleanField(label=_("Name what it is for"), required=False)

    def __init__(self, one: Enquiry, key: DataKey, data: Any = None) -> None:
        may_be_named = _may_be_named(one, key)
        super().__init__(data, initial=_known(one, key, may_be_named))
        self.when: datetime | None = enquiries.arrival(one, key)
        for field in ("place", "moment", "service"):
            if not may_be_named or (field == "moment" and self.when is None):
                del self.fields[field]


def _may_be_named(one: Enquiry, key: DataKey) -> bool:
    """Never a place to stay, never a hidden place: whoever finds the paper would know where she is."""
    stays = one.facility and (one.facility.confidential or one.facility.kind == Kind.SHELTER)
    return not stays and is_service(contents.get(one.referral, "question", key))


def _known(one: Enquiry, key: DataKey, may_be_named: bool) -> dict[str, str]:
    """What the case knows: her word and language, what to bring; the number only if anybody may read it."""
    safe, told = contents.get(one.referral.case, "safe_way", key), enquiries.details(one, key)
    known = {"word": safe["word"] if safe else "", "bring": told["bring"]}
    if safe and safe["spoken"] != Spoken.OTHER:
        known["spoken"] = safe["spoken"]
    found = bound.as_bound([one.facility] if one.facility else [])
    phones = (phone for house in found for phone in house.phones.all())
    phone = next((phone for phone in phones if phone.visible_to == Visibility.PUBLIC), None)
    return known | ({"number": str(phone)} if phone and may_be_named else {})
