"""What any page may show of the directory. It is read when a template asks for it, and not before."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from ..finder import hotlines
from ..finder.hotlines import HotlineView
from ..models.place import Rayon
from ..published import current


def _rayons() -> list[Rayon]:
    """In the order of their names in the page's language."""
    return current.get().places.rayons_by_name()


def _hotlines() -> list[HotlineView]:
    """As they stand now."""
    return hotlines.at(current.get(), timezone.now())


def directory(request: HttpRequest) -> dict[str, object]:
    """The hotlines, and the rayons to choose from."""
    return {"hotlines": SimpleLazyObject(_hotlines), "rayons": SimpleLazyObject(_rayons)}
