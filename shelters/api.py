"""The same search as JSON. contract.md's codes, and never a 5xx for anything that is sent."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from . import schema
from .confirmations import confirmed
from .forms import read
from .models.hotline import Hotline
from .rest import problem
from .search import Found, NotOnTheList, Result, Unclear, search
from .throttle import SearchThrottle

LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


class NearView(APIView):
    """What is near, whom it takes, and whom to ring."""

    throttle_classes = (SearchThrottle,)

    @schema.near
    def post(self, request: Request) -> Response:
        data = request.data
        asked = data.get("lang") if isinstance(data, Mapping) else None
        with translation.override(asked if isinstance(asked, str) and asked in LANGUAGES else "az"):
            if not isinstance(data, Mapping):
                return problem(400, "invalid", _("Send a JSON object."), fields={})
            try:
                return Response(_found(search(read(data))))
            except ValidationError as error:
                return _invalid(error.detail)  # type: ignore[arg-type]
            except NotOnTheList as error:
                return _invalid({error.field: [_("That is not on the list.")]})
            except Unclear as error:
                return _unclear(error)


def _invalid(errors: Mapping[str, Any]) -> Response:
    fields = {name: _texts(found) for name, found in errors.items()}
    return problem(400, "invalid", _("Something here could not be read."), fields=fields)


def _texts(found: Any) -> list[str]:
    """Flatten the errors of a list's items."""
    if isinstance(found, Mapping):
        return [text for item in found.values() for text in _texts(item)]
    return [str(text) for text in found]


def _unclear(error: Unclear) -> Response:
    places = [{"place_id": p.pk, "name": p.name, "rayon": p.rayon.name} for p in error.places]
    if error.ambiguous:
        return problem(
            422, "ambiguous_place", _("More than one place is called that."), field=error.field, choices=places
        )
    return problem(422, "unknown_place", _("We do not know that place."), field=error.field, suggestions=places)


def _found(found: Found) -> dict[str, Any]:
    place = found.start.place if found.start else None
    return {
        "origin": {
            "name": place.name if place else None,
            "rayon": place.rayon.name if place else None,
            "lat": found.lat,
            "lon": found.lon,
        },
        "results": [_result(result) for result in found.results],
        "excluded": {"refuses": found.refuses, "avoided": found.avoided},
        "hotlines": [_hotline(hotline, found) for hotline in found.hotlines],
    }


def _result(result: Result) -> dict[str, Any]:
    shown = result.shown
    return {
        "id": shown["id"],
        "name": result.name,
        "kind": shown["kind"],
        "place": result.place.name,
        "rayon": result.place.rayon.name,
        "listing": shown["basis"],
        "run_by": shown["run_by"],
        "distance_km": result.distance_km,
        "measured_to": "door" if shown["door"] else "place",
        "no_road": result.no_road,
        "accepts": result.accepts,
        "availability": result.availability,
        "confirmed": result.confirmed,
        "services": result.services,
        "phones": shown["phones"],
        "open_now": None,
    }


def _hotline(hotline: Hotline, found: Found) -> dict[str, Any]:
    return {
        "number": hotline.number,
        "label": hotline.label,
        "answers": hotline.answers,
        "hours": hotline.hours or None,
        "open_now": True if hotline.always_open else None,
        "source": hotline.source,
        "source_date": hotline.stated_on.isoformat() if hotline.stated_on else None,
        "confirmed": confirmed(hotline.last_confirmed, found.today),  # type: ignore[attr-defined]
    }


class ContentsView(APIView):
    """What there is."""

    @schema.contents
    def get(self, request: Request) -> Response:
        names = ("near", "schema", "docs")
        return Response({name: reverse(f"api-{name}", request=request) for name in names})
