"""A new question for a client, in under a minute."""

import secrets
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shelters.codes.staff import Role
from shelters.models import Facility, Organisation, User
from shelters.staff import team
from shelters.views.asking import asked

from .. import access
from ..codes import ConsentMethod
from ..forms.prefill import known_before
from ..forms.question import ClientQuestionForm, entered
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
        known = known_before(asked(request)) if request.method == "POST" else {}
        return _page(request, ids, ClientQuestionForm(initial=known))
    places = list(askable().filter(public_id__in=ids[:MOST]))
    form, send = ClientQuestionForm(entered(request.POST)), SendForm(request.POST)
    if not (form.is_valid() and send.is_valid()):
        return _page(request, ids, form, send, 400)
    if not places:
        return _page(request, ids, form, send, 400, sorry=_("Tick at least one place."))
    try:
        return _ask(team.user_of(request), organisation, form.question(), send, places)
    except TooLong as error:
        status, sorry = why(error)
        return _page(request, ids, form, send, status, sorry=sorry)


def _ask(
    user: User, organisation: Organisation, question: Question, send: SendForm, places: Sequence[Facility]
) -> HttpResponse:
    """Sent twice, it is put once: the key counts for this person alone."""
    given = send.cleaned_data
    client = placing.Client(user, organisation, given["name"])
    once = f"{user.pk} {given['once']}"
    made, _code = placing.ask(question, places, once=once, how=ConsentMethod(given["how"]), client=client)
    return redirect("request", public_id=made.public_id)


def _page(
    request: HttpRequest,
    ids: list[str],
    question: ClientQuestionForm,
    send: SendForm | None = None,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    places = list(askable())
    about = {
        "question": question,
        "ticked": [place for place in places if place.public_id in ids],
        "others": [place for place in places if place.public_id not in ids],
        "silent": Facility.objects.listed().filter(public_id__in=ids[:MOST]).exclude(pk__in=[one.pk for one in places]),
        "send": send or SendForm(initial={"once": secrets.token_urlsafe(24)}),
    }
    return render(request, "staff/requests/new.html", about | more, status=status)
