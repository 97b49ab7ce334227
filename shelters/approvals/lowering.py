"""What only lowers trust counts at once: off the list, closed, paused, a yes taken back. And how much of it may.

Somebody alone may take away, and never add or alter. A yes that becomes a no reads as not known at once; the no waits.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from ..codes.public import Answer, Practice, Verdict, Visibility
from ..codes.staff import Decision, ProposalKind
from ..faces.fields import CONDITIONS, SCHEDULE, Face
from ..hours import notation
from ..hours.schedule import SHUT
from ..models import Facility, Place, Proposal, User

MOST, WITHIN = 3, timedelta(hours=24)  # places that one person lowers
_SWITCHES = ("listed", "takes_questions", "public_rooms")
_YES = (Verdict.YES, Verdict.CONDITIONAL)
# A yes to one of these warns: without it a place reads as better than it is.
_WARNINGS = (Practice.PAPERS_NEEDED, Practice.POLICE_TOLD, Practice.FAMILY_TOLD, Practice.RECONCILIATION_PRESSED)
Row = dict[str, Any]


def lowered(kind: str, before: Face, wanted: Face) -> Face:
    """`before` with nothing of `wanted` but what only lowers trust. Hotlines are national, so none is lowered."""
    if kind != ProposalKind.FACILITY or not before:
        return before
    off = {name: False for name in _SWITCHES if before[name] and not wanted[name]}
    by_key = {table: {row[key]: row for row in wanted[table]} for table, key in _TABLES.items()}
    rows = {
        "provisions": [row for row in before["provisions"] if row["service"] in by_key["provisions"]],
        "rules": [_rule(row, by_key["rules"].get(row["group"])) for row in before["rules"]],
        "facts": [_fact(row, by_key["facts"].get(row["code"])) for row in before["facts"]],
        "hours": [_hours(row, by_key["hours"].get(row["service"])) for row in before["hours"]],
    }
    return before | off | {table: [row for row in found if row is not None] for table, found in rows.items()}


_TABLES = {"provisions": "service", "rules": "group", "facts": "code", "hours": "service"}


def _rule(row: Row, wanted: Row | None) -> Row | None:
    if row["verdict"] not in _YES:
        return row
    if wanted is None:
        return None
    if wanted["verdict"] not in _YES:
        row = row | {"verdict": Verdict.UNKNOWN.value} | dict.fromkeys(CONDITIONS, "")
    hidden = wanted["visible_to"] == Visibility.CASEWORKERS
    return row | {"visible_to": Visibility.CASEWORKERS.value} if hidden else row


def _fact(row: Row, wanted: Row | None) -> Row | None:
    if row["answer"] != Answer.YES or row["code"] in _WARNINGS:
        return row
    if wanted is None:
        return None
    return row if wanted["answer"] == Answer.YES else row | {"answer": Answer.UNKNOWN.value}


def _hours(row: Row, wanted: Row | None) -> Row | None:
    """Without hours where none are known any more; else with the closures that are new."""
    was = notation.read(row[SCHEDULE])
    then = notation.read(wanted[SCHEDULE]) if wanted else None
    if then is None or then.is_unknown:
        return None
    closures = tuple(one for one in then.dated if one.hours == SHUT and one not in was.dated)
    dated = sorted((*was.dated, *closures), key=lambda one: one.first)
    return row | {SCHEDULE: notation.write(replace(was, dated=tuple(dated)))} if closures else row


def may_lower(target: int, face: Face, by: User, now: datetime) -> bool:
    """Whether one person may lower this place now: no more than a few, and never the last of a need in its region."""
    mine = Proposal.objects.filter(
        kind=ProposalKind.FACILITY,
        decision__in=(Decision.LOWERED, Decision.PUT_BACK),
        made_by=by,
        made_at__gt=now - WITHIN,
    )
    others = set(mine.exclude(target=target).values_list("target", flat=True))
    return len(others) < MOST and not (face["listed"] and _is_last(target, face))


def _is_last(target: int, face: Face) -> bool:
    region = Place.objects.values_list("rayon__economic_region", flat=True).get(pk=face["place_id"])
    near = Facility.objects.listed().exclude(pk=target).filter(place__rayon__economic_region=region)
    left = set(near.values_list("provisions__service", flat=True))
    return any(row["service"] not in left for row in face["provisions"])
