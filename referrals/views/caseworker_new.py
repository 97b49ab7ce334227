"""A new question for a client, in under a minute."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from rest_framework.exceptions import ValidationError

from shelters.codes.staff import Role
from shelters.models import Facility, Organisation
from shelters.views.asking import asked, search_form

from .. import access
from ..codes import ConsentMethod
from ..forms import question as question_form
from ..forms import question_fields
from ..forms.prefill import known_before
from ..forms.question import QuestionForm
from ..forms.staff import SendForm
from ..vault.contents import Question
from ..vault.sealing import TooLong
from ..workflow import placing
from ..workflow.triage import askable
from .errors import explain_errors, why

MOST = 40  # places that one question is put to


@require_http_methods(["GET", "HEAD", "POST"])
@explain_errors
def new(request: HttpRequest) -> HttpResponse:
    """The form, with the places that a search ticked (`id`); sent with its key `once` it is put to them."""
    organisation = access.organisation_of(request, Role.CASEWORKER)
    ids = request.POST.getlist("id")
    if "once" not in request.POST:
        return _page(request, ids, known_before(asked(request)) if request.method == "POST" else {})
    places = list(askable().filter(public_id__in=ids[:MOST]))
    question, errors = _read(request)
    send = SendForm(request.POST)
    if errors or not send.is_valid():
        return _page(request, ids, question_form.typed(request.POST), send, 400, errors=errors)
    if not places:
        return _page(request, ids, question_form.typed(request.POST), send, 400, sorry=_("Tick at least one place."))
    try:
        return _ask(request.user, organisation, question, send, places)
    except TooLong as error:
        status, sorry = why(error)
        return _page(request, ids, question_form.typed(request.POST), send, status, sorry=sorry)


def _read(request: HttpRequest) -> tuple[Question, Mapping[str, Any]]:
    """The question, or what is wrong with it."""
    try:
        return question_form.read(QuestionForm, question_form.typed(request.POST)), {}
    except ValidationError as error:
        return {}, error.detail  # type: ignore[return-value]


def _ask(
    user: Any, organisation: Organisation, question: Question, send: SendForm, places: Sequence[Facility]
) -> HttpResponse:
    """Sent twice, it is put once: the key counts for this person alone."""
    given = send.cleaned_data
    case = placing.Case(user, organisation, given["name"])
    once = f"{user.pk} {given['once']}"
    made, _code = placing.ask(question, places, once=once, how=ConsentMethod(given["how"]), case=case)
    return redirect("request", public_id=made.public_id)


def _page(
    request: HttpRequest,
    ids: list[str],
    typed: Mapping[str, Any],
    send: SendForm | None = None,
    status: int = 200,
    errors: Mapping[str, Any] | None = None,
    **more: Any,
) -> HttpResponse:
    places = list(askable())
    context = search_form({})
    about = {
        "ticked": [place for place in places if place.public_id in ids],
        "others": [place for place in places if place.public_id not in ids],
        "silent": Facility.objects.listed().filter(public_id__in=ids[:MOST]).exclude(pk__in=[one.pk for one in places]),
        "send": send or SendForm(initial={"once": secrets.token_urlsafe(24)}),
        **question_fields.shown(typed, errors or {}, context["groups"]),
    }
    return render(request, "work/request-new.html", context | about | more, status=status)
