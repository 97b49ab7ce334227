"""The pages that anybody may open. What is asked travels in the body of a POST and is kept nowhere."""

from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, get_language_from_request
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from rest_framework.exceptions import ValidationError

from .. import confirmations, gazetteer
from ..codes import Group, Service
from ..forms import given, read
from ..models.place import Revision
from ..search import NotOnTheList, Unclear, search
from ..throttle import seconds_to_wait


@require_safe
def to_a_language(request: HttpRequest) -> HttpResponse:
    """`/`: to the pages in the reader's language, Azerbaijani where none of ours is asked for."""
    return redirect(f"/{get_language_from_request(request)}/")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The form, and the numbers that answer at once."""
    return render(request, "home.html", _form({}))


@csrf_exempt  # nothing ambient authorises an anonymous search, so there is nothing to forge
@require_http_methods(["GET", "HEAD", "POST"])
def near(request: HttpRequest) -> HttpResponse:
    """The ranked list; with GET, and with whatever cannot be read, the form."""
    if request.method != "POST":
        return render(request, "home.html", _form({}))
    if wait := seconds_to_wait(request):
        response = _again(request, {}, 429, sorry=_("That was a lot at once. Try again in a minute."))
        response["Retry-After"] = str(wait)
        return response
    asked = _asked(request)
    try:
        found = search(read(asked))
    except ValidationError as error:
        return _again(request, asked, 400, errors=error.detail)
    except NotOnTheList as error:
        return _again(request, asked, 400, errors={error.field: [_("That is not on the list.")]})
    except Unclear as error:
        return _again(request, asked, 422, unclear=error)
    return render(request, "near.html", _form(asked) | {"found": found})


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the page's form holds, as the API would send it. A button wins over typed text, text over the list."""
    fields: dict[str, Any] = dict(request.POST.items())
    fields |= {name: request.POST.getlist(name) for name in ("who", "need") if name in request.POST}
    fields["avoid"] = [name for text in request.POST.getlist("avoid") for name in text.split(";") if name.strip()]
    start = next((name for name in ("place_id", "place", "rayon") if request.POST.get(name, "").strip()), "place")
    for other in {"place_id", "place", "rayon"} - {start}:
        fields.pop(other, None)
    return given(fields | {"lang": get_language() or "az"})


def _form(asked: dict[str, Any]) -> dict[str, Any]:
    """What the form shows: its choices, and what was entered before."""
    revision = Revision.now()
    places = gazetteer.at_revision(revision[Revision.PLACES])
    hotlines = confirmations.at_revision(revision[Revision.HOTLINES])
    return {
        "asked": asked,
        "groups": Group.choices,
        "services": Service.choices,
        "rayons": sorted(places.rayons.values(), key=lambda rayon: gazetteer.fold(rayon.name)),
        "hotlines": hotlines,
    }


def _again(request: HttpRequest, asked: dict[str, Any], status: int, **said: Any) -> HttpResponse:
    return render(request, "home.html", _form(asked) | said, status=status)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the database answers, 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM shelters_revision")
    except DatabaseError:
        return JsonResponse({"status": "unavailable"}, status=503)
    return JsonResponse({"status": "ok"})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 404, "not_found", _("There is nothing here."))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 400, "invalid", _("This page cannot read what was sent."))


def server_error(request: HttpRequest) -> HttpResponse:
    return _error(request, 500, "error", _("Something broke here. It is not your doing. Try again, or ring a number."))


def _error(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"code": code, "detail": detail}, status=status)
    return render(request, "error.html", {"detail": detail, "languages": settings.LANGUAGES}, status=status)
