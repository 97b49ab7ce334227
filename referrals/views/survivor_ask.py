"""Ask places without a name: the question, and the code with which its answers are read.

All of it travels in the body of a POST; the answer to it is the page.
"""

import re
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from rest_framework.exceptions import ValidationError

from shelters.codes.public import OrganisationType
from shelters.directory import pausing
from shelters.finder.public_view import FacilityView
from shelters.finder.search import look_up_all
from shelters.hours.opening import when
from shelters.models import Facility
from shelters.views.asking import RefusedForm, asked, form_page, search_form
from shelters.web import throttle

from ..forms import question as question_form
from ..forms import question_fields
from ..forms.prefill import known_before
from ..forms.question import QuestionForm
from ..models import Referral
from ..vault import contents, keyring
from ..workflow import placing
from .same_origin import is_same_origin
from .survivor_answer import ask_for_code

SHOWN_AGAIN = timedelta(minutes=10)  # so long the same form, sent again, shows its code again
MOST_PLACES = 50
_ONCE = re.compile(r"[A-Za-z0-9_-]{16,64}")
# Who comes to these should know first who runs them.
_OFFICIAL = (OrganisationType.STATE, OrganisationType.POLICE)


@csrf_exempt  # nothing ambient authorises it: there is nothing to forge
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """With `id`s the form of the question; filled in, the code; with GET the form of a search."""
    if request.method != "POST" or not is_same_origin(request):
        return form_page(request, "home.html", "near", search_form({}))
    once = request.POST.get("once", "")
    if not _ONCE.fullmatch(once) or request.POST.get("show") == "form":
        return _form(request)
    if wait := throttle.seconds_to_ask(request):
        return _form(request, RefusedForm(429, {"sorry": _("That was a lot at once. Try again in a minute.")}, wait))
    earlier = contents.by_once(once)
    return _code(request, earlier, once) if earlier else _put(request, once)


def _put(request: HttpRequest, once: str) -> HttpResponse:
    """Put the question to the places that were ticked, or say what is missing."""
    errors: dict[str, Any] = {}
    question: dict[str, Any] = {}
    try:
        question = question_form.read(QuestionForm, question_form.typed(request.POST))
    except ValidationError as error:
        errors.update(error.detail)  # type: ignore[arg-type]
    places = _asking(request.POST.getlist("to"))
    if not places:
        errors["to"] = [_("Tick at least one place.")]
    if request.POST.get("yes") != "yes":
        errors["yes"] = [_("They can read it only if you say yes. You need not: you can ring instead.")]
    if errors:
        return _form(request, RefusedForm(400, {"errors": errors}))
    try:
        referral, _made = placing.ask(question, places, once=once)
    except keyring.NoKey:
        return _form(
            request, RefusedForm(503, {"sorry": _("Asking does not work at the moment. Please ring instead.")})
        )
    return _code(request, referral, once)


def _code(request: HttpRequest, referral: Referral, once: str) -> HttpResponse:
    """The code, for as long as the answer to the form may have been lost on the way."""
    now = timezone.now()
    if now - referral.asked_at > SHOWN_AGAIN:
        return ask_for_code(request, 409, sorry=_("This was asked already. Read the answers with your code."))
    code = contents.new_code(once)
    ids = referral.enquiries.values_list("facility__public_id", flat=True)
    context = search_form({}) | {
        "code": code,
        "groups_of_four": [code[at : at + 4] for at in range(0, contents.DIGITS, 4)],
        "once": once,
        "names": [seen.name for seen in look_up_all(ids).values()],
        "until": when(referral.until, timezone.localdate(now)),
        "again": {"form": "same", "path": "ask"},
    }
    return render(request, "code.html", context)


def _form(request: HttpRequest, refused: RefusedForm | None = None) -> HttpResponse:
    """The form of the question: as it was entered or, at first, as the search knew it."""
    entered = asked(request)
    if "access" in request.POST:
        entered["who"] = [*entered.get("who", []), *request.POST.getlist("access")]
    first = "once" not in request.POST
    typed = known_before(entered) if first else question_form.typed(request.POST)
    errors = refused.said.get("errors", {}) if refused else {}
    places = _places(request, first)
    if not places:
        refused = RefusedForm(409, {"sorry": _("Nobody is there to answer at the moment. Please ring instead.")})
    context = search_form(entered)
    form = {
        **question_fields.shown(typed, errors, context["groups"]),
        "closed": settings.CLOSED_DAYS,
        "unanswered": settings.UNANSWERED_DAYS,
        "silent": settings.SILENT_DAYS,
        # Always ours and new: whoever led her here with a key of their own would be shown her code for it.
        "once": secrets.token_urlsafe(18),
        "places": places,
        # What the search knew beyond the question, so that the way back leads to the same list.
        "kept": [pair for pair in context["entered"] if pair[0] not in QuestionForm._declared_fields],
    }
    return form_page(request, "ask.html", "ask", context | form, refused)


def _asking(ids: list[str]) -> list[Facility]:
    """Those of some ids where somebody takes questions, in that order; the others are passed over in silence."""
    fit = [one for one in dict.fromkeys(ids) if one.isascii() and one.isalnum()][:MOST_PLACES]
    return sorted(pausing.asking().filter(public_id__in=fit), key=lambda place: fit.index(place.public_id))


def _places(request: HttpRequest, first: bool) -> list[tuple[FacilityView, bool, bool]]:
    """The places that may be asked, whether each is ticked, and whether it is the state's or the police's."""
    ids = [place.public_id for place in _asking([*request.POST.getlist("id"), *request.POST.getlist("to")])]
    seen = look_up_all(ids)
    ticked = request.POST.getlist("to")
    found = []
    for place in (seen[one] for one in ids if one in seen):
        official = place.shown["run_by"] in _OFFICIAL
        found.append((place, not official if first else place.shown["id"] in ticked, official))
    return found
