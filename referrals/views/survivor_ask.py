"""Ask places without a name: the question, and the code with which its answers are read.

All of it travels in the body of a POST; the answer to it is the page.
"""

import json
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from shelters.codes.public import OrganisationType, Service
from shelters.finder.public_view import FacilityView
from shelters.finder.search import look_up_all
from shelters.hours.moment_words import when
from shelters.published.remembered import remembered
from shelters.views.asking import RefusedForm, asked, form_page, search_form, search_page
from shelters.web import throttle
from shelters.web.same_origin import is_same_origin

from ..forms import form_key
from ..forms.prefill import known_before
from ..forms.question import AskForm, QuestionForm, entered, places_to_ask
from ..models import Referral
from ..vault import contents, hashes, keyring, sealing
from ..vault.values import Question
from ..workflow import placing, sending
from .survivor_answer import ask_for_code

PlaceToAsk = tuple[FacilityView, bool, bool]
SHOWN_AGAIN = timedelta(minutes=10)  # so long the same form, sent again, shows its code again
# Who comes to these should know first who runs them.
_OFFICIAL = (OrganisationType.STATE, OrganisationType.POLICE)


@csrf_exempt  # nothing ambient authorises it: there is nothing to forge
@require_http_methods(["GET", "HEAD", "POST"])
@remembered
def ask(request: HttpRequest) -> HttpResponse:
    """With `id`s the form of the question; filled in, the code; with GET the form of a search."""
    if request.method != "POST" or not is_same_origin(request):
        return search_page(request)
    once = request.POST.get("once", "")
    if "once" not in request.POST or request.POST.get("show") == "form":
        return _form(request)
    if wait := throttle.seconds_to_ask(request):
        return _form(request, RefusedForm(429, {"sorry": _("That was a lot at once. Try again in a minute.")}, wait))
    if not form_key.is_ours(once):
        return _form_again(request)
    if earlier := contents.by_once(once):
        return _code(request, earlier, once)
    return _put(request, once) if form_key.is_fresh(once, timezone.now()) else _form_again(request)


def _form_again(request: HttpRequest) -> HttpResponse:
    """The form as it was filled in, with a new key: one more tap sends it."""
    words = _("This page stood open for long. All that you wrote is still here: press the button once more.")
    return _form(request, RefusedForm(409, {"sorry": words}))


def _put(request: HttpRequest, once: str) -> HttpResponse:
    """Put the question to the places that were ticked, or say what is missing."""
    form = AskForm(entered(request.POST))
    if not form.is_valid():
        return _form(request, RefusedForm(400), form)
    try:
        referral, _made = placing.ask(
            form.question(), form.cleaned_data["to"], once=once, nth=throttle.nth_question(request)
        )
    except keyring.NoKey:
        return _form(
            request, RefusedForm(503, {"sorry": _("Asking does not work at the moment. Please ring instead.")})
        )
    except sending.AskedBefore:
        return _asked_before(request)
    return _code(request, referral, once)


def _code(request: HttpRequest, referral: Referral, once: str) -> HttpResponse:
    """The code, while the answer may have been lost on the way, and for the same words only."""
    now = timezone.now()
    words = _words(referral, once)
    code = hashes.code_of(once, referral.case.code or "")
    if code is None or now - referral.asked_at > SHOWN_AGAIN or not _is_same(request, referral, words):
        return _asked_before(request)
    ids = referral.enquiries.values_list("facility__public_id", flat=True)
    context = {
        "code": code,
        "groups_of_four": [code[at : at + 4] for at in range(0, hashes.DIGITS, 4)],
        "once": once,
        "words": hashes.hashed(words, "words"),
        "names": [seen.name for seen in look_up_all(ids).values()],
        "many": referral.enquiries.filter(crowded=True).exists(),
        "until": when(referral.until, timezone.localdate(now)),
        "again": {"form": "same", "path": "ask"},
    }
    return render(request, "enquiry/code.html", context)


def _asked_before(request: HttpRequest) -> HttpResponse:
    return ask_for_code(request, 409, sorry=_("This was asked already. Read the answers with your code."))


def _words(referral: Referral, once: str) -> str:
    """What was asked, by this form; the page holds its hash, which nobody else can make. Empty where nothing opens."""
    try:
        question = contents.get(referral, "question")
    except sealing.Unreadable:
        return ""
    return f"{once} {referral.public_id} {_plain(question)}"


def _is_same(request: HttpRequest, referral: Referral, words: str) -> bool:
    """Whether this form asks what was asked. The page with the code sends, in place of the words, their hash."""
    if not words:
        return False
    if "words" in request.POST:
        return hashes.is_hash(request.POST["words"], words, "words")
    form = QuestionForm(entered(request.POST))  # without the places: one of them may take no questions by now
    if not form.is_valid() or _plain(form.question()) != _plain(contents.get(referral, "question")):
        return False
    places = set(referral.enquiries.values_list("facility__public_id", flat=True))
    return places <= set(request.POST.getlist("to"))


def _plain(question: Question) -> str:
    return json.dumps(question, sort_keys=True)


def _form(request: HttpRequest, refused: RefusedForm | None = None, form: AskForm | None = None) -> HttpResponse:
    """The form of the question: as it was entered or, at first, as the search knew it."""
    wish = asked(request)
    if "access" in request.POST:
        wish["who"] = [*wish.get("who", []), *request.POST.getlist("access")]
    first = "once" not in request.POST
    places = _places(request, first)
    if not places:
        refused = RefusedForm(409, {"sorry": _("Nobody is there to answer at the moment. Please ring instead.")})
    context = search_form(wish)
    about = {
        "question": _offering(form, known_before(wish) if first else entered(request.POST), places, wish),
        "errors": form.errors if form else {},
        "closed": settings.CLOSED_DAYS,
        "unanswered": settings.UNANSWERED_DAYS,
        "silent": settings.SILENT_DAYS,
        "once": form_key.new(timezone.now()),
        "places": places,
        # What the search knew beyond the question, so that the way back leads to the same list.
        "kept": [pair for pair in context["entered"] if pair[0] not in AskForm.base_fields],
    }
    return form_page(request, "enquiry/ask.html", "ask", context | about, refused)


def _offering(
    form: AskForm | None, known: dict[str, str | list[str]], places: list[PlaceToAsk], wish: dict[str, Any]
) -> AskForm:
    """The form with what can be asked for: what these places offer, and of that what she searched for."""
    offered = [code for code in Service.values if any(code in place.services for place, _ticked, _official in places)]
    sought = [code for code in offered if code in wish.get("need", ())]
    services = sought or offered or [Service.EMERGENCY_SHELTER.value]
    if known.get("service") not in services:
        known["service"] = services[0]
    made = form or AskForm(initial=known)
    made.offer_services(services)
    return made


def _places(request: HttpRequest, first: bool) -> list[PlaceToAsk]:
    """The places that may be asked, whether each is ticked, and whether it is the state's or the police's."""
    ids = [place.public_id for place in places_to_ask([*request.POST.getlist("id"), *request.POST.getlist("to")])]
    seen = look_up_all(ids)
    ticked = request.POST.getlist("to")
    found = []
    for place in (seen[one] for one in ids if one in seen):
        official = place.shown["run_by"] in _OFFICIAL
        found.append((place, not official if first else place.shown["id"] in ticked, official))
    return found
