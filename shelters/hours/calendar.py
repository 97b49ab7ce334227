"""Which days people work in Azerbaijan.

The package `holidays` knows Novruz, Ramazan and Qurban, and transfers by Labour Code art. 105. It also knows the days
that the Cabinet swaps. It only estimates Ramazan and Qurban in years to come, and the Cabinet moves days every year. So
staff can state any day (`models.DayOverride`). The caller hands these days in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Protocol

import holidays
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .schedule import DayKind

# The package's English names; it has none in Russian.
NAMES = {
    "New Year's Day": gettext_lazy("New Year"),
    "Martyrs' Day": gettext_lazy("20 January"),
    "Women's Day": gettext_lazy("8 March"),
    "Spring Festival": gettext_lazy("Novruz"),
    "Victory over Fascism Day": gettext_lazy("9 May"),
    "Eid al-Fitr": gettext_lazy("Ramazan"),
    "Independence Day": gettext_lazy("Independence Day"),
    "National Liberation Day": gettext_lazy("National Salvation Day"),
    "Armed Forces Day": gettext_lazy("Armed Forces Day"),
    "Eid al-Adha": gettext_lazy("Qurban"),
    "Victory Day": gettext_lazy("Victory Day"),
    "National Flag Day": gettext_lazy("Flag Day"),
    "International Azerbaijanis Solidarity Day": gettext_lazy("Solidarity Day"),
    "Presidential elections": gettext_lazy("elections"),
    "Municipal elections": gettext_lazy("elections"),
}


class StatedDay(Protocol):
    """A day of the whole country that staff stated. `name` may be empty."""

    working: bool

    @property
    def name(self) -> str: ...


@lru_cache(maxsize=64)
def _year(year: int) -> Any:
    return holidays.country_holidays("AZ", years=year, language="en_US")


@lru_cache(maxsize=4096)
def _kind(day: date) -> DayKind:
    year = _year(day.year)
    return DayKind(year.is_working_day(day), holiday=day in year)


@dataclass(frozen=True)
class Calendar:
    """A `schedule.Calendar`. `stated` are the days that staff stated."""

    stated: Mapping[date, StatedDay] = field(default_factory=dict)

    def kind(self, day: date) -> DayKind:
        if day in self.stated:
            working = self.stated[day].working
            return DayKind(working, holiday=not working)
        return _kind(day)

    def names(self, day: date) -> list[str]:
        """The names of the day, in the language in use. A working day or a plain weekend has none."""
        if not self.kind(day).holiday:
            return []
        if day in self.stated:
            return [self.stated[day].name or _("day off")]
        found = []
        for name in _year(day.year).get_list(day):
            known = NAMES.get(name.split(" (")[0])
            found.append(str(known) if known else _("day off"))
        return found

    def is_estimated(self, day: date) -> bool:
        """Whether the day moves with the moon and has not been announced."""
        return day not in self.stated and "estimated" in _year(day.year).get(day, "")
