"""The rows of a database as lines of JSON, by Django's own tables: the same for SQLite and PostgreSQL (ADR 7).

*Base* is what is kept for good. *Live* is what is erased one day: cases, sealed values, exact counts. Some tables stand
in neither, so that a restored server acts on nobody and lets nobody in.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime, time
from enum import StrEnum
from itertools import groupby, islice
from typing import IO

from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model, Q, QuerySet

from ..audit import trail
from ..models.trail import TrailPayload

_OF_CASES = "referrals"  # the app: all but its monthly numbers are erased one day
_FOR_GOOD = {"referrals.monthlycount"}
_ERASED_ONE_DAY = {"shelters.bedcount", "shelters.trailpayload", "shelters.weeklycount"}
_NEVER = {
    *("shelters.session", "shelters.failedsignin", "shelters.failurecount", "shelters.spentchallenge"),
    *("shelters.receipt", "shelters.waitingmail", "shelters.heartbeat", "shelters.roomsnapshot"),
    *("shelters.feedtoken", "shelters.invitation"),
}
_AT_ONCE = 500  # rows
# Payloads of the trail that go with a case or after two days; all others are about the directory and people.
_PAYLOADS_ERASED_ONE_DAY = Q(subject__startswith="case ") | trail.PASSING


class _Exact(DjangoJSONEncoder):
    """Django's own cuts moments to milliseconds, and the MACs of the trail would not fit."""

    def default(self, o: object) -> object:
        return o.isoformat() if isinstance(o, datetime | time) else super().default(o)


class Part(StrEnum):
    BASE = "base"
    LIVE = "live"


def rows(part: Part) -> Iterator[QuerySet]:
    """The rows of each table that belong to a part."""
    for model in apps.get_models():
        label = model._meta.label_lower
        if label in _NEVER or not model._meta.managed:
            continue
        everything = model._base_manager.order_by("pk")
        if model is TrailPayload:
            live = everything.filter(_PAYLOADS_ERASED_ONE_DAY)
            yield live if part == Part.LIVE else everything.exclude(pk__in=live.values("pk"))
        elif part == part_of(label):
            yield everything


def part_of(label: str) -> Part:
    erased = label in _ERASED_ONE_DAY or label.startswith(f"{_OF_CASES}.")
    return Part.LIVE if erased and label not in _FOR_GOOD else Part.BASE


def migrations() -> list[str]:
    """The schema: rows load into the same only."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def counts(part: Part) -> dict[str, int]:
    return {found.model._meta.label_lower: found.count() for found in rows(part)}


def dump(part: Part, target: IO[str]) -> None:
    """Write the rows of a part, one a line."""
    for found in rows(part):
        serializers.serialize("jsonl", found.iterator(_AT_ONCE), stream=target, cls=_Exact)


@transaction.atomic
def load(sources: Collection[tuple[IO[str], dict[str, int]]]) -> int:
    """Fill tables that hold only what migrations wrote, with the expected rows; how many. Raises ValueError."""
    _empty()
    loaded: Counter[str] = Counter()
    for source, expected in sources:
        loaded.subtract(expected)
        loaded.update(_load(source))
    if any(loaded.values()):
        raise ValueError("Rows are missing.")
    with connection.cursor() as cursor:
        models = [model for model in apps.get_models() if model._meta.managed]
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
    return sum(number for _source, expected in sources for number in expected.values())


def _load(source: IO[str]) -> Iterator[str]:
    """The table of each row that was loaded."""
    for model, found in groupby(serializers.deserialize("jsonl", source), key=lambda one: type(one.object)):
        while some := list(islice(found, _AT_ONCE)):
            model._base_manager.bulk_create([one.object for one in some])
            for one in some:
                for name, others in (one.m2m_data or {}).items():
                    getattr(one.object, name).set(others)
            yield from (model._meta.label_lower for _one in some)


def is_empty() -> bool:
    """Whether nobody used this database yet."""
    return not any(model._base_manager.exists() for model in apps.get_models() if _is_ours(model))


def _is_ours(model: type[Model]) -> bool:
    return model._meta.managed and model._meta.app_label in ("shelters", "referrals")


def _empty() -> None:
    """The library's lists, which migrations write."""
    for label in ("auth.Permission", "auth.Group", "contenttypes.ContentType"):
        apps.get_model(label)._base_manager.all().delete()
