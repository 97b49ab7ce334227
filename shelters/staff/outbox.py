"""Mails that say that something waits. A request only writes a row; a command of cron or a thread sends them.

So nobody waits for the mail server. How long an answer takes does not tell whether somebody gets a mail. A mail
goes at a random moment: its time does not tell what happened at a house.
"""

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import WaitingMail
from . import mail

SUBJECT = _("New notice")
_TEXT = _("There is a new notice. Sign in as usual to see it: this mail has no link on purpose.")
# At most one mail an hour and person, and besides one about tonight in a quarter of an hour.
PAUSE, PAUSE_TONIGHT = timedelta(hours=1), timedelta(minutes=15)
_SOON, _SOON_TONIGHT = 300, 60  # seconds
_LONGEST = 2 * PAUSE  # a moment beyond is of a clock that was wrong
AGAIN = timedelta(minutes=2)  # until what the mail server did not take is tried again


def put(user_ids: Iterable[int], *, tonight: bool) -> None:
    """Tell these people soon; whoever is about to be told gets one mail for all of it."""
    now, ids = timezone.now(), list(user_ids)
    due = now + timedelta(seconds=secrets.randbelow(_SOON_TONIGHT if tonight else _SOON))
    WaitingMail.objects.bulk_create([WaitingMail(user_id=pk, due_at=due) for pk in ids], ignore_conflicts=True)
    for row in WaitingMail.objects.filter(pk__in=ids):
        last, pause = (row.tonight_at, PAUSE_TONIGHT) if tonight else (row.sent_at, PAUSE)
        at = max(due, last + pause) if last and last <= now + _LONGEST else due
        same = WaitingMail.objects.filter(pk=row.pk)
        same.filter(Q(due_at=None) | Q(due_at__gt=at)).update(due_at=at)
        if tonight:
            same.update(tonight=True)


_looks: list[Callable[[datetime], object]] = []


def register(look: Callable[[datetime], object]) -> None:
    """Call this each time after mails went: it may find somebody who is to be told."""
    _looks.append(look)


def send_due(now: datetime) -> tuple[int, int]:
    """How many mails went, and how many the mail server did not take; after the first of these the others wait."""
    done = _send(now)
    for look in _looks:
        look(now)
    return done


def _send(now: datetime) -> tuple[int, int]:
    sent = 0
    due = Q(due_at__lte=now) | Q(due_at__gt=now + _LONGEST)
    for row in WaitingMail.objects.filter(due).select_related("user").order_by("due_at"):
        same, again = WaitingMail.objects.filter(pk=row.pk), now + AGAIN
        # Whoever puts the row off sends it: nobody else does meanwhile.
        if not same.filter(due_at=row.due_at).update(due_at=again):
            continue
        user = row.user
        if not user.is_active or not (user.email or user.former_email):
            same.delete()
        elif mail.send_to_former(user, SUBJECT, _TEXT) and (not user.email or mail.send(user, SUBJECT, _TEXT)):
            sent += 1
            same.update(**{"tonight_at" if row.tonight else "sent_at": now})
            same.filter(due_at=again).update(due_at=None, tonight=False)
        else:
            return sent, 1
    far = now + _LONGEST
    told = Q(sent_at=None) | Q(sent_at__lte=now - PAUSE) | Q(sent_at__gt=far)
    told &= Q(tonight_at=None) | Q(tonight_at__lte=now - PAUSE_TONIGHT) | Q(tonight_at__gt=far)
    WaitingMail.objects.filter(told, due_at=None).delete()
    return sent, 0
