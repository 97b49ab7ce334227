"""What any page may show of the directory. It is read when a template asks for it, and not before."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from ..finder import hotlines
from ..finder.hotlines import HotlineView
from ..models.place import Rayon
from ..published import current, database


def _rayons() -> list[Rayon]:
    """In the order of their names in the page's language."""
    return current.get().places.rayons_by_name()


def _hotlines() -> list[HotlineView]:
    """As they stand now."""
    try:
        return hotlines.at(current.get(), timezone.now())
    except current.NothingHeld:  # neither a database nor a file: the page has the emergency numbers
        return []


def _somebody_answers() -> bool:
    """Whether questions can be asked anywhere, so that there may be answers to read."""
    return database.answers() and any(card.shown["asks"] for card in current.get().cards)


def directory(request: HttpRequest) -> dict[str, object]:
    """The hotlines, whom to call now, the rayons, how old all that is, and where a front's main machine answers."""
    lines = SimpleLazyObject(_hotlines)
    return {
        "hotlines": lines,
        "call": SimpleLazyObject(lambda: hotlines.call_now(lines, ())),
        "danger": SimpleLazyObject(lambda: hotlines.in_danger(lines)),
        "somebody_answers": SimpleLazyObject(_somebody_answers),
        "rayons": SimpleLazyObject(_rayons),
        "directory_age": current.age(),
        "MAIN_SITE": settings.MAIN_SITE,
    }
