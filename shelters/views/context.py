"""What any page may show of the directory. It is read when a template asks for it, and not before."""

from functools import cached_property

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from ..finder import hotlines
from ..finder.hotlines import HotlineView
from ..finder.moved_days import calendars
from ..models.base import Revision
from ..models.place import Rayon
from ..places import gazetteer


class _Directory:
    """The lists of one page: one query reads the stamps of all of them."""

    @cached_property
    def _stamps(self) -> dict[str, str]:
        return Revision.now()

    def rayons(self) -> list[Rayon]:
        """In the order of their names in the page's language."""
        places = gazetteer.gazetteers.get(self._stamps[Revision.PLACES])
        return places.rayons_by_name()

    def hotlines(self) -> list[HotlineView]:
        """As they stand now."""
        calendar = calendars.get(self._stamps[Revision.CALENDAR])
        return hotlines.at_revision(self._stamps[Revision.HOTLINES], calendar, timezone.now())


def directory(request: HttpRequest) -> dict[str, object]:
    """The hotlines, and the rayons to choose from."""
    lists = _Directory()
    return {"hotlines": SimpleLazyObject(lists.hotlines), "rayons": SimpleLazyObject(lists.rayons)}
