"""Write down what came of ringing a place, going there or writing to it: a listed place, or another."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shelters.audit.trail import Actor
from shelters.beds.holds import NoRoom
from shelters.codes.staff import Role
from shelters.directory import reports
from shelters.models import Facility, User
from shelters.staff import team

from .. import access
from ..codes import Channel
from ..forms.calls import AnswerForm
from ..models import Referral
from ..pages import caseload
from ..vault.sealing import TooLong
from ..workflow import calls
from ..workflow.transitions import Illegal
from .errors import explain_errors, once, why

_REFUSED = (Illegal, NoRoom, TooLong)


@require_http_methods(["GET", "HEAD", "POST"])
@explain_errors
def log(request: HttpRequest) -> HttpResponse:
    """With `id` for a listed place, without for another. With `result` it is written down."""
    access.organisation_of(request, Role.CASEWORKER)
    user = team.user_of(request)
    facility = Facility.objects.listed().filter(public_id=request.POST.get("id", "")).first()
    needs = caseload.open_needs(user, timezone.now())
    if "sent" not in request.POST:
        return _page(request, AnswerForm(needs, facility, initial=_known(request, needs)), facility)
    form = AnswerForm(needs, facility, request.POST)
    if not form.is_valid():
        return _page(request, form, facility, 400)
    return _write_down(request, form, facility)


def _write_down(request: HttpRequest, form: AnswerForm, facility: Facility | None) -> HttpResponse:
    """Write it down once, and show the need; or say why it was not possible."""
    given, user, by = form.cleaned_data, team.user_of(request), team.actor_of(request)
    referral = access.own_request(request, given["need"])
    place, channel = facility or given["name"], Channel(given["channel"])
    try:
        once(form, by, lambda: _log(referral, place, channel, form, user, by))
    except calls.TooManyHolds:
        words = _("You hold beds at three places already. Write down the yes without a bed, or end a hold.")
        return _page(request, form, facility, 409, sorry=words)
    except _REFUSED as error:
        status, sorry = why(error)
        return _page(request, form, facility, status, sorry=sorry)
    return redirect("request", public_id=referral.public_id)


@transaction.atomic
def _log(referral: Referral, place: Facility | str, channel: Channel, form: AnswerForm, user: User, by: Actor) -> None:
    """Write it down, and tell the coordinators what concerns them."""
    calls.log(referral, place, channel, form.answer(), caseworker=user, by=by)
    if isinstance(place, Facility) and user.organisation:
        told, until = form.cleaned_data["told"], form.cleaned_data["full_until"]
        for kind in form.heard():
            reports.report(place, kind, told=told, until=until, heard_by=user.organisation, by=by)


def _known(request: HttpRequest, needs: list[tuple[str, str]]) -> dict[str, str]:
    """What the page before knew: the need, the way, the name. A single need is chosen."""
    known = {name: request.POST[name] for name in ("need", "channel", "name") if name in request.POST}
    return ({"need": needs[0][0]} if len(needs) == 1 else {}) | known


def _page(
    request: HttpRequest, form: AnswerForm, facility: Facility | None, status: int = 200, **more: object
) -> HttpResponse:
    return render(request, "staff/cases/call.html", {"form": form, "facility": facility} | more, status=status)
