"""How a page answers when a move is not possible: in kind words, with how it stands now, and never with a 500."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from shelters.audit.trail import Actor
from shelters.beds.counting import Nonsense
from shelters.beds.holds import NoRoom
from shelters.web import idempotency
from shelters.web.idempotency import Reply

from ..access import Decided
from ..vault.keyring import NoKey
from ..vault.sealing import TooLong, Unreadable
from ..workflow.placing import Gone
from ..workflow.transitions import Illegal

_REFUSED = (Illegal, Gone, NoRoom, Nonsense, TooLong)
View = Callable[..., HttpResponse]


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


def carried_out(
    form: Form, by: Actor, act: Callable[[], object], page: Callable[..., HttpResponse]
) -> HttpResponse | None:
    """Do what a form asks for; None where it is done, else the page that says why not.

    `page` shows what was sent: with a status, and after a refusal with `sorry`.
    """
    if not form.is_valid():
        return page(400)
    try:
        once(form, by, act)
    except _REFUSED as error:
        status, sorry = why(error)
        return page(status, sorry=sorry)
    return None


def explain_errors(view: View) -> View:
    """Answer for what cannot be opened (503), and for a move that comes after the end (409)."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Decided as late:
            detail = _("That was decided already. It stands so: %(now)s.") % {"now": late.now}
            return render(request, "work/over.html", {"detail": detail}, status=409)
        except (Unreadable, NoKey):
            detail = _("This cannot be opened just now: the key to it is missing. Tell whoever keeps the server.")
            return render(request, "work/over.html", {"detail": detail}, status=503)

    return answer
