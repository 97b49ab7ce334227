"""A new question for a client, in under a minute."""

import secrets
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shelters.codes.staff import Role
from shelters.models import Facility, Organisation, User
from shelters.staff import team
from shelters.views.asking import asked

from .. import access
from ..codes import ConsentMethod
from ..forms import code_names
from ..forms.prefill import filled_in, known_before
from ..forms.question import ClientQuestionForm, entered
from ..forms.staff import SendForm
from ..models import Referral
from ..vault import contents
from ..vault.sealing import TooLong
from ..vault.values import Question
from ..workflow import needs, placing
from ..workflow.triage import askable
from .errors import explain_errors, once, why

MOST = 40  # places that one question is put to


@require_http_methods(["GET", "HEAD", "POST"])
@explain_errors
def new(request: HttpRequest) -> HttpResponse:
    """The form, with the places that a search ticked (`id`); sent with its key `once` it is put to them.

    `referral`: of a client who has a case already; without it this is a new client.
    """
    organisation = access.organisation_of(request, Role.CASEWORKER)
    ids, known_as = request.POST.getlist("id"), request.POST.get("referral")
    referral = access.own_request(request, known_as) if known_as else None
    if "once" not in request.POST:
        known = known_before(asked(request)) if request.method == "POST" else {}
        known |= filled_in(contents.get(referral, "question")) if referral else {}
        return _page(request, ids, ClientQuestionForm(initial=known), referral=referral)
    places = list(askable().filter(public_id__in=ids[:MOST]))
    form, send = ClientQuestionForm(entered(request.POST)), SendForm(request.POST)
    if not (form.is_valid() and send.is_valid()):
        return _page(request, ids, form, send, 400, referral=referral)
    if not places:
        return _page(request, ids, form, send, 400, referral=referral, sorry=_("Tick at least one place."))
    try:
        if referral:
            return _ask_further(request, referral, form.question(), send, places)
        return _ask(team.user_of(request), organisation, form.question(), send, places)
    except TooLong as error:
        status, sorry = why(error)
        return _page(request, ids, form, send, status, referral=referral, sorry=sorry)


def _ask(
    user: User, organisation: Organisation, question: Question, send: SendForm, places: Sequence[Facility]
) -> HttpResponse:
    """Sent twice, it is put once: the key counts for this person alone."""
    given = send.cleaned_data
    client = placing.Client(user, organisation, given["name"])
    key = f"{user.pk} {given['once']}"
    made, _code = placing.ask(question, places, once=key, how=ConsentMethod(given["how"]), client=client)
    return redirect("request", public_id=made.public_id)


def _ask_further(
    request: HttpRequest, referral: Referral, question: Question, send: SendForm, places: Sequence[Facility]
) -> HttpResponse:
    """Put the same need to more places, once for each key of the form."""
    how, by = ConsentMethod(send.cleaned_data["how"]), team.actor_of(request)
    question["need"] = contents.get(referral, "question").get("need", "")
    once(send, by, lambda: needs.ask_further(referral, places, question, how=how, by=by))
    return redirect("request", public_id=referral.public_id)


def _page(
    request: HttpRequest,
    ids: list[str],
    question: ClientQuestionForm,
    send: SendForm | None = None,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    places, name = list(askable()), code_names.propose(get_language() or "az")
    about = {
        "question": question,
        "ticked": [place for place in places if place.public_id in ids],
        "others": [place for place in places if place.public_id not in ids],
        "silent": Facility.objects.listed().filter(public_id__in=ids[:MOST]).exclude(pk__in=[one.pk for one in places]),
        "send": send or SendForm(initial={"once": secrets.token_urlsafe(24), "name": name}),
    }
    return render(request, "staff/requests/new.html", about | more, status=status)
