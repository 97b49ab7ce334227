"""Letters from strangers about the list: an organisation asks to be on it, or something is wrong. They change nothing.

They are sealed, kept for 30 days, and at most 50 a day. Whoever opens a letter leaves an entry in the trail.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

from cryptography.fernet import InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import ngettext

from ..audit import trail, wal
from ..audit.trail import Actor
from ..codes.staff import LetterKind, Role
from ..keys.seals import seal
from ..models import Letter, LettersOfDay, User
from ..staff.waiting import WaitingLine

LONGEST = 1000  # letters
MOST = 50  # of a day; more are counted and not kept
KEPT = timedelta(days=30)


@transaction.atomic
def put(kind: LetterKind, text: str, now: datetime) -> None:
    """Keep it sealed. Beyond the day's ceiling it only counts, and the writer reads the same words."""
    day = timezone.localdate(now)
    LettersOfDay.objects.get_or_create(day=day)
    LettersOfDay.objects.filter(day=day).update(number=F("number") + 1)
    if LettersOfDay.objects.get(day=day).number <= MOST:
        Letter.objects.create(kind=kind, day=day, body=_seal().encrypt(text[:LONGEST].encode()).decode())


@transaction.atomic
def read(letter: Letter, *, by: Actor) -> str:
    """What it says. Empty: it does not open any more."""
    trail.write(by, "letter.read", f"letter {letter.pk}")
    try:
        return _seal().decrypt(letter.body).decode()
    except InvalidToken:
        return ""


@transaction.atomic
def settle(letter: Letter, *, by: Actor) -> None:
    """Somebody has rung the place, or it was nothing: the letter goes."""
    trail.write(by, "letter.settled", f"letter {letter.pk}")
    letter.delete()
    transaction.on_commit(wal.truncate)


def not_kept(now: datetime) -> int:
    """How many of these 30 days came beyond the ceiling."""
    days = LettersOfDay.objects.filter(day__gt=timezone.localdate(now - KEPT), number__gt=MOST)
    return sum(number - MOST for number in days.values_list("number", flat=True))


def waiting_line(user: User) -> WaitingLine | None:
    """How many letters wait, for a coordinator's first page."""
    if Role.COORDINATOR not in user.roles:
        return None
    number = Letter.objects.count()
    words = ngettext("%(number)s letter about the list.", "%(number)s letters about the list.", number)
    return WaitingLine(number, "letters", words % {"number": number})


def forget(now: datetime) -> None:
    """Remove what nobody was done with in time."""
    last = timezone.localdate(now - KEPT)
    Letter.objects.filter(day__lte=last).delete()
    LettersOfDay.objects.filter(day__lte=last).delete()


def _seal() -> MultiFernet:
    keys = (settings.FACTOR_KEY, *settings.FACTOR_KEY_FALLBACKS)
    digests = (hmac.digest(key.encode(), b"letter", hashlib.sha256) for key in keys)
    return seal(digests)
