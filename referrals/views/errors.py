"""How a page answers when a move is not possible: in kind words, with how it stands now, and never with a 500."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from shelters.audit.trail import Actor
from shelters.beds.counting import Nonsense
from shelters.beds.holds import NoRoom
from shelters.staff import team
from shelters.web import idempotency
from shelters.web.idempotency import Reply

from ..access import Decided
from ..forms.staff import NothingForm
from ..models import Case, Enquiry, Referral
from ..vault.keyring import NoKey
from ..vault.sealing import TooLong, Unreadable
from ..workflow.placing import Gone
from ..workflow.transitions import Illegal

_REFUSED = (Illegal, Gone, NoRoom, Nonsense, TooLong)
View = Callable[..., HttpResponse]
About = TypeVar("About", Case, Enquiry, Referral)
Fields = Mapping[str, Any]  # the cleaned data of a form
# The moves by name: the form of each, and the function that carries it out.
Moves = Mapping[str, tuple[type[NothingForm], Callable[[About, Fields, Actor], object]]]


def why(error: Exception) -> tuple[int, str]:
    """A status, and what to say."""
    if isinstance(error, Gone):
        return 409, _("That offer ran out, and the bed is somebody else’s by now. Choose another, or ask again.")
    if isinstance(error, NoRoom):
        return 409, _("There is no room for that any more.")
    if isinstance(error, TooLong):
        return 400, _("That is too long. Say it in fewer words.")
    if isinstance(error, Nonsense):
        return 400, _("That number cannot be.")
    return 409, _("That was not possible any more. This is how it stands now.")


def once(form: Form, by: Actor, act: Callable[[], object]) -> None:
    """Do it, but only the first time where the form has a key of its own. What `act` raises lets it be sent again."""
    if not (key := form.cleaned_data.get("once")):
        act()
        return

    def done() -> Reply:
        act()
        return 302, {}

    idempotency.once(str(by), key, done)


def carry_out_move(
    request: HttpRequest,
    moves: Moves[About],
    move: str,
    find: Callable[[], About],
    page: Callable[..., HttpResponse],
    *,
    key: str = "",
) -> HttpResponse | None:
    """Carry out a move on the row that `find` gives. The answer is None, or a page that explains the refusal.

    `page` gets the row as it is after the refusal, a status, and the sent form under its key.
    Without a key it stands under the name of the move.
    """
    if move not in moves:
        raise Http404
    about, key, by, (form_of, act) = find(), key or move, team.actor_of(request), moves[move]
    form = form_of(about, request.POST, auto_id=f"{key}_%s")
    if not form.is_valid():
        return page(request, find(), 400, {key: form})
    try:
        once(form, by, lambda: act(about, form.cleaned_data, by))
    except _REFUSED as error:
        status, sorry = why(error)
        return page(request, find(), status, {key: form}, sorry=sorry)
    return None


def explain_errors(view: View) -> View:
    """Answer for what cannot be opened (503), and for a move that comes after the end (409)."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Decided as late:
            detail = _("That was decided already. It stands so: %(now)s.") % {"now": late.now}
            return render(request, "staff/error.html", {"detail": detail}, status=409)
        except (Unreadable, NoKey):
            detail = _("This cannot be opened just now: the key to it is missing. Tell whoever keeps the server.")
            return render(request, "staff/error.html", {"detail": detail}, status=503)

    return answer
