"""How often people sign in and read contents: by week, because an hour or a day would tell who was at which house."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ..models.trail import TrailEntry, WeeklyCount
from . import trail
from .trail import Actor


def week_of(now: datetime) -> date:
    """The Monday of this week."""
    today = timezone.localdate(now)
    return today - timedelta(days=today.weekday())


def count(user_id: int, what: str, now: datetime) -> None:
    """Count an act of a person. `what` is "sign_in", or what was read: "question", "contact", "messages", "paper"."""
    row, _new = WeeklyCount.objects.get_or_create(user_id=user_id, week=week_of(now), what=what)
    WeeklyCount.objects.filter(pk=row.pk).update(number=F("number") + 1)


@transaction.atomic
def write_past(now: datetime) -> None:
    """Write into the trail what each person did in each past week, in no order that tells when."""
    past = WeeklyCount.objects.filter(week__lt=week_of(now))
    by_person: dict[tuple[date, int], dict[str, int]] = {}
    for one in past.order_by("week", "user", "what"):
        by_person.setdefault((one.week, one.user_id), {})[one.what] = one.number
    for (week, user), done in by_person.items():
        trail.write(Actor("user", user), "week.counted", _subject(week), done)
    past.delete()


def times(user_id: int, what: str, week: date) -> int:
    """How often a person did something in a week."""
    row = WeeklyCount.objects.filter(user=user_id, week=week, what=what).first()
    entry = TrailEntry.objects.filter(subject=_subject(week), actor=f"user {user_id}").first()
    return (row.number if row else 0) + (int(entry.numbers.get(what, 0)) if entry else 0)


def _subject(week: date) -> str:
    return f"week {week:%Y%m%d}"
