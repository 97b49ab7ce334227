"""The cases of a caseworker: the list, a new client, and what can be done for one case."""

import secrets
from collections import Counter

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shelters.audit.trail import Actor
from shelters.codes.staff import Role
from shelters.staff import team
from shelters.web import idempotency
from shelters.web.idempotency import Reply

from .. import access
from ..codes import CaseOutcome, ConsentMethod, Danger, StatisticalGroup, TryResult
from ..forms import code_names
from ..forms.cases import (
    DangerForm,
    FinishForm,
    HandOverForm,
    KeepForm,
    NeedForm,
    NewCaseForm,
    NextForm,
    NoteForm,
    SafeWayForm,
)
from ..forms.plan import ConsentForm, FollowUpForm, MayTellForm, MinorForm, ReachForm, SafetyPlanForm
from ..forms.staff import NothingForm, ShareForm, SureForm
from ..models import Case
from ..pages import caseload, staff_lines, supervision
from ..vault import contents
from ..workflow import cases, needs, sharing
from ..workflow.placing import Client
from ..workflow.triage import colleagues, other_organisations
from .errors import Fields, Moves, carry_out_move, explain_errors

ROWS = 30
# What may be done only where it fits the case: `_can` says where.
_SOMETIMES = {"reopen", "share", "done", "reach", "hand_over", "minor", "follow_up", "still_needed", "tell_nothing"}
MOST_FOUND = 200  # cases that a search by code name opens


def _hand_over(case: Case, given: Fields, by: Actor) -> None:
    there, how = given["organisation"] or case.organisation, given["how"]
    assert there is not None
    consent = ConsentMethod(how) if how else None
    about = {"word": given["word"], "with_notes": given["with_notes"]}
    cases.hand_over(case, caseworker=given["caseworker"], organisation=there, how=consent, **about, by=by)


def _follow_up(case: Case, given: Fields, by: Actor) -> None:
    cases.plan(case, _("Ask how they are"), given["at"], by=by)


def _may_tell(case: Case, given: Fields, by: Actor) -> None:
    sharing.may_tell(case, given["what"], given["until"], counted=given["counted"], by=by)


def _tell_nothing(case: Case, given: Fields, by: Actor) -> None:
    sharing.may_tell(case, [], timezone.localdate(), counted=case.counted, by=by)


def _finish(case: Case, given: Fields, by: Actor) -> None:
    cases.finish(case, CaseOutcome(given["outcome"]), reviewed=given["reviewed"], by=by)


# What can be done for a case, its form, and the one function that does it.
MOVES: Moves[Case] = {
    "seen": (NothingForm, lambda case, given, by: cases.see(case, by=by)),
    "safe_way": (SafeWayForm, lambda case, given, by: cases.set_safe_way(case, SafeWayForm.read(given), by=by)),
    "danger": (DangerForm, lambda case, given, by: cases.look_at_danger(case, Danger(given["danger"]), by=by)),
    "note": (NoteForm, lambda case, given, by: cases.note(case, given["text"], by=by)),
    "plan": (NextForm, lambda case, given, by: cases.plan(case, given["step"], given["at"], by=by)),
    "follow_up": (FollowUpForm, _follow_up),
    "reach": (ReachForm, lambda case, given, by: cases.reach(case, TryResult(given["result"]), by=by)),
    "safety": (SafetyPlanForm, lambda case, given, by: cases.talk_through_safety(case, given["lines"], by=by)),
    "minor": (MinorForm, lambda case, given, by: cases.note_minor(case, given["minor"], by=by)),
    "still_needed": (NothingForm, lambda case, given, by: cases.still_needed(case, by=by)),
    "may_tell": (MayTellForm, _may_tell),
    "tell_nothing": (NothingForm, _tell_nothing),
    "take_back": (ConsentForm, lambda case, given, by: needs.take_back(given["consent"], by=by)),
    "done": (NothingForm, lambda case, given, by: cases.plan(case, None, None, by=by)),
    "need": (NeedForm, lambda case, given, by: needs.add_need(case, given["need"], by=by)),
    "finish": (FinishForm, _finish),
    "reopen": (NothingForm, lambda case, given, by: cases.reopen(case, by=by)),
    "hand_over": (HandOverForm, _hand_over),
    "share": (ShareForm, lambda case, given, by: sharing.share(case, given["to"], by=by)),
    "keep": (KeepForm, lambda case, given, by: cases.keep(case, given["days"], by=by)),
    "withdraw": (SureForm, lambda case, given, by: cases.withdraw(case, by=by)),
}


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """What needs somebody first, at most seven; then the others."""
    access.organisation_of(request, Role.CASEWORKER)
    rows = caseload.of(team.user_of(request), timezone.now())
    urgent = [row for row in rows if row.needs and row.mine]
    others = [row for row in rows if not (row.needs and row.mine)]
    shown = len(urgent) if request.GET.get("all") else caseload.MOST_URGENT
    page = Paginator(others, ROWS).get_page(request.GET.get("page"))
    about = {
        "urgent": caseload.named(urgent[:shown]),
        "more": Counter(words for row in urgent[shown:] for words in row.needs).most_common(),
        "number": len(urgent[shown:]),
        "waits_for_you": len(urgent),
        "others": caseload.named(page.object_list),
        "page": page,
    }
    return render(request, "staff/cases/list.html", about)


