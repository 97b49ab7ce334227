"""The page that the code opens: who answered, in kind words, and her next steps.

It never shows where or when a person will be met, nor that a person is there. It has no word of an arrival, and all
ends after it share the same sentence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shelters.codes.public import Kind
from shelters.codes.wording import capital
from shelters.finder.public_view import FacilityView
from shelters.finder.search import look_up_all
from shelters.hours.moment_words import when
from shelters.models import Facility, Hold
from shelters.published.words import PhoneWords

from ..codes import DeclineReason, EnquiryStatus, ReferralState
from ..models import Enquiry, Referral
from ..vault import contents, enquiries, sealing
from ..workflow.appointments import is_service
from ..workflow.placing import may_be_chosen
from ..workflow.transitions import COMING, LOOKING

# Kind words of a refusal, for a person who needed a yes.
KINDLY: Mapping[str, object] = {
    DeclineReason.FULL: gettext_lazy("They have no room at the moment."),
    DeclineReason.CANNOT_MEET_NEED: gettext_lazy("They do not have what you need."),
    DeclineReason.TOO_NEAR: gettext_lazy("They think that they are too near to the danger."),
    DeclineReason.AGE_OF_SONS: gettext_lazy("They do not take boys of that age."),
    DeclineReason.GENDER_OR_ORIENTATION: gettext_lazy(
        "They say that it is because of gender identity or orientation. That says something about them, not about you."
    ),
    DeclineReason.DISABILITY: gettext_lazy(
        "Their building is not made for everybody. That is the building’s fault, not yours."
    ),
    DeclineReason.PAPERS: gettext_lazy("They ask for papers that not everybody has."),
    DeclineReason.ILLNESS: gettext_lazy("They cannot give the care that an illness may need."),
    DeclineReason.OTHER: gettext_lazy("They cannot take you this time."),
}


_ORDER = (
    EnquiryStatus.CHOSEN,
    EnquiryStatus.OFFERED,
    EnquiryStatus.WAITING,
    EnquiryStatus.REFUSED,
    EnquiryStatus.RELEASED,
)


@dataclass(frozen=True)
class SurvivorMessage:
    """A message, and when it was written, in words."""

    from_house: bool
    when: str
    text: str


@dataclass(frozen=True)
class AskedPlace:
    """A place and its answer. `until`: how long its offer stands, or "" if it is over. `kept`: a bed is held for it.

    `come`: it says "yes, come", and holds no bed. `past`: its moment is over. Its moment is never told here.
    `phones` are those that the list shows to anybody.
    """

    id: str
    name: str
    town: str
    status: str
    kindly: str
    until: str
    kept: bool
    come: bool
    past: bool
    bring: str
    messages: list[SurvivorMessage]
    phones: list[PhoneWords]


@dataclass(frozen=True)
class AnswersPage:
    """The whole page of answers. `phase` is open, late, none, chosen or over. `service`: not a place to stay."""

    phase: str
    service: bool
    until: str
    on_the_way: bool
    has_contact: bool
    places: list[AskedPlace]

    @property
    def offers(self) -> int:
        return sum(place.status == EnquiryStatus.OFFERED and not place.past for place in self.places)


def phase_of(referral: Referral, now: datetime) -> str:
    """The phase of a referral, as far as the person who asked may know it."""
    if referral.state in COMING:
        return "chosen"
    if referral.state in LOOKING:
        return "open" if referral.until > now else "late"
    return {ReferralState.EXPIRED: "late", ReferralState.REFUSED: "none"}.get(ReferralState(referral.state), "over")


def read(referral: Referral) -> AnswersPage:
    """Raises sealing.Unreadable."""
    now = timezone.now()
    phase = phase_of(referral, now)
    asks = referral.enquiries.select_related("facility__place").prefetch_related("messages")
    if phase == "chosen":
        asks = asks.filter(status=EnquiryStatus.CHOSEN)
    return AnswersPage(
        phase,
        is_service(contents.get(referral, "question")),
        when(referral.until, timezone.localdate(now)),
        referral.state == ReferralState.ON_THE_WAY,
        referral.contact is not None,
        _places(referral, list(asks), now) if phase != "over" else [],
    )


def _places(referral: Referral, asks: list[Enquiry], now: datetime) -> list[AskedPlace]:
    """Offers first, then places that wrote, then the others."""
    key = contents.key_of(referral.case)
    listed = look_up_all(one.house.public_id for one in asks)
    live = set(Hold.objects.live(now).filter(enquiry__in=asks).values_list("pk", flat=True))
    places = [_place(one, key, now, listed.get(one.house.public_id), one.hold_id in live) for one in asks]
    return sorted(places, key=lambda place: (_ORDER.index(EnquiryStatus(place.status)), not place.messages))


def _place(one: Enquiry, key: sealing.DataKey, now: datetime, view: FacilityView | None, kept: bool) -> AskedPlace:
    today, offers = timezone.localdate(now), one.status == EnquiryStatus.OFFERED
    stands = offers and one.pool_id and (kept or not one.hold_id)
    until = one.offered_until if stands and one.offered_until and one.offered_until > now else None
    return AskedPlace(
        one.public_id,
        view.name if view else unlisted(one.house),
        one.house.place.name,
        one.status,
        str(KINDLY.get(enquiries.reason(one, key), "")),
        when(until, today) if until else "",
        kept,
        offers and not one.pool_id,
        offers and not may_be_chosen(one, key, now),
        enquiries.details(one, key)["bring"],
        _messages(one, key, today),
        view.phones if view else [],
    )


def _messages(enquiry: Enquiry, key: sealing.DataKey, today: date) -> list[SurvivorMessage]:
    return [
        SurvivorMessage(message.from_house, when(message.at, today), contents.text_of(message, key))
        for message in enquiry.messages.all()
    ]


def unlisted(facility: Facility) -> str:
    """The words for a place that is not listed any more."""
    return _("%(kind)s, %(place)s") % {"kind": capital(Kind(facility.kind).label), "place": facility.place.name}
