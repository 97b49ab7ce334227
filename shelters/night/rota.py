"""The rota: who is on duty at a house tonight and tomorrow night, and whom to ring then. At noon it is erased."""

from datetime import datetime, timedelta

from django.db import transaction

from ..audit import trail, wal
from ..audit.trail import Actor
from ..hours.clock import next_oclock
from ..models import NightDuty, Organisation, User
from ..models.user import NightDutyQuerySet, UserQuerySet
from ..staff import team


def nights(now: datetime) -> tuple[datetime, datetime]:
    """The noons at which this night and the next are over."""
    noon = next_oclock(12, now)
    return noon, noon + timedelta(days=1)


@transaction.atomic
def put(house: Organisation, until: datetime, *, first: User, second: User | None, number: str, by: Actor) -> NightDuty:
    """Who is on duty in a night, in place of what was said before."""
    named = {"first": first, "second": second, "number": number if second else ""}
    made, _new = NightDuty.objects.update_or_create(organisation=house, until=until, defaults=named)
    made.bind()
    trail.write_erasable(by, "duty.set", f"organisation {house.pk}")
    transaction.on_commit(wal.truncate)
    return made


def of(house: Organisation, now: datetime) -> list[NightDuty]:
    """What is said of tonight and tomorrow. Whoever does not work there any more stands in none."""
    there = set(team.hosts([house.pk]).values_list("pk", flat=True))
    found = NightDuty.objects.filter(organisation=house, until__gt=now, until__lte=nights(now)[1])
    found = found.select_related("first", "second")
    return [one for one in found if one.is_bound() and {one.first_id, one.second_id or one.first_id} <= there]


def told_second(organisation_id: int, now: datetime) -> UserQuerySet:
    """Whom a silence is told first: who is second tonight; all hosts where nobody is, or where no mail reaches them."""
    hosts = team.hosts([organisation_id])
    tonight = _tonight(now).filter(organisation=organisation_id)
    second = hosts.filter(pk__in=tonight.values("second")).exclude(email="")
    return second if second.exists() else hosts


def numbers(now: datetime) -> dict[int, NightDuty]:
    """Where to ring tonight, by the id of the organisation."""
    return {one.organisation_id: one for one in _tonight(now).exclude(number="") if one.is_bound()}


def _tonight(now: datetime) -> NightDutyQuerySet:
    return NightDuty.objects.filter(until=nights(now)[0])