@require_safe
def load(request: HttpRequest) -> HttpResponse:
    """How much each caseworker of the own organisation carries, in numbers."""
    organisation = access.organisation_of(request, Role.CASEWORKER)
    return render(request, "staff/cases/load.html", {"loads": supervision.loads(organisation, timezone.now())})


@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Own cases by their code name: at most 200 are opened, and the trail has one entry. There is no index."""
    access.organisation_of(request, Role.CASEWORKER)
    user, sought = team.user_of(request), request.POST.get("name", "").strip().casefold()[:60]
    mine = [row for row in caseload.of(user, timezone.now()) if row.case.caseworker_id == user.pk][:MOST_FOUND]
    contents.note_search(team.actor_of(request), len(mine))
    found = [row for row in caseload.named(mine) if sought and sought in row.name.casefold()]
    return render(request, "staff/cases/found.html", {"found": found})


@require_http_methods(["GET", "HEAD", "POST"])
@explain_errors
def new(request: HttpRequest) -> HttpResponse:
    """A new client, under a code name that the system proposes. Sent twice, it is opened once."""
    organisation, user = access.organisation_of(request, Role.CASEWORKER), team.user_of(request)
    if request.method != "POST" or "once" not in request.POST:
        name, once = code_names.propose(get_language() or "az"), secrets.token_urlsafe(24)
        form = NewCaseForm(None)
        form.initial = {"name": name, "once": once}
        return render(request, "staff/cases/new.html", {"form": form})
    form = NewCaseForm(None, request.POST)
    if not form.is_valid():
        return render(request, "staff/cases/new.html", {"form": form}, status=400)
    given, made = form.cleaned_data, []

    def opened() -> Reply:
        client, group = Client(user, organisation, given["name"]), StatisticalGroup(given["group"])
        danger, by = Danger(given["danger"]), team.actor_of(request)
        made.append(needs.open_case(client, given["needs"], group=group, danger=danger, safe=form.read(given), by=by))
        return 302, {}

    idempotency.once(str(team.actor_of(request)), given["once"], opened)
    return redirect("case", public_id=made[0].public_id) if made else redirect("requests")


@require_safe
@explain_errors
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """One case: its needs, how to reach them, the next step."""
    return _page(request, access.own_case(request, public_id))


@require_POST
@explain_errors
def move(request: HttpRequest, public_id: str, move: str) -> HttpResponse:
    """Do one thing for a case; `MOVES` says what there is."""
    refused = carry_out_move(request, MOVES, move, lambda: access.own_case(request, public_id), _page)
    if refused:
        return refused
    gone = move == "withdraw" or (move == "hand_over" and not request.POST["to"].startswith("user"))
    return redirect("requests") if gone or move == "seen" else redirect("case", public_id=public_id)


@require_POST
@explain_errors
def safe_way(request: HttpRequest, public_id: str) -> HttpResponse:
    """How she may be reached, shown this once."""
    case = access.own_case(request, public_id)
    safe = contents.get(case, "safe_way")
    if safe is None:
        raise Http404
    contents.note_reading(case, "contact", team.actor_of(request))
    return _page(request, case, safe=staff_lines.safe_lines(safe))


def _page(
    request: HttpRequest, case: Case, status: int = 200, sent: dict[str, object] | None = None, **more: object
) -> HttpResponse:
    """Whoever is shown it, on whichever way, has read it."""
    contents.note_reading(case, "question", team.actor_of(request))
    sent, key = sent or {}, contents.key_of(case)
    row = next((row for row in caseload.of(team.user_of(request), timezone.now()) if row.case.pk == case.pk), None)
    about = {
        "case": case,
        "name": contents.get(case, "name", key),
        "needs": caseload.needs_in_order(case),
        "why": row.needs if row else [],
        "step": contents.get(case, "next_step", key),
        "given_word": contents.get(case, "given_word", key),
        "outcome": dict(CaseOutcome.choices).get(contents.get(case, "outcome", key) or "", ""),
        "safety_plan": contents.get(case, "safety_plan", key),
        "minor": contents.get(case, "minor", key),
        "may_tell": staff_lines.may_tell_words(case, key),
        "notes": [(note.at, contents.text_of_note(note, key)) for note in case.notes.all()],
        "forms": {move: sent.get(move) or MOVES[move][0](case, auto_id=f"{move}_%s") for move in _can(case)},
        "consents": case.consents.filter(withdrawn_at=None).select_related("facility", "organisation"),
    }
    return render(request, "staff/cases/case.html", about | more, status=status)


def _can(case: Case) -> list[str]:
    """What may be done now; the moves themselves guard it again."""
    if case.closed_at:
        return ["reopen", "keep", "withdraw"]
    can = [move for move in MOVES if move not in _SOMETIMES]
    can += ["hand_over"] if colleagues(case).exists() or other_organisations(case).exists() else []
    can += ["done", "reach"] if case.next_at else []
    can += ["minor"] if case.group == StatisticalGroup.CHILDREN else []
    can += ["follow_up"] if case.safe_way and not case.quiet else []
    can += ["still_needed"] if timezone.localdate() - case.needed_on >= caseload.NEEDED_AGAIN else []
    can += ["tell_nothing"] if case.may_tell else []
    return can + (["share"] if access.joined_later(case).exists() else [])
