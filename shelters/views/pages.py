"""The pages that anybody may open. What is asked travels in the body of a POST and is kept nowhere."""

from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, get_language_from_request
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from rest_framework.exceptions import ValidationError

from .. import confirmations, gazetteer, picture
from ..codes import Group, People, Service
from ..forms import given, read
from ..models.place import Revision
from ..search import NotOnTheList, Unclear, look_up, search
from ..throttle import seconds_to_wait

# Ways to say where from, the strongest first.
_STARTS = (("place_id",), ("place",), ("rayon",), ("lat", "lon"))
# Who most often comes; the other groups are asked for as what places sometimes say no to.
_FIRST = (Group.WOMAN, Group.WOMAN_WITH_CHILDREN, Group.MAN, Group.MINOR_ALONE)


@require_safe
def to_a_language(request: HttpRequest) -> HttpResponse:
    """`/`: to the pages in the reader's language, Azerbaijani where none of ours is asked for."""
    return redirect(f"/{get_language_from_request(request)}/")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The form, and the numbers that answer at once."""
    return _form_page(request, {})


@csrf_exempt  # nothing ambient authorises an anonymous search, so there is nothing to forge
@require_http_methods(["GET", "HEAD", "POST"])
def near(request: HttpRequest) -> HttpResponse:
    """The ranked list; with GET, and with whatever cannot be read, the form."""
    asked = _asked(request)
    if request.method != "POST" or request.POST.get("show") == "form":
        return _form_page(request, asked)
    if wait := seconds_to_wait(request):
        response = _form_page(request, asked, 429, sorry=_("That was a lot at once. Try again in a minute."))
        response["Retry-After"] = str(wait)
        return response
    try:
        found = search(read(asked))
    except ValidationError as error:
        return _form_page(request, asked, 400, errors=error.detail)
    except NotOnTheList as error:
        return _form_page(request, asked, 400, errors={error.field: [_("That is not on the list.")]})
    except Unclear as error:
        return _form_page(request, asked, 422, unclear=error)
    towns = [(result.place, result.distance_km) for result in found.results]
    drawn = {"ring": picture.ring(found.lat, found.lon), "dots": picture.dots(towns)}
    again = {"form": "wish", "path": "near"}
    return render(request, "near.html", _form(asked) | {"found": found, "map": drawn, "again": again})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def site(request: HttpRequest) -> HttpResponse:
    """One facility, by its id; with GET the form."""
    if request.method != "POST":
        return _form_page(request, {})
    seen = look_up(request.POST.get("id", ""))
    if seen is None:
        raise Http404
    again = {"form": "more", "path": "site"}
    return render(request, "site.html", _form(_asked(request)) | {"seen": seen, "again": again})


@require_safe
def safety(request: HttpRequest) -> HttpResponse:
    """What is hidden from whom, and what is not."""
    return render(request, "safety.html", {"path": "safety/"})


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the page's form holds, as the API would send it. A button wins over typed text, text over the rest."""
    fields: dict[str, Any] = {name: str(value).strip() for name, value in request.POST.items()}
    fields |= {name: request.POST.getlist(name) for name in ("who", "need") if name in request.POST}
    fields["avoid"] = [name.strip() for text in request.POST.getlist("avoid") for name in text.split(";")]
    fields["avoid"] = [name for name in fields["avoid"] if name]
    start = next((names for names in _STARTS if any(fields.get(name) for name in names)), ())
    for names in _STARTS:
        for name in names:
            if names != start:
                fields.pop(name, None)
    return given(fields | {"lang": get_language() or "az"})


def _form(asked: dict[str, Any]) -> dict[str, Any]:
    """What the form shows: its choices, and what was entered before."""
    revision = Revision.now()
    places = gazetteer.at_revision(revision[Revision.PLACES])
    groups = Group.choices
    return {
        "asked": asked,
        "entered": _entered(asked),
        "groups": {"main": [g for g in groups if g[0] in _FIRST], "more": [g for g in groups if g[0] not in _FIRST]},
        "people": People.choices,
        "services": Service.choices,
        "rayons": sorted(places.rayons.values(), key=lambda rayon: gazetteer.fold(rayon.name)),
        "hotlines": confirmations.at_revision(revision[Revision.HOTLINES]),
    }


def _entered(asked: dict[str, Any]) -> list[tuple[str, str]]:
    """The same as pairs for hidden fields, so that every page leads back to where she was."""
    pairs = []
    for name in (*(name for names in _STARTS for name in names), "for", "oldest_son", "people", "who", "need"):
        values = asked.get(name, [])
        pairs += [(name, value) for value in (values if isinstance(values, list) else [values])]
    return pairs + ([("avoid", "; ".join(asked["avoid"]))] if "avoid" in asked else [])


def _form_page(request: HttpRequest, asked: dict[str, Any], status: int = 200, **said: Any) -> HttpResponse:
    again = {"form": "wish", "path": "near", "show": "form"}
    return render(request, "home.html", _form(asked) | {"again": again, **said}, status=status)


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
    return _error(request, 500, "error", _("Something broke here. You did nothing wrong. Try again, or ring a number."))


def _error(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"code": code, "detail": detail}, status=status)
    return render(request, "error.html", {"detail": detail, "languages": settings.LANGUAGES}, status=status)
