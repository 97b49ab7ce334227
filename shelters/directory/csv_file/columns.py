"""The columns of a directory file, and the facts that stand in them."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ...codes import telephone
from ...codes.public import GUARDED_GROUPS, FigureCode, Group, Practice, Service, Visibility
from ...codes.wording import LANGUAGES, by_language
from ...hours import notation
from ...models.admission import AdmissionRule
from ...models.facility import OnlyFor, Phone, Provision
from ...models.facts import Figure, PracticeFact
from ...models.hours import STATED, OpeningHours
from ...models.sourced import Sourced
from . import values
from .cells import Cell

TEXTS = (
    "name_az",
    "name_ru",
    "name_en",
    "kind",
    "address",
    "basis",
    "basis_source",
    "basis_url",
    "basis_kind",
    "notes",
)
READ = {"kind": values.code, "basis": values.code, "basis_kind": values.source_kind}  # the other texts stay as they are
SWITCHES = ("confidential", "listed", "takes_questions")
POINT = ("lat", "lon")
ORGANISATION_NAMES = ("organisation_az", "organisation_ru", "organisation_en")
REQUIRED = ("key", "organisation", "organisation_type", "kind", "town", "source")
SONS = "sons_up_to"
PARTS = "parts"
MOTHERS = f"takes_{Group.WOMAN_WITH_CHILDREN}"
# Both halves of a fact: a file has both or neither.
_GO_TOGETHER = (POINT, (SONS, MOTHERS))


@dataclass(frozen=True)
class FactColumn:
    """A column of facts: its rows of the database, and their text in a cell.

    `fields` makes a fact's own fields from a cell. Every column adds source, date and visibility. `cell` is the
    reverse.
    """

    name: str
    model: Any
    fixed: dict[str, str]
    fields: Callable[[Cell, int], dict[str, Any]]
    cell: Callable[[Any], Cell]
    many: bool = False
    seen_by: Visibility | None = None  # who sees a fact if the cell does not say; None: the fact has no such field
    after: Callable[[Any, Cell], None] | None = None  # writes further rows of a saved fact


def _option(name: str, code: str) -> str:
    """The option of a text in a language. Without one it is Azerbaijani."""
    return name if code == "az" else f"{name}_{code}"


def _options(fact: Sourced, field: str, name: str) -> dict[str, str]:
    return {_option(name, code): text for code, text in by_language(fact, field).items()}


def _texts(cell: Cell, field: str, name: str) -> dict[str, str]:
    """The reverse of `_options`."""
    return {f"{field}_{code}": cell.options.get(_option(name, code), "") for code in LANGUAGES}


def _phone(phone: Phone) -> Cell:
    return Cell(telephone.in_files(phone.number), _options(phone, "label", "label"))


def _rule(rule: AdmissionRule) -> Cell:
    return Cell(rule.verdict, _options(rule, "condition", "if"))


def _hours(cell: Cell, place: int) -> dict[str, Any]:
    """Raises notation.BadHours."""
    opening = OpeningHours()
    opening.take(notation.read(cell.value))
    return {name: getattr(opening, name) for name in STATED}


FACTS = [
    FactColumn(
        "services",
        Provision,
        {},
        lambda cell, place: {"service": values.code(cell.value)},
        lambda fact: Cell(fact.service),
        many=True,
    ),
    FactColumn(
        "phones",
        Phone,
        {},
        lambda cell, place: {"number": cell.value, **_texts(cell, "label", "label"), "position": place},
        _phone,
        many=True,
        seen_by=Visibility.CASEWORKERS,
    ),
    FactColumn(
        "only_for",
        OnlyFor,
        {},
        lambda cell, place: {"group": values.code(cell.value)},
        lambda fact: Cell(fact.group),
        many=True,
        seen_by=Visibility.CASEWORKERS,
    ),
    *(
        FactColumn(
            code,
            Figure,
            {"code": code},
            lambda cell, place: {"value": values.number(cell.value)},
            lambda fact: Cell(str(fact.value)),
        )
        for code in FigureCode.values
    ),
    *(
        FactColumn(
            f"hours_{service}" if service else "hours",
            OpeningHours,
            {"service": service},
            _hours,
            lambda fact: Cell(notation.write(fact.schedule)),
            after=lambda fact, cell: fact.replace_dated(notation.read(cell.value).dated),
        )
        for service in ("", *Service.values)
    ),
    *(
        FactColumn(
            f"takes_{group}",
            AdmissionRule,
            {"group": group},
            lambda cell, place: {"verdict": values.code(cell.value), **_texts(cell, "condition", "if")},
            _rule,
            seen_by=Visibility.CASEWORKERS if group in GUARDED_GROUPS else Visibility.PUBLIC,
        )
        for group in Group
    ),
    *(
        FactColumn(
            code,
            PracticeFact,
            {"code": code},
            lambda cell, place: {"answer": values.code(cell.value)},
            lambda fact: Cell(fact.answer),
        )
        for code in Practice.values
    ),
]
COLUMNS = [
    *("key", "organisation", "organisation_type", *ORGANISATION_NAMES),
    *("kind", "name_az", "name_ru", "name_en", "town", "confidential", "address", *POINT),
    *("basis", "basis_source", "basis_url", "basis_kind", "basis_date", "listed", "takes_questions", "notes"),
    *("source", "source_url", "source_kind", "source_date"),
    *(column.name for column in FACTS),
    SONS,
    PARTS,
]


def each_number_once(found: list[Cell]) -> list[Cell]:
    """Without the further spellings of a number of which the same is said."""
    known: list[Cell] = []
    for cell in found:
        with suppress(telephone.BadNumber):
            cell.value = telephone.read(cell.value)
        if cell not in known:
            known.append(cell)
    return known


def wrong_headings(header: list[str]) -> Iterator[tuple[str, str]]:
    """The columns of a header that are wrong or missing, each with the reason."""
    for column in dict.fromkeys(header):
        if column not in COLUMNS:
            yield column, _("There is no such column.")
        elif header.count(column) > 1:
            yield column, _("This column stands here twice.")
    together = [column for pair in _GO_TOGETHER if set(pair) & set(header) for column in pair]
    for column in (*REQUIRED, *together):
        if column not in header:
            yield column, _("This column is missing.")
