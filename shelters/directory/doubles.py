"""Facilities that may be entered twice: two with the same name and town, or with the same number."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from ..codes import telephone
from ..models.facility import Facility, Phone
from ..places.gazetteer import fold


def warnings(keys: Iterable[str]) -> list[str]:
    """What somebody should look at, of the facilities with these keys and any others."""
    ours = set(keys)
    pairs = [
        *((words, _("The same name and town: %(keys)s.")) for words in _by_name().values()),
        *((words, _("The same number: %(keys)s.")) for words in _by_number().values()),
    ]
    said = (words % {"keys": ", ".join(sorted(found))} for found, words in pairs if len(found) > 1 and found & ours)
    return list(dict.fromkeys(said))


def _by_name() -> dict[tuple[str, int], set[str]]:
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for facility in Facility.objects.all():
        for name in {fold(one) for one in (facility.name_az, facility.name_ru, facility.name_en)} - {""}:
            found[name, facility.place_id].add(facility.key)
    return found


def _by_number() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for number, key in Phone.objects.values_list("number", "facility__key"):
        if telephone.dialled(number):
            found[number].add(key)
    return found
