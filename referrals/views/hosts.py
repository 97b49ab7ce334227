"""What a house sees: the questions put to it, who is coming, who stays."""

from collections.abc import Mapping
from datetime import timedelta

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from shelters.audit.trail import Actor
from shelters.codes.staff import Role
from shelters.directory import pausing
from shelters.models import Freeze
from shelters.staff import team

from .. import access
from ..codes import Channel, DeclineReason, EndedBy, ExitReason, ReferralState
from ..forms.staff import ArrivalForm, ComeForm, LeaveForm, NothingForm, OfferForm, RefuseForm, ShareForm, WordsForm
from ..models import Enquiry
from ..pages import staff_lines
from ..pages.next_house import next_houses
from ..pages.worklist import for_house, summed_up
from ..vault import contents, enquiries
from ..vault.values import Question
from ..workflow import calls, crowds, placing, sharing, stay
from ..workflow.appointments import Appointment, come, is_service, wants_beds
from ..workflow.transitions import COMING, LOOKING
from ..workflow.triage import caseworkers
from .errors import Fields, Moves, carry_out_move, explain_errors


def _offer(one: Enquiry, given: Fields, by: Actor) -> None:
    about = {"until": given["until"], "arrival": given["arrival"], "words": given["words"]}
    placing.offer(one, given["pool"], given["beds"], **about, by=by)


def _come(one: Enquiry, given: Fields, by: Actor) -> None:
    appointment = Appointment(given["when"], given.get("way_in", ""), given["bring"])
    come(one, appointment, words=given["words"], by=by)


def _leave(one: Enquiry, given: Fields, by: Actor) -> None:
    stay.leave(one.referral, ExitReason(given["because"]), EndedBy(given["ended_by"]), by=by)


PAGE = 50  # questions on a page
# What a house can do, the form that it sends for it, and the one function that does it.
MOVES: Moves[Enquiry] = {
    "offer": (OfferForm, _offer),
    "come": (ComeForm, _come),
    "write": (WordsForm, lambda one, given, by: placing.write(one, given["words"], from_house=True, by=by)),
    "refuse": (
        RefuseForm,
        lambda one, given, by: placing.refuse(one, DeclineReason(given["reason"]), words=given["words"], by=by),
    ),
    "set_out": (NothingForm, lambda one, given, by: stay.set_out(one.referral, by=by)),
    "arrive": (NothingForm, lambda one, given, by: stay.arrive(one.referral, by=by)),
    "await_again": (NothingForm, lambda one, given, by: stay.await_again(one.referral, by=by)),
    "ask_after": (NothingForm, lambda one, given, by: stay.ask_after(one.referral, by=by)),
    "not_arrive": (NothingForm, lambda one, given, by: stay.not_arrive(one.referral, by=by)),
    "move_arrival": (ArrivalForm, lambda one, given, by: stay.move_arrival(one.referral, given["arrival"], by=by)),
    "leave": (LeaveForm, _leave),
    "not_so": (NothingForm, lambda one, given, by: calls.not_so(one, by=by)),
    "doubt": (NothingForm, lambda one, given, by: crowds.doubt(one, doubted=True, by=by)),
    "believe": (NothingForm, lambda one, given, by: crowds.doubt(one, doubted=False, by=by)),
    "share": (ShareForm, lambda one, given, by: sharing.share(one.referral.case, given["to"], by=by)),
}
_ASKED = ("write", "refuse")
_CAN: Mapping[str, tuple[str, ...]] = {
    ReferralState.CHOSEN: ("set_out", "arrive", "not_arrive", "move_arrival", "write"),
    ReferralState.ON_THE_WAY: ("arrive", "not_arrive", "move_arrival", "write"),
    ReferralState.ARRIVED: ("leave",),
    ReferralState.NOT_ARRIVED: ("arrive", "await_again"),
}
_STAYING = ("set_out", "leave")  # of a place to stay alone
_ENDS = ("not_so", "leave", "doubt")  # after these the next question is what matters


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """What waits for an answer first, with when and how many; then who is coming, and who stays."""
    organisation = access.organisation_of(request, Role.HOST)
    now = timezone.now()
    asked = organisation.facilities.listed().filter(takes_questions=True)
    houses = [(house, pausing.rests_until(house, now)) for house in asked]
    lists = for_house(team.user_of(request), now)
    waiting = Paginator(lists.waiting, PAGE).get_page(request.GET.get("page"))
    shown = [one for _group, one in waiting] + lists.offered + lists.coming + lists.staying + lists.missing
    summed_up(shown)
    about = {"lists": lists, "waiting": waiting, "now": now, "houses": houses}
    return render(request, "staff/questions/list.html", about)


