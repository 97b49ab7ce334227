"""The pages of a facility, in the order in which somebody fills them in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..codes.public import Group, Practice
from ..codes.staff import Role
from ..faces.fields import SCHEDULE, Face
from ..hours import notation
from ..models import User
from .first_form import FirstForm
from .further_forms import ClosuresForm, FiguresForm, NumbersForm
from .hours_form import OpeningForm
from .rooms_form import RoomsForm
from .tap_forms import ExpectForm, ServicesForm, TakesForm


@dataclass(frozen=True)
class KeepingPage:
    """A page: its code in the address, its heading, its form, how much of it is said, and its template's name.

    `is_rare`: few places need it, so a new place is not led through it. `by_house`: a host proposes it too.
    """

    code: str
    title: Promise
    form: Callable[..., Any]
    said: Callable[[Face], str]
    template: str = ""  # empty: as the code
    is_rare: bool = False
    by_house: bool = False


def _of(rows: str, codes: type[Group] | type[Practice]) -> Callable[[Face], str]:
    return lambda face: (
        _("%(said)d of %(all)d said") % {"said": len(face[rows]), "all": len(codes)} if face[rows] else ""
    )


def _number(rows: str) -> Callable[[Face], str]:
    return lambda face: str(len(face[rows])) if face[rows] else ""


def _closures(face: Face) -> str:
    stored = next((row[SCHEDULE] for row in face["hours"] if not row["service"]), "unknown")
    return str(len(notation.read(stored).dated) or "")


STEPS = {
    step.code: step
    for step in (
        KeepingPage("first", gettext_lazy("Name and town"), FirstForm, lambda face: face["key"]),
        KeepingPage("services", gettext_lazy("What it offers"), ServicesForm, _number("provisions")),
        KeepingPage("takes", gettext_lazy("Whom it takes"), TakesForm, _of("rules", Group), "taps", by_house=True),
        KeepingPage(
            "expect", gettext_lazy("What to expect"), ExpectForm, _of("facts", Practice), "taps", by_house=True
        ),
        KeepingPage(
            "hours",
            gettext_lazy("When it is open"),
            OpeningForm,
            lambda face: _("said") if face["hours"] else "",
            by_house=True,
        ),
        KeepingPage("rooms", gettext_lazy("Rooms"), RoomsForm, _number("pools")),
        KeepingPage(
            "numbers", gettext_lazy("Numbers"), NumbersForm, _number("phones"), "rows", is_rare=True, by_house=True
        ),
        KeepingPage(
            "closures",
            gettext_lazy("Closures and extra openings"),
            ClosuresForm,
            _closures,
            "rows",
            is_rare=True,
            by_house=True,
        ),
        KeepingPage("figures", gettext_lazy("Figures"), FiguresForm, _number("figures"), "rows", is_rare=True),
    )
}
_ORDER = [code for code, step in STEPS.items() if not step.is_rare]


def after(code: str) -> str:
    """The next page of a new place. Empty: it was the last."""
    rest = [] if code not in _ORDER else _ORDER[_ORDER.index(code) + 1 :]
    return rest[0] if rest else ""


def open_to(user: User) -> dict[str, KeepingPage]:
    """The pages that this person may fill in."""
    coordinates = Role.COORDINATOR in user.roles
    return {code: step for code, step in STEPS.items() if coordinates or step.by_house}
