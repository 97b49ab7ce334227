"""Sign-ins, good and failed, in the trail, and what their owner is shown of them."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..audit import trail
from ..audit.trail import Actor
from ..models import FailedSignIn, TrailEntry, User
from . import team

SHOWN = 8
_SAID: dict[str, Promise] = {
    "team.signed_in": _("Signed in"),
    "team.sign_in_failed": _("Somebody tried to sign in, and could not"),
    "keys.made": _("A key was made"),
    "keys.removed": _("A key was removed"),
    "mail.changed": _("The address for mails was changed"),
    "keys.confirmed": _("A new key was confirmed"),
    "keys.first_used": _("A new key was used for the first time"),
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
    """The newest, first."""
    entries = TrailEntry.objects.filter(subject=f"user {user.pk}", what__in=_SAID).order_by("-number")[:SHOWN]
    return [Line(entry.at, _SAID[entry.what]) for entry in entries]


def failed(username: str, now: datetime) -> None:
    """Count a failed sign-in by account and hour. Names that nobody has share a row: it takes as long."""
    account = User.objects.filter(username=username).values_list("pk", flat=True).first() or 0
    hour = now.replace(minute=0, second=0, microsecond=0)
    row, _new = FailedSignIn.objects.get_or_create(account=account, hour=hour)
    FailedSignIn.objects.filter(pk=row.pk).update(times=F("times") + 1)


@transaction.atomic
def signed_in(user: User, now: datetime) -> None:
    """The entry of a good sign-in, after those of the hours in which it failed."""
    write_failed(now, user.pk)
    trail.write(team.actor(user), "team.signed_in", f"user {user.pk}")


@transaction.atomic
def write_failed(now: datetime, account: int | None = None) -> int:
    """One entry for each account and hour that is over, for one account or for all; how many."""
    rows = FailedSignIn.objects.select_for_update().filter(hour__lt=now.replace(minute=0, second=0, microsecond=0))
    due = list((rows if account is None else rows.filter(account=account)).order_by("hour", "account"))
    for row in due:
        hour = f"{row.hour:%Y-%m-%dt%H}"
        trail.write(Actor("nobody"), "team.sign_in_failed", f"user {row.account}", {"times": row.times, "hour": hour})
        row.delete()
    return len(due)
