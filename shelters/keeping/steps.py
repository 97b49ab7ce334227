"""The pages of a facility, in the order in which somebody fills them in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..approvals.public_fields import Face
from ..codes.public import Group, Practice
from .first_form import FirstForm
from .hours_form import OpeningForm
from .rooms_form import RoomsForm
from .tap_forms import ExpectForm, ServicesForm, TakesForm


@dataclass(frozen=True)
class KeepingPage:
    """A page: its code in the address, its heading, its form, how much of it is said, and its template's name."""

    code: str
    title: Promise
    form: Callable[..., Any]
    said: Callable[[Face], str]
    template: str = ""  # empty: as the code


def _of(rows: str, codes: type[Group] | type[Practice]) -> Callable[[Face], str]:
    return lambda face: (
        _("%(said)d of %(all)d said") % {"said": len(face[rows]), "all": len(codes)} if face[rows] else ""
    )


def _number(rows: str) -> Callable[[Face], str]:
    return lambda face: str(len(face[rows])) if face[rows] else ""


STEPS = {
    step.code: step
    for step in (
        KeepingPage("first", gettext_lazy("Name, town and number"), FirstForm, lambda face: face["key"]),
        KeepingPage("services", gettext_lazy("What it offers"), ServicesForm, _number("provisions")),
        KeepingPage("takes", gettext_lazy("Whom it takes"), TakesForm, _of("rules", Group), "taps"),
        KeepingPage("expect", gettext_lazy("What to expect"), ExpectForm, _of("facts", Practice), "taps"),
        KeepingPage(
            "hours", gettext_lazy("When it is open"), OpeningForm, lambda face: _("said") if face["hours"] else ""
        ),
        KeepingPage("rooms", gettext_lazy("Rooms"), RoomsForm, _number("pools")),
    )
}
_ORDER = list(STEPS)


def after(code: str) -> str:
    """The next page. Empty: it was the last."""
    rest = _ORDER[_ORDER.index(code) + 1 :]
    return rest[0] if rest else ""
