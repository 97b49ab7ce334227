"""A result as its card tells it: the list, and the preview of a list, show the same."""

from typing import TypedDict

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from ..codes.public import Accepts, Availability, OrganisationType
from ..codes.wording import capital
from ..published.words import label
from .search import Result
from .wish import Wish


class PlaceCard(TypedDict):
    """A result as its card tells it, in words: templates look up a dict faster than an object.

    `pick`: why it is marked; `whom`: whom it takes. Each may be empty. `where`: its town, who runs it, and what is
    known of tonight. `told`: the last two as sentences.
    """

    result: Result
    id: str
    name: str
    pick: str
    km: str
    whom: str
    town: str
    where: str
    told: str
    number: str
    dial: str
    asks: bool
    no_road: bool
    works_with_family: bool


def place_card(result: Result, wish: Wish, pick: str = "") -> PlaceCard:
    words = result.words
    return {
        "result": result,
        "id": result.shown["id"],
        "name": words.name,
        "pick": pick,
        "km": _far(result.hit.distance_km),
        "whom": _whom(result, wish),
        "town": words.town,
        "where": _where(result),
        "told": _told(result),
        "number": words.phones[0].number if words.phones else "",
        "dial": words.phones[0].dial if words.phones else "",
        "asks": result.asks,
        "no_road": bool(result.hit.no_road),
        "works_with_family": result.works_with_family,
    }


def _far(km: int | None) -> str:
    """Empty where nobody said where from."""
    if km is None:
        return ""
    return "\N{NO-BREAK SPACE}".join([str(km), _("km")]) if km else _("here")


def _where(result: Result) -> str:
    run_by = "" if result.shown["run_by"] == OrganisationType.NGO else result.words.run_by
    full = str(Availability.FULL.label) if result.hit.availability == Availability.FULL else ""
    return " · ".join(filter(None, (result.words.town, run_by, result.opening.brief, full)))


def _told(result: Result) -> str:
    brief = result.opening.brief
    return f"{capital(result.words.run_by)}. {capital(brief)}." if brief else f"{capital(result.words.run_by)}."


def _whom(result: Result, wish: Wish) -> str:
    """Whom it takes, in a line: the worst of what is said of those who come, or all that is known."""
    if result.doubts_son:
        age = result.shown["sons_up_to"]
        return _("Sons up to %(age)s: ask.") % {"age": age} if age is not None else _("Whether your son may come: ask.")
    if result.accepts == Accepts.CONDITIONAL:
        conditions = format_html_join("; ", "{}", ((line.condition,) for line in result.said if line.condition))
        if conditions:
            return format_html(_("On a condition: {}."), conditions)
    if not wish.who:
        takes = ", ".join(result.words.takes)
        return _("Take: %(groups)s.") % {"groups": takes} if takes else ""
    return f"{says_yes()}." if result.accepts == Accepts.YES else label(result.accepts, result.at.language)


def says_yes() -> str:
    return _("They say they take you")
