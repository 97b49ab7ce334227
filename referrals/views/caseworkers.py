"""What a caseworker sees: the requests of their organisation, and what can be done for one."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from shelters.audit.trail import Actor
from shelters.codes.staff import Role
from shelters.staff import team

from .. import access
from ..codes import ConsentMethod, DeclineReason, EnquiryStatus, ReferralState
from ..forms.contact import contact_of
from ..forms.staff import ClientContactForm, HandOverForm, KeepForm, NothingForm, ShareForm, SureForm, WordsForm
from ..models import OVER, Enquiry, Referral
from ..pages import staff_lines, worklist
from ..vault import contents, enquiries
from ..vault.sealing import DataKey
from ..workflow import cases, placing, sharing, stay
from ..workflow.transitions import COMING, LOOKING
from .errors import Fields, Moves, carry_out_move, explain_errors

ROWS = 30
Sent = Mapping[str, forms.Form]  # a form with mistakes, by its move or its place


@dataclass(frozen=True)
class PlaceStatus:
    """How one place stands to the request, why it said no, what was written, and whether its offer still holds."""

    ask: Enquiry
    no: str
    said: list[staff_lines.StaffMessage]
    live: bool
    reply: forms.Form | None


def _leave_contact(referral: Referral, given: Fields, by: Actor) -> None:
    stay.leave_contact(referral, contact_of(given), how=ConsentMethod(given["how"]), by=by)


def _hand_over(referral: Referral, given: Fields, by: Actor) -> None:
    there, how = given["organisation"] or referral.case.organisation, given["how"]
    assert there is not None
    consent = ConsentMethod(how) if how else None
    cases.hand_over(referral.case, caseworker=given["caseworker"], organisation=there, how=consent, by=by)


# What can be done for a request, its form, and the one function that does it.
MOVES: Moves[Referral] = {
    "set_out": (NothingForm, lambda referral, given, by: stay.set_out(referral, by=by)),
    "leave_contact": (ClientContactForm, _leave_contact),
    "hand_over": (HandOverForm, _hand_over),
    "share": (ShareForm, lambda referral, given, by: sharing.share(referral.case, given["to"], by=by)),
    "keep": (KeepForm, lambda referral, given, by: cases.keep(referral.case, given["days"], by=by)),
    "withdraw": (SureForm, lambda referral, given, by: cases.withdraw(referral.case, by=by)),
}
# What can be done towards one place.
TOWARDS: Moves[Enquiry] = {
    "choose": (NothingForm, lambda one, given, by: placing.choose(one, by=by)),
    "write": (WordsForm, lambda one, given, by: placing.write(one, given["words"], from_house=False, by=by)),
}


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """What needs somebody first, then the others."""
    access.organisation_of(request, Role.CASEWORKER)
    rows = worklist.for_caseworker(team.user_of(request), timezone.now())
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    named = worklist.named(page.object_list)
    lists = {"urgent": [row for row in named if row.needs and row.mine]}
    lists["others"] = [row for row in named if not (row.needs and row.mine)]
    return render(request, "staff/requests/list.html", lists | {"page": page})


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
    if refused:
        return refused
    gone = move == "withdraw" or (move == "hand_over" and not request.POST["to"].startswith("user"))
    return redirect("requests") if gone else redirect("request", public_id=public_id)


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
    made = {move: MOVES[move][0](referral, auto_id=f"{move}_%s") for move in _can(referral) if move not in sent}
    about = {
        "referral": referral,
        "name": contents.get(referral.case, "name", key),
        "lines": staff_lines.question_lines(contents.get(referral, "question", key)),
        "places": _places(referral, key, sent),
        "forms": made | {move: sent[move] for move in _can(referral) if move in sent},
        "over": referral.state in OVER,
        "consents": referral.case.consents.filter(withdrawn_at=None).select_related("facility", "organisation"),
    }
    return render(request, "staff/requests/request.html", about | more, status=status)


def _can(referral: Referral) -> list[str]:
    """What may be done now; the moves themselves guard it again."""
    can = ["leave_contact"] if referral.state in COMING else []
    can += ["set_out"] if referral.state == ReferralState.CHOSEN else []
    can += ["share"] if access.joined_later(referral.case).exists() else []
    return [*can, "hand_over", "keep", "withdraw"]


def _places(referral: Referral, key: DataKey, sent: Sent) -> list[PlaceStatus]:
    """Every place that was asked: the chosen and those that offer first."""
    asks = referral.enquiries.select_related("facility__place", "facility__organisation", "pool", "hold")
    order, now = (
        [
            EnquiryStatus.CHOSEN,
            EnquiryStatus.OFFERED,
            EnquiryStatus.WAITING,
            EnquiryStatus.REFUSED,
            EnquiryStatus.RELEASED,
        ],
        timezone.now(),
    )
    places = []
    for ask in sorted(asks.prefetch_related("messages"), key=lambda ask: order.index(EnquiryStatus(ask.status))):
        open_now = referral.state in LOOKING and ask.status in (EnquiryStatus.WAITING, EnquiryStatus.OFFERED)
        writes = open_now or (referral.state in COMING and ask.status == EnquiryStatus.CHOSEN)
        reply = sent.get(ask.public_id) or WordsForm(ask, auto_id=f"{ask.public_id}_%s")
        ask.agreed = enquiries.arrival(ask, key)
        live = bool(ask.offered_until and ask.offered_until > now)
        no = dict(DeclineReason.choices).get(enquiries.reason(ask, key), "")
        places.append(PlaceStatus(ask, str(no), staff_lines.messages(ask, key), live, reply if writes else None))
    return places
