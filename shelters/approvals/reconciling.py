"""Make a restored database agree with the witness: what has ended since the backup ends again, before anything opens.

Everybody signs in anew, every link and token is void, and every count of beds is old.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from ..audit import trail
from ..audit.trail import CONSOLE
from ..codes.staff import FreezeScope, ProposalKind
from ..faces.fields import standing
from ..models import BedCount, BedPool, Facility, Freeze, Hotline, Invitation, RoomSnapshot, Session, User
from ..models.background import Installation
from ..models.feed import FeedToken
from ..published import refresh
from ..staff import team
from ..witness import head, identity, ledger
from ..witness.ledger import Ending
from . import freeze, record

STALE = timedelta(days=30)  # older than any count that is believed


@dataclass(frozen=True)
class Endable:
    """Rows that may have ended since the backup. `living`: their identities in the ledger, and the rows."""

    kind: Ending
    living: Callable[[], Iterable[tuple[str, Any]]]
    end: Callable[[Any], object]


def endables() -> list[Endable]:
    return [
        Endable(Ending.PERSON, _people, lambda user: team.leave(user, by=None)),
        Endable(Ending.PASSWORD, _passwords, team.lock_out),
        Endable(Ending.KEY, _keys, lambda key: key.delete()),
        Endable(Ending.FACT, _facts, take_off),
    ]


def report(ended: Counter[str]) -> str:
    """What the operator reads of it."""
    lines = [f"{number} of kind {kind} ended again" for kind, number in sorted(ended.items())]
    return "\n".join([*lines, "All are signed out, links and feed tokens are void, counts of beds are old."])


@transaction.atomic
def reconcile(cases: Endable, *, without_witness: bool = False) -> Counter[str]:
    """Replay the ledger; how many rows of each kind ended. Raises OSError; then nothing has changed.

    `without_witness`: it is lost, so every request counts as erased, and every password and key as taken.
    """
    known, before = ledger.read(), trail.last()
    ended: Counter[str] = Counter()
    for one in [*endables(), cases]:
        lost = without_witness and one.kind in (Ending.CASE, Ending.PASSWORD)
        for row_identity, row in list(one.living()):
            if lost or _has(known, one.kind, row_identity):
                one.end(row)
                ended[one.kind.value] += 1
    _close_what_was_open()
    if not without_witness and any(one.frozen for one in head.read_all()):
        freeze.freeze(FreezeScope.EVERYTHING, by=None)
    trail.write(CONSOLE, "restored", "installation", {"entries": before.number if before else 0, **ended})
    living = [(one.kind, identity) for one in [*endables(), cases] for identity, _row in one.living()]
    ledger.settle(living)
    head.begin(Installation.objects.get().public_id, frozen=Freeze.objects.stops_everything())
    head.advance()
    return ended


def _has(known: ledger.Endings, kind: Ending, row_identity: str) -> bool:
    """An erasing that was meant is carried out. All else counts only if it was done."""
    return known.may_have(kind, row_identity) if kind == Ending.CASE else known.has(kind, row_identity)


def _close_what_was_open() -> None:
    """Sessions, links, tokens of feeds, and the belief in counts."""
    now = timezone.now()
    Session.objects.all().delete()
    User.objects.update(signed_out_at=now)
    Invitation.objects.standing(now).update(until=now)
    FeedToken.objects.live().update(revoked_at=now)
    BedPool.objects.filter(observed_at__gt=now - STALE).update(observed_at=now - STALE)
    for counted in BedCount.objects.filter(observed_at__gt=now - STALE):
        counted.observed_at = now - STALE
        counted.save(update_fields=["observed_at"])
        counted.bind()
    RoomSnapshot.objects.update(answers={})
    refresh.refresh_all()


def _people() -> Iterable[tuple[str, User]]:
    return [(identity.of_person(user), user) for user in User.objects.filter(is_active=True)]


def _passwords() -> Iterable[tuple[str, User]]:
    return [(user.password, user) for user in User.objects.filter(is_active=True) if user.has_usable_password()]


def _keys() -> Iterable[tuple[str, Authenticator]]:
    return [(identity.of_key(key), key) for key in Authenticator.objects.all()]


def _facts() -> Iterable[tuple[str, tuple[str, int, str]]]:
    """Each fact of the directory, with its owner."""
    for kind, model in ((ProposalKind.FACILITY, Facility), (ProposalKind.HOTLINE, Hotline)):
        for target, face in standing(kind, model._default_manager.values_list("pk", flat=True)).items():
            yield from ((fact, (kind.value, target, fact)) for fact in record.facts(kind, target, face))


def take_off(found: tuple[str, int, str]) -> None:
    """A fact was taken away. Its owner is not shown until two people look, and a number or an address goes."""
    kind, target, fact = found
    with record.recorded(CONSOLE):
        if kind == ProposalKind.HOTLINE:
            Hotline.objects.filter(pk=target).update(published=False)
            return
        place = Facility.objects.get(pk=target)
        place.listed = place.takes_questions = place.public_rooms = False
        if " where " in fact:
            place.address = place.lat = place.lon = None
        place.save()
        place.phones.filter(number=fact.partition(" number ")[2]).delete()
    record.forget(target)
