"""A result as its card tells it: the list, and the preview of a list, show the same."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple, TypedDict

from django.utils import translation
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..codes.public import Accepts, Availability
from ..codes.wording import capital
from .search import Result
from .wish import Wish

NOTHING, _DOT, _FULL_STOP = map(escape, ("", " · ", "."))


class PlaceCard(TypedDict):
    """A result as its card tells it, in words that are escaped: templates look up a dict faster than an object.

    `here`: she comes back to this card. `pick`: why it is marked; `whom`: whom it takes. Each may be empty.
    `where`: its town, who runs it, and what is known of tonight. `told`: the last two as sentences.
    """

    result: Result
    id: SafeString
    here: bool
    name: SafeString
    pick: SafeString
    km: SafeString
    whom: SafeString
    town: SafeString
    where: SafeString
    told: SafeString
    number: SafeString
    dial: SafeString
    asks: bool
    no_road: SafeString
    works_with_family: bool


class Phrases(NamedTuple):
    """What cards say again and again, escaped."""

    km: SafeString
    here: SafeString
    nearest: SafeString
    takes_you: SafeString
    may_have_room: SafeString
    accepts: Mapping[Accepts, SafeString]
    whether_a_son: SafeString
    full: SafeString
    no_road: SafeString


@cache
def phrases(language: str) -> Phrases:
    with translation.override(language):
        takes_you = escape(_("They say they take you"))
        return Phrases(
            km=escape("\N{NO-BREAK SPACE}" + _("km")),
            here=escape(_("here")),
            nearest=escape(_("Nearest")),
            takes_you=takes_you,
            may_have_room=escape(_("May have room: ask")),
            accepts={code: escape(code.label) for code in Accepts} | {Accepts.YES: takes_you + _FULL_STOP},
            whether_a_son=escape(_("Whether your son may come: ask.")),
            full=escape(Availability.FULL.label),
            no_road=escape(_("No road leads there from you without crossing a border.")),
        )


def place_card(result: Result, wish: Wish, pick: SafeString = NOTHING, here: str = "") -> PlaceCard:
    html, said, public_id = result.words.html, phrases(result.at.language), result.shown["id"]
    brief = result.opening.brief
    return {
        "result": result,
        "id": html.id,
        "here": public_id == here,
        "name": html.name,
        "pick": pick,
        "km": _far(result.hit.distance_km, said),
        "whom": _whom(result, wish, said),
        "town": html.town,
        "where": _where(result, brief, said),
        "told": _told(html.run_by, brief),
        "number": html.number,
        "dial": html.dial,
        "asks": result.asks,
        "no_road": said.no_road if result.hit.no_road else NOTHING,
        "works_with_family": result.works_with_family,
    }


def _far(km: int | None, said: Phrases) -> SafeString:
    """Empty where nobody said where from."""
    if km is None:
        return NOTHING
    return escape(km) + said.km if km else said.here


def _where(result: Result, brief: str, said: Phrases) -> SafeString:
    where = result.words.html.where
    if brief:
        where = where + _DOT + escape(brief)
    return where + _DOT + said.full if result.hit.availability == Availability.FULL else where


def _told(run_by: SafeString, brief: str) -> SafeString:
    told = run_by + _FULL_STOP
    return format_html("{} {}.", told, capital(brief)) if brief else told


def _whom(result: Result, wish: Wish, said: Phrases) -> SafeString:
    """Whom it takes, in a line: the worst of what is said of those who come, or all that is known."""
    if result.doubts_son:
        age = result.shown["sons_up_to"]
        return said.whether_a_son if age is None else escape(_("Sons up to %(age)s: ask.") % {"age": age})
    if result.accepts == Accepts.CONDITIONAL:
        conditions = format_html_join("; ", "{}", ((line.condition,) for line in result.said if line.condition))
        if conditions:
            return format_html(_("On a condition: {}."), conditions)
    if not wish.who:
        takes = result.words.html.takes
        return format_html(_("Take: %(groups)s.") % {"groups": "{}"}, takes) if takes else NOTHING
    return said.accepts[result.accepts]
