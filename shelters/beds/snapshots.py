"""Store what is known of rooms when its hour comes (00, 06, 12, 18 o'clock). It is never computed again.

So every process tells the same, also after a restart, and erasing a hold later changes no answer. The hour is also
when the rows of ended holds may go: nothing needs them any more.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from ..models.beds import Hold, RoomSnapshot
from ..models.facility import Facility
from .availability import last_hour, snapshot
from .room_answers import RoomAnswers


def told(now: datetime) -> dict[str, Any]:
    """The answers of those that opted in, as JSON, by the public id of the facility."""
    answers = take(now)
    opted_in = Facility.objects.listed().filter(public_rooms=True).values_list("public_id", flat=True)
    return {public_id: answers[public_id] for public_id in opted_in if public_id in answers}


def take(now: datetime) -> Mapping[str, Any]:
    """The stored answers of the last hour. Whoever comes first stores them, and everybody else reads them."""
    hour = last_hour(now)
    if found := RoomSnapshot.objects.filter(hour=hour).first():
        return _answers(found)
    with transaction.atomic():
        taken, is_first = RoomSnapshot.objects.get_or_create(hour=hour, defaults={"answers": _known(hour)})
        if is_first:
            taken.bind()
            _remove(hour)
    return _answers(taken)


def _answers(taken: RoomSnapshot) -> Mapping[str, Any]:
    answers: Mapping[str, Any] = taken.answers
    return answers if taken.is_bound() else {}


def _known(hour: datetime) -> dict[str, Any]:
    return {public_id: RoomAnswers.of(pools).plain() for public_id, pools in snapshot(hour).items()}


def forget(now: datetime) -> None:
    """Remove what the last hour made superfluous, also where no process served since then."""
    take(now)
    with transaction.atomic():
        _remove(last_hour(now))


def _remove(hour: datetime) -> None:
    """Remove the other snapshots, and the holds that ended before the hour."""
    RoomSnapshot.objects.exclude(hour=hour).delete()
    Hold.objects.filter(ended_at__lte=hour).delete()