@require_POST
def pause(request: HttpRequest) -> HttpResponse:
    """Stop taking questions for a while, or take them again: `facility`, and `paused` (1 or 0)."""
    houses = access.organisation_of(request, Role.HOST).facilities.filter(takes_questions=True)
    house = get_object_or_404(houses, public_id=request.POST.get("facility", ""))
    if request.POST.get("paused") not in ("0", "1"):
        raise Http404
    pausing.pause(house, request.POST["paused"] == "1", by=team.actor_of(request))
    return redirect("questions")


@require_POST
def arrivals(request: HttpRequest) -> HttpResponse:
    """While everything is frozen: who comes to the house soon, to read only. It asks for the key afresh."""
    access.organisation_of(request, Role.HOST)
    user, now = team.user_of(request), timezone.now()
    if not Freeze.objects.stops_everything():
        return redirect("questions")
    coming = [
        one for one in for_house(user, now).coming if one.agreed is None or one.agreed < now + timedelta(hours=12)
    ]
    for one in coming:
        contents.note_reading(one.referral.case, "arrival", team.actor_of(request))
    return render(request, "staff/questions/arrivals.html", {"coming": coming})


@require_safe
@explain_errors
def question(request: HttpRequest, public_id: str) -> HttpResponse:
    """One question, and what can be done."""
    return _page(request, access.own_question(request, public_id))


@require_POST
@explain_errors
def move(request: HttpRequest, public_id: str, move: str) -> HttpResponse:
    """Do one thing, and show what came of it; `MOVES` says what there is."""
    if refused := carry_out_move(request, MOVES, move, lambda: access.own_question(request, public_id), _page):
        return refused
    if move == "refuse":
        return redirect("question_next", public_id=public_id)
    return redirect("questions") if move in _ENDS else redirect("question", public_id=public_id)


@require_safe
@explain_errors
def next_house(request: HttpRequest, public_id: str) -> HttpResponse:
    """After a no: whom else they could ring, so that nobody hears only a no."""
    one = access.own_refusal(request, public_id)
    contents.note_reading(one.referral.case, "question", team.actor_of(request))
    asked = contents.get(one.referral, "question", enquiries.key_for_house(one))
    return render(request, "staff/questions/next.html", {"one": one, "houses": next_houses(asked, one.house)})


@require_POST
@explain_errors
def contact(request: HttpRequest, public_id: str) -> HttpResponse:
    """How she can be reached, shown this once and to the chosen house alone."""
    one = access.own_question(request, public_id)
    if one.referral.state not in COMING or one.referral.contact is None:
        raise Http404
    contents.note_reading(one.referral.case, "contact", team.actor_of(request))
    stay.contact_was_read(one.referral)
    return _page(request, one, contact=staff_lines.contact_lines(one.referral, enquiries.key_for_house(one)))


def _page(
    request: HttpRequest, one: Enquiry, status: int = 200, sent: Mapping[str, forms.Form] | None = None, **more: object
) -> HttpResponse:
    """Whoever is shown it, on whichever way, has read it."""
    contents.note_reading(one.referral.case, "question", team.actor_of(request))
    referral, key = one.referral, enquiries.key_for_house(one)
    one.agreed = enquiries.arrival(one, key)
    question = contents.get(referral, "question", key)
    can, service = _can(one, question), is_service(question)
    can += ["share"] if access.joined_later(one).exists() else []
    made = {move: MOVES[move][0](one, auto_id=f"{move}_%s") for move in can if move not in (sent or {})}
    about = {
        "one": one,
        "service": service,
        "told": enquiries.details(one, key),
        "now": timezone.now(),
        "lines": staff_lines.question_lines(question, one.house),
        "messages": staff_lines.messages(one, key),
        "forms": made | {move: form for move, form in (sent or {}).items() if move in can},
        "has_contact": referral.contact is not None and referral.state in COMING,
    }
    return render(request, "staff/questions/question.html", about | more, status=status)


def _can(one: Enquiry, question: Question) -> list[str]:
    """What the house may do now; the moves themselves guard it again."""
    referral, service = one.referral, is_service(question)
    asked = ("offer" if wants_beds(question, one.house) else "come", *_ASKED)
    if referral.state in LOOKING:
        return list(asked) if one.channel == Channel.HERE else ["not_so"]
    can = [move for move in _CAN.get(referral.state, ()) if not (service and move in _STAYING)]
    if referral.state == ReferralState.ARRIVED and stay.may_take_back(referral):
        can.append("await_again")
    if referral.state in COMING and caseworkers(referral.case).exists():
        can.append("ask_after")
    return can
