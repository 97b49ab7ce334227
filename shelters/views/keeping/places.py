"""A facility in its own pages: the list, each page with its form, both readings, and the way on and off the list."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ...approvals import named
from ...approvals.proposals import AlreadyDecided
from ...codes.staff import OffListReason, Role
from ...keeping import editing
from ...keeping import preview as readings
from ...keeping.first_form import FirstForm, blank_face
from ...keeping.steps import STEPS, KeepingPage, after, open_to
from ...keeping.waits import waits
from ...models import Facility, User
from ...models.facts import with_last_confirmed
from ...staff import team

SHOWN = 50
KEEPING = (Role.COORDINATOR, Role.HOST)


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """All places, or those of a host's house, drafts first, by what was typed of a name or a key."""
    user = team.only(request, *KEEPING)
    typed = request.GET.get("name", "").replace("\0", "")[:100]
    wanted = Q(key__icontains=typed)
    for code in ("az", "ru", "en"):
        wanted |= Q(**{f"name_{code}__icontains": typed}) | Q(**{f"place__name_{code}__icontains": typed})
    found = with_last_confirmed(editing.editable(user).filter(wanted)).select_related("place").order_by("listed", "key")
    places = list(found[: SHOWN + 1])
    more = len(places) > SHOWN
    about = {"places": places[:SHOWN], "typed": typed, "more": more, "keeps": Role.COORDINATOR in user.roles}
    proposed = list(editing.proposed_by(user))
    names = named.of_proposals(proposed)
    about["proposed"] = [(one, names[one.pk]) for one in proposed]
    return render(request, "staff/keeping/places.html", about)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The first page of a new place: with it a draft begins, which nobody but coordinators reads."""
    user = team.only(request, Role.COORDINATOR)
    form = FirstForm(blank_face(), request.POST or None)
    if form.is_valid():
        try:
            facility = editing.begin(form.face_wanted(), form.new_organisation_wanted(), by=user)
            return redirect("place_step", facility.public_id, after("first"))
        except ValidationError as wrong:
            form.add_error(None, ValidationError(wrong.messages))
    return _step_page(request, user, None, STEPS["first"], form)


@require_safe
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """A place: which pages are filled in, what is missing, how it reads, and whether it is listed."""
    user, facility = _own(request, public_id, *KEEPING)
    return _page(request, user, facility)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    """A page of a place, with its form."""
    user, facility = _own(request, public_id, *KEEPING)
    if code not in open_to(user):
        raise Http404
    form = STEPS[code].form(editing.face_for(facility, user), request.POST or None)
    if form.is_valid():
        try:
            editing.save(facility, form.face_wanted(), by=user)
            if code == "rooms":
                editing.count_first(facility, form.first_counts(), by=user)
            draft = not facility.ever_listed and after(code)
            return redirect("place_step", public_id, after(code)) if draft else redirect("place", public_id)
        except ValidationError as wrong:
            form.add_error(None, ValidationError(wrong.messages))
        except (editing.AnothersWaits, AlreadyDecided):
            form.add_error(None, _another_waits())
    return _step_page(request, user, facility, STEPS[code], form)


@require_safe
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """How the public and a caseworker would read it, with what waits."""
    user, facility = _own(request, public_id)
    seen = readings.preview(facility, editing.face_for(facility, user))
    return render(request, "staff/keeping/preview.html", {"place": facility, "seen": seen})


@require_POST
def show(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask a second person to list a place, or take it off the list and say why."""
    user, facility = _own(request, public_id)
    face, listed = editing.face_for(facility, user), request.POST.get("listed") == "yes"
    if listed and editing.missing(face):
        return _page(request, user, facility, 400, sorry=_("Something is still missing before it can be listed."))
    reason = request.POST.get("reason", "")
    if not listed and reason not in OffListReason.values:
        return _page(request, user, facility, 400, sorry=_("Say why it goes off the list."))
    try:
        if listed:
            editing.save(facility, face | {"listed": True}, by=user)
        else:
            editing.take_off(facility, OffListReason(reason), by=user)
    except ValidationError as wrong:
        return _page(request, user, facility, 400, sorry=" ".join(wrong.messages))
    except (editing.AnothersWaits, AlreadyDecided):
        return _page(request, user, facility, 409, sorry=_another_waits())
    return redirect("place", public_id)


def _another_waits() -> str:
    return _("Something of it waits for a second person. Recall that, or let it be decided.")


def _own(request: HttpRequest, public_id: str, *roles: Role) -> tuple[User, Facility]:
    user = team.only(request, *(roles or [Role.COORDINATOR]))
    return user, get_object_or_404(editing.editable(user).select_related("place"), public_id=public_id)


def _page(request: HttpRequest, user: User, facility: Facility, status: int = 200, **said: Any) -> HttpResponse:
    face = editing.face_for(facility, user)
    pages = [{"step": one, "said": one.said(face)} for one in open_to(user).values()]
    about = {"place": facility, "pages": pages, "missing": editing.missing(face), "wanted": face["listed"]}
    about |= {"waits": waits(facility, user, timezone.now()), "reasons": OffListReason.choices}
    return render(request, "staff/keeping/place.html", about | said, status=status)


def _step_page(
    request: HttpRequest, user: User, facility: Facility | None, this: KeepingPage, form: Any
) -> HttpResponse:
    about = {"place": facility, "step": this, "form": form, "waits": waits(facility, user, timezone.now())}
    status = 400 if request.method == "POST" else 200
    return render(request, f"staff/keeping/{this.template or this.code}.html", about, status=status)
