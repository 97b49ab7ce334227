"""What a caseworker sees: the requests of their organisation, and what can be done for one."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from shelters.audit.trail import Actor
from shelters.staff import team

from .. import access
from ..codes import Channel, ConsentMethod, DeclineReason, EndedBy, EnquiryStatus, ExitReason, ReferralState
from ..forms.contact import contact_of
from ..forms.prefill import as_search
from ..forms.staff import ClientContactForm, LeaveForm, NothingForm, WordsForm
from ..models import OVER, Enquiry, Referral
from ..pages import caseload, staff_lines
from ..vault import contents, enquiries
from ..vault.sealing import DataKey
from ..workflow import calls, cases, needs, placing, stay
from ..workflow.appointments import is_service
from ..workflow.transitions import COMING, LOOKING
from .errors import Fields, Moves, carry_out_move, explain_errors

Sent = Mapping[str, forms.Form]  # a form with mistakes, by its move or its place


@dataclass(frozen=True)
class PlaceStatus:
    """How one place stands to the request, why it said no, what was written, whether its offer still holds."""

    ask: Enquiry
    no: str
    told: enquiries.Details
    said: list[staff_lines.StaffMessage]
    sent: str
    live: bool
    choosable: bool
    reply: forms.Form | None


def _leave_contact(referral: Referral, given: Fields, by: Actor) -> None:
    stay.leave_contact(referral, contact_of(given), how=ConsentMethod(given["how"]), by=by)


_ORDER = (
    EnquiryStatus.CHOSEN,
    EnquiryStatus.OFFERED,
    EnquiryStatus.CALL_BACK,
    EnquiryStatus.NOT_REACHED,
    EnquiryStatus.WAITING,
    EnquiryStatus.REFUSED,
    EnquiryStatus.RELEASED,
)
# The moves that nobody else can make where nobody answers here.
_TOLD = {
    "arrive": _("They arrived, or were seen"),
    "not_arrive": _("They did not arrive"),
    "await_again": _("Take it back: they are still on the way"),
}


def _leave(referral: Referral, given: Fields, by: Actor) -> None:
    stay.leave(referral, ExitReason(given["because"]), EndedBy(given["ended_by"]), by=by)


# What can be done for a request, its form, and the one function that does it.
MOVES: Moves[Referral] = {
    "set_out": (NothingForm, lambda referral, given, by: stay.set_out(referral, by=by)),
    "leave_contact": (ClientContactForm, _leave_contact),
    "arrive": (NothingForm, lambda referral, given, by: stay.arrive(referral, by=by)),
    "not_arrive": (NothingForm, lambda referral, given, by: stay.not_arrive(referral, by=by)),
    "await_again": (NothingForm, lambda referral, given, by: stay.await_again(referral, by=by)),
    "leave": (LeaveForm, _leave),
    "put_first": (NothingForm, lambda referral, given, by: needs.put_first(referral, by=by)),
    "drop": (NothingForm, lambda referral, given, by: cases.drop(referral, by=by)),
}
_OF_A_NEED = ("put_first", "drop")  # they stand beside the need, on the page of the case
# What can be done towards one place.
TOWARDS: Moves[Enquiry] = {
    "choose": (NothingForm, lambda one, given, by: placing.choose(one, by=by)),
    "take": (NothingForm, lambda one, given, by: calls.take(one, by=by)),
    "write": (WordsForm, lambda one, given, by: placing.write(one, given["words"], from_house=False, by=by)),
}


@require_safe
@explain_errors
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """One request, each place that was asked, and what can be done."""
    return _page(request, access.own_request(request, public_id))


@require_POST
@explain_errors
def move(request: HttpRequest, public_id: str, move: str) -> HttpResponse:
    """Do one thing for a request; `MOVES` says what there is."""
    refused = carry_out_move(request, MOVES, move, lambda: access.own_request(request, public_id), _page)
    if move in _OF_A_NEED and not refused:
        return redirect("case", public_id=access.own_request(request, public_id).case.public_id)
    return refused or redirect("request", public_id=public_id)


@require_POST
@explain_errors
def towards(request: HttpRequest, public_id: str, place: str, move: str) -> HttpResponse:
    """Do one thing towards one of the places; `TOWARDS` says what there is."""

    def find() -> Enquiry:
        enquiries = access.own_request(request, public_id).enquiries.select_related("facility", "referral")
        return get_object_or_404(enquiries, public_id=place)

    def page(request: HttpRequest, ask: Enquiry, status: int, sent: Sent, **said: object) -> HttpResponse:
        return _page(request, ask.referral, status, sent, **said)

    refused = carry_out_move(request, TOWARDS, move, find, page, key=place)
    return refused or redirect("request", public_id=public_id)


@require_POST
@explain_errors
def contact(request: HttpRequest, public_id: str) -> HttpResponse:
    """How she can be reached, shown this once."""
    referral = access.own_request(request, public_id)
    if referral.contact is None:
        raise Http404
    contents.note_reading(referral.case, "contact", team.actor_of(request))
    return _page(request, referral, contact=staff_lines.contact_lines(referral, contents.key_of(referral.case)))


def _page(
    request: HttpRequest,
    referral: Referral,
    status: int = 200,
    sent: Sent | None = None,
    **more: object,
) -> HttpResponse:
    """Whoever is shown it, on whichever way, has read it."""
    contents.note_reading(referral.case, "question", team.actor_of(request))
    sent, key = sent or {}, contents.key_of(referral.case)
    asked = contents.get(referral, "question", key)
    made = {move: MOVES[move][0](referral, auto_id=f"{move}_%s") for move in _can(referral) if move not in sent}
    about = {
        "referral": referral,
        "name": contents.get(referral.case, "name", key),
        "need": caseload.need_of(referral),
        "lines": staff_lines.question_lines(asked),
        "search": as_search(asked),
        "places": _places(referral, key, sent),
        "forms": made | {move: sent[move] for move in _can(referral) if move in sent},
        "over": referral.state in OVER,
        "open": referral.state not in (*COMING, ReferralState.ARRIVED) and not referral.case.closed_at,
        "may_tell": staff_lines.may_tell_words(referral.case, key),
        "told_moves": [(move, words) for move, words in _TOLD.items() if move in _can(referral)],
    }
    return render(request, "staff/requests/request.html", about | more, status=status)


def _can(referral: Referral) -> list[str]:
    """What may be done now; the moves themselves guard it again. Where nobody answers here, she makes every move."""
    chosen = referral.enquiries.filter(status=EnquiryStatus.CHOSEN).first()
    told = chosen is not None and chosen.channel != Channel.HERE
    can = ["set_out"] if referral.state == ReferralState.CHOSEN else []
    if referral.state in COMING:
        can += ["arrive", "not_arrive"] if told else ["leave_contact"]
    if told and referral.state in (ReferralState.ARRIVED, ReferralState.NOT_ARRIVED) and stay.may_take_back(referral):
        can += ["arrive", "await_again"] if referral.state == ReferralState.NOT_ARRIVED else ["await_again"]
    stays = told and referral.state == ReferralState.ARRIVED and not is_service(contents.get(referral, "question"))
    return can + (["leave"] if stays else [])


def _places(referral: Referral, key: DataKey, sent: Sent) -> list[PlaceStatus]:
    """Every place that was asked: the chosen and those that offer first."""
    asks = referral.enquiries.select_related("facility__place", "facility__organisation", "pool", "hold")
    places, now = [], timezone.now()
    for ask in sorted(asks.prefetch_related("messages"), key=lambda ask: _ORDER.index(EnquiryStatus(ask.status))):
        open_now = referral.state in LOOKING and ask.status in (EnquiryStatus.WAITING, EnquiryStatus.OFFERED)
        writes = open_now or (referral.state in COMING and ask.status == EnquiryStatus.CHOSEN)
        writes = writes and ask.channel == Channel.HERE
        reply = sent.get(ask.public_id) or WordsForm(ask, auto_id=f"{ask.public_id}_%s")
        ask.agreed = enquiries.arrival(ask, key)
        live = bool(ask.offered_until and ask.offered_until > now)
        no = dict(DeclineReason.choices).get(enquiries.reason(ask, key), "")
        told, said = enquiries.details(ask, key), staff_lines.messages(ask, key)
        choosable = writes and placing.may_be_chosen(ask, key, now)
        places.append(
            PlaceStatus(
                ask, str(no), told, said, staff_lines.sent_words(told), live, choosable, reply if writes else None
            )
        )
    return places
