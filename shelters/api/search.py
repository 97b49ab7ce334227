"""The same answers as JSON, with the codes of docs/contract.md. Nothing that is sent gives a 5xx."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from ..aftercare.plan import Plan, PlanPlace, plan
from ..codes import telephone
from ..finder.forms import HoursForm, NearForm, OriginForm, read
from ..finder.hotlines import HotlineView
from ..finder.origin import NotOnTheList, Start, Unclear
from ..finder.search import Result, SearchOutcome, search
from ..hours.clock import BAKU
from ..hours.opening import Opening
from ..models.place import Place
from ..published import current
from ..published.words import PhoneWords
from ..web.throttle import SearchThrottle
from . import search_schema
from .protocol import problem

LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


class AskedView(APIView):
    """Reads a form, makes one call, and explains in the language asked for what could not be read."""

    throttle_classes = (SearchThrottle,)

    def answer(
        self, request: Request, form: type[OriginForm], found: Callable[[Mapping[str, Any]], dict[str, Any]]
    ) -> Response:
        data = request.data
        asked = data.get("lang") if isinstance(data, Mapping) else None
        with translation.override(asked if isinstance(asked, str) and asked in LANGUAGES else "az"):
            if not isinstance(data, Mapping) or request.META.get("CONTENT_LENGTH") in ("", "0", None):
                return problem(400, "invalid", _("Send a JSON object."), fields={})
            try:
                return Response(found(read(form, data)) | _as_of())
            except ValidationError as error:
                return _invalid(error.detail)  # type: ignore[arg-type]
            except NotOnTheList as error:
                return _invalid({error.field: [_("That is not on the list.")]})
            except Unclear as error:
                return _unclear(error)


class NearView(AskedView):
    """What is near, whom it takes, and whom to ring."""

    @search_schema.near
    def post(self, request: Request) -> Response:
        return self.answer(request, NearForm, lambda asked: _found(search(asked)))


class HoursView(AskedView):
    """After sexual violence: what helps, which places have it, and which are open in time."""

    @search_schema.hours
    def post(self, request: Request) -> Response:
        return self.answer(request, HoursForm, lambda asked: _plan(plan(asked)))


def _invalid(errors: Mapping[str, Any]) -> Response:
    fields = {name: _texts(found) for name, found in errors.items()}
    return problem(400, "invalid", _("Something here could not be read."), fields=fields)


def _texts(found: Any) -> list[str]:
    """Flatten the errors of a list's items."""
    if isinstance(found, Mapping):
        return [text for item in found.values() for text in _texts(item)]
    return [str(text) for text in found]


def _unclear(error: Unclear) -> Response:
    places = [_named(place) for place in error.places]
    if error.ambiguous:
        return problem(422, "ambiguous_place", error.detail, field=error.field, choices=places)
    return problem(422, "unknown_place", error.detail, field=error.field, suggestions=places)


def _named(place: Place) -> dict[str, Any]:
    return {"place_id": place.pk, "name": place.name, "rayon": place.rayon.name}


def _origin(begun: Start | None) -> dict[str, Any] | None:
    if begun is None:
        return None
    place = begun.found.place if begun.found else None
    return {
        "name": place.name if place else None,
        "rayon": place.rayon.name if place else None,
        "lat": begun.origin.lat,
        "lon": begun.origin.lon,
        "instead": begun.instead,
    }


def _found(found: SearchOutcome) -> dict[str, Any]:
    return {
        "origin": _origin(found.begun),
        "results": [_result(result) for result in found.results],
        "picks": dict(vars(found.picks)),
        "excluded": {"refuses": found.refuses, "not_for": found.not_for, "avoided": found.avoided},
        "avoiding": [_named(place) for place in found.avoiding],
        "hotlines": [_hotline(line) for line in found.hotlines],
    }


def _result(result: Result) -> dict[str, Any]:
    shown, words, hit = result.shown, result.words, result.hit
    return {
        "id": shown["id"],
        "name": words.name,
        "kind": shown["kind"],
        "place": words.town,
        "rayon": words.rayon,
        "listing": shown["basis"],
        "run_by": shown["run_by"],
        "distance_km": hit.distance_km,
        "measured_to": "door" if shown["door"] else "place",
        "no_road": hit.no_road,
        "accepts": hit.accepts,
        "only_for": shown["only_for"],
        "availability": hit.availability,
        "reachable": hit.reachable,
        "confirmed": result.confirmed,
        "services": result.services,
        "phones": _phones(words.phones),
        **_opening(result.opening),
    }


def _phones(phones: list[PhoneWords]) -> list[dict[str, str]]:
    return [{"number": phone.number, "label": phone.label.text, "dial": phone.dial} for phone in phones]


def _opening(opening: Opening) -> dict[str, Any]:
    return {
        "open_now": opening.open_now,
        "opens_at": _iso(opening.opens_at),
        "closes_at": _iso(opening.closes_at),
        "always_open": opening.is_always,
    }


def _hotline(line: HotlineView) -> dict[str, Any]:
    hotline = line.hotline
    return {
        "number": telephone.shown(hotline.number),
        "label": hotline.label,
        "answers": hotline.answers,
        "emergency": hotline.emergency,
        "fits": line.fits,
        "hours": hotline.hours or None,
        **_opening(line.opening),
        "source": hotline.source_url or hotline.source,
        "source_date": hotline.stated_on.isoformat() if hotline.stated_on else None,
        "confirmed": line.confirmed,
    }


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "origin": _origin(plan.begun),
        "from": _iso(plan.happened.earliest),
        "steps": [
            {
                "code": step.advice.code,
                "title": str(step.advice.title),
                "best_before": _iso(step.best_before),
                "last": _iso(step.last),
                "text": [str(said.text) for said in (*step.text, *step.more)],
                "places": [_place(shown) for shown in step.places],
            }
            for step in plan.steps
        ],
        "hotlines": [_hotline(line) for line in plan.hotlines],
    }


def _place(shown: PlanPlace) -> dict[str, Any]:
    reach, seen = shown.reach, shown.seen
    return {
        "id": reach.public_id,
        "name": seen.name,
        "place": seen.words.town,
        "rayon": seen.words.rayon,
        "distance_km": reach.distance_km,
        "no_road": reach.no_road,
        **_opening(reach.opening),
        "earliest_there": _iso(reach.earliest),
        "in_time": reach.in_time,
        "reports": {code: line.code for code, line in seen.reports.items()},
        "phones": _phones(seen.phones),
    }


def _as_of() -> dict[str, str | None]:
    """How old it is, where it is not new."""
    age = current.age()
    return {"as_of": _iso(age.looked_at)} if age and age.is_told else {}


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(BAKU).isoformat(timespec="seconds") if moment else None


class ContentsView(APIView):
    """What there is."""

    @search_schema.contents
    def get(self, request: Request) -> Response:
        names = ("near", "hours", "schema", "docs")
        return Response({name: reverse(f"api-{name}", request=request) for name in names})
