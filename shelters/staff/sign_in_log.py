"""Sign-ins, good and failed, in the trail, and what their owner is shown of them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..audit import trail, weekly
from ..audit.trail import Actor
from ..models import FailedSignIn, TrailEntry, TrailPayload, User
from . import team

SHOWN, WEEKS = 8, 4
SIGN_IN = "sign_in"  # in the weekly count
SIGNED_IN, FAILED = "team.signed_in", "team.sign_in_failed"  # in the trail
SAID: dict[str, Promise] = {
    SIGNED_IN: _("Signed in"),
    FAILED: _("Somebody tried to sign in, and could not"),
    "keys.made": _("A key was made"),
    "keys.removed": _("A key was removed"),
    "mail.changed": _("The address for mails was changed"),
    "keys.confirmed": _("A new key was confirmed"),
    "keys.first_used": _("A new key was used for the first time"),
    "keys.foreign": _("A key was refused: it or the account was altered in the database"),
    "keys.went_back": _("A key was refused, because a copy of it exists: remove it"),
}


@dataclass(frozen=True)
class Line:
    """What happened with a person's keys, and when."""

    at: datetime
    said: Promise


def keys_of(user: User) -> list[Authenticator]:
    """The keys of a person, for the line that says when each was last used."""
    return list(Authenticator.objects.filter(user=user.pk).order_by("pk"))


def recent(user: User) -> list[Line]:
    """The newest, first. A sign-in has its moment for two days; then only its week is known.

    What failed since the last `purge` is not in the trail yet.
    """
    about = f"user {user.pk}"
    entries = TrailEntry.objects.filter(subject=about, what__in=SAID).order_by("-number")[:SHOWN]
    details = TrailPayload.objects.filter(subject=about, entry__what=SIGNED_IN).order_by("-entry")[:SHOWN]
    lines = [Line(entry.at, SAID[entry.what]) for entry in entries]
    lines += [Line(datetime.fromisoformat(one.data["at"]), SAID[SIGNED_IN]) for one in details]
    lines += [Line(row.hour, SAID[FAILED]) for row in FailedSignIn.objects.filter(account=user.pk)]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:SHOWN]


def weeks(user: User, now: datetime) -> list[tuple[date, int]]:
    """How often the person signed in, by the Monday of each of the last weeks, the newest first."""
    mondays = [weekly.week_of(now) - timedelta(weeks=ago) for ago in range(WEEKS)]
    return [(monday, times) for monday in mondays if (times := weekly.times(user.pk, SIGN_IN, monday))]


def failed(username: str, now: datetime) -> None:
    """Count a failed sign-in by account and hour. Names that nobody has share a row: it takes as long."""
    account = User.objects.filter(username=username).values_list("pk", flat=True).first() or 0
    hour = now.replace(minute=0, second=0, microsecond=0)
    row, _new = FailedSignIn.objects.get_or_create(account=account, hour=hour)
    FailedSignIn.objects.filter(pk=row.pk).update(times=F("times") + 1)


@transaction.atomic
def signed_in(user: User, now: datetime) -> None:
    """The entry of a good sign-in. Who and when go after two days."""
    weekly.count(user.pk, SIGN_IN, now)
    trail.write_erasable(team.actor(user), SIGNED_IN, f"user {user.pk}")


@transaction.atomic
def write_failed(now: datetime) -> None:
    """One entry for each account and hour that is over. `purge` calls it: at a sign-in it would tell the moment."""
    rows = FailedSignIn.objects.select_for_update().filter(hour__lt=now.replace(minute=0, second=0, microsecond=0))
    for row in rows.order_by("hour", "account"):
        hour = f"{row.hour:%Y-%m-%dt%H}"
        trail.write(Actor("nobody"), FAILED, f"user {row.account}", {"times": row.times, "hour": hour})
        row.delete()
