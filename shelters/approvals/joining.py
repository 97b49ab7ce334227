"""How a sleeping account wakes: two people type the digits of its keys, as they heard them from the person.

The first is who asked for the account. The second has the same right in the same organisation: who reads cases there.
For a coordinator, and where nobody of the organisation is there, it is a second coordinator. Where there is no second
person at all, the first types the digits again after 72 hours in plain sight.
"""

import hmac
from datetime import datetime
from enum import Enum
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import ngettext

from ..audit import trail
from ..codes.staff import Role, WakingState
from ..models import Organisation, RoleGrant, User, Waking
from ..models.sign_in import WakingQuerySet
from ..models.user import UserQuerySet
from ..staff import notices, team
from ..staff.team import actor
from ..staff.waiting import WaitingLine
from . import fingerprint, opening, second_person

READING = (Role.HOST, Role.CASEWORKER)


class MayNotType(Exception):
    """This person may not wake the account."""


class Over(Exception):
    """The account is awake already, or its waking has ended."""


class Heard(Enum):
    """What came of typed digits."""

    NO_KEYS = "no keys"
    WRONG = "wrong"
    ENDED = "ended"
    WAITS = "waits"
    AWAKE = "awake"


def told(user: User) -> WakingQuerySet:
    """Whose waking this person sees: coordinators all, readers of cases those of their organisation."""
    others = Waking.objects.exclude(~Q(asked_by=user), user=user).select_related(
        "organisation", "user", "asked_by", "second_by"
    )
    if Role.COORDINATOR in user.roles:
        return others
    if user.roles.isdisjoint(READING):
        return others.none()
    return others.filter(organisation=user.organisation_id or 0)


def unread(user: User) -> int:
    """How many of them this person has not looked at since something happened."""
    return told(user).exclude(read_by=user).count()


def second_people(waking: Waking, now: datetime) -> UserQuerySet:
    """Who can be the second person."""
    known = (waking.user_id, waking.asked_by_id)
    if Role.COORDINATOR not in ({waking.adds} if waking.adds else waking.user.grants):
        mates = team.readers(waking.organisation_id).exclude(pk__in=known)
        if mates.exists():
            return mates
    return second_person.who_may_confirm(waking.made_at, now).exclude(pk__in=known)


def may_type(waking: Waking, user: User, now: datetime) -> bool:
    if waking.state != WakingState.WAITING or not user.roles:
        return False
    return user.pk == waking.asked_by_id or second_people(waking, now).filter(pk=user.pk).exists()


def typed_by(waking: Waking, user: User) -> str:
    """The digits that this person typed. Empty: none."""
    return str(waking.asker_typed if user.pk == waking.asked_by_id else waking.second_typed)


def to_type(user: User, now: datetime) -> list[Waking]:
    """Whose digits this person can type now, and has not: the keys are made."""
    waiting = [one for one in told(user).waiting() if not typed_by(one, user)]
    return [one for one in waiting if may_type(one, user, now) and fingerprint.has_keys(one.user)]


def waiting_line(user: User) -> WaitingLine | None:
    """How many wait for the digits that this person types, for the first page."""
    number = len(to_type(user, timezone.now()))
    words = ngettext(
        "%(number)s person waits for you to hear their digits.",
        "%(number)s people wait for you to hear their digits.",
        number,
    )
    return WaitingLine(number, "joining", words % {"number": number})


def alone_until(waking: Waking, now: datetime) -> datetime | None:
    """Where nobody can be the second person: from when on the first may wake the account. Else None."""
    if waking.asker_typed_at is None or second_people(waking, now).exists():
        return None
    at_once = not opening.is_open() and {waking.user_id, waking.asked_by_id} == set(opening.first_two())
    return waking.asker_typed_at if at_once else waking.asker_typed_at + second_person.ALONE


class MayNotAsk(Exception):
    """The account has the role, sleeps, has no organisation for it, or something of it waits already."""


@transaction.atomic
def ask_for_role(user: User, role: Role, organisation: Organisation | None, *, by: User) -> None:
    """One more role for somebody who works here. It opens once two people compared the digits, as for a newcomer.

    Counting beds opens at once, so nobody asks it for themselves. `organisation`: for an account that has none.
    Raises MayNotAsk.
    """
    if role == Role.COUNTER and user == by:
        raise MayNotAsk
    house = user.organisation or organisation
    if role in user.grants or not user.roles or (role != Role.COORDINATOR and house is None):
        raise MayNotAsk
    if user.wakings.adding().exists():
        raise MayNotAsk  # two roles in two organisations would be told to one of them only
    trail.write(actor(by), "team.role_asked", f"user {user.pk}", {"role": role.value})
    if role == Role.COUNTER:
        _add_role(user, role, house, {})
        notices.something_waits(team.told_of(Waking.begin(user, asked_by=by, adds=role, awake=True)))
        return
    try:
        with transaction.atomic():
            made = Waking.begin(user, asked_by=by, adds=role, organisation=house)
    except IntegrityError as error:
        raise MayNotAsk from error
    notices.something_waits(team.told_of(made) | User.objects.holding(*Role).filter(pk=user.pk))


@transaction.atomic
def type_digits(waking: Waking, text: str, *, by: User) -> Heard:
    """Compare the digits that somebody heard. Raises MayNotType, Over."""
    locked, now = _open(waking), timezone.now()
    if not may_type(locked, by, now):
        raise MayNotType
    right = fingerprint.digits(locked.user)
    if not right:
        return Heard.NO_KEYS
    if not hmac.compare_digest(fingerprint.typed(text), right):
        return _count_wrong(locked, by)
    trail.write(actor(by), "waking.typed", f"user {locked.user_id}")
    if by.pk != locked.asked_by_id:
        locked.second_typed, locked.second_by = right, by
    elif locked.asker_typed != right:
        locked.asker_typed, locked.asker_typed_at = right, now
    locked.save()
    locked.bind()
    if not _is_complete(locked, right, now):
        return Heard.WAITS
    _wake(locked, by, now)
    return Heard.AWAKE


@transaction.atomic
def stop(waking: Waking, *, by: User) -> None:
    """Whoever is told of it may end it. Raises MayNotType, Over."""
    locked = _open(waking)
    if not told(by).filter(pk=locked.pk).exists():
        raise MayNotType
    _end(locked, by)


def stop_all(by: User | None) -> None:
    """With the freeze: what waits ends."""
    for waking in Waking.objects.select_for_update(of=("self",)).waiting().select_related("user"):
        _end(waking, by)


def _open(waking: Waking) -> Waking:
    found = Waking.objects.select_for_update(of=("self",)).select_related("user").get(pk=waking.pk)
    if found.state != WakingState.WAITING or not found.is_bound():
        raise Over
    return found


def _is_complete(waking: Waking, right: str, now: datetime) -> bool:
    """Whether both typed the digits of the keys as they are now."""
    if waking.asker_typed != right:
        return False
    alone = alone_until(waking, now)
    return waking.second_typed == right or (alone is not None and alone <= now)


def _count_wrong(waking: Waking, by: User) -> Heard:
    waking.wrong += 1
    waking.save(update_fields=["wrong"])
    waking.bind()
    trail.write(actor(by), "waking.wrong", f"user {waking.user_id}", {"times": waking.wrong})
    if waking.wrong < Waking.MOST_WRONG:
        return Heard.WRONG
    _end(waking, by)
    return Heard.ENDED


def _wake(waking: Waking, by: User, now: datetime) -> None:
    user, second = waking.user, waking.second_by or by
    with user.power_changes():
        if not waking.adds or set(user.grants).isdisjoint(READING):
            user.awake_at = now  # whoever begins to read cases reads what is asked from now on
            user.save(update_fields=["awake_at"])
        if not waking.adds:
            user.role_grants.update(since=now, confirmed_by=second)
    if waking.adds:
        _add_role(user, Role(waking.adds), waking.organisation, {"since": now, "confirmed_by": second})
    _decide(waking, WakingState.AWAKE, by)


def _add_role(user: User, role: Role, house: Organisation | None, about: dict[str, Any]) -> None:
    """One more role, and with the first that needs one an organisation."""
    with user.power_changes():
        user.organisation = house
        user.save(update_fields=["organisation"])
        RoleGrant.objects.create(user=user, role=role, **about)


def _end(waking: Waking, by: User | None) -> None:
    """Close the account. Somebody who has worked here before may get new keys again, by two people.

    Whoever works here, and gets no further role, goes on as before.
    """
    if not waking.adds:
        team.lock_out(waking.user)
    if not waking.renewed and not waking.adds:
        with waking.user.power_changes():
            waking.user.is_active = False
            waking.user.save(update_fields=["is_active"])
    _decide(waking, WakingState.ENDED, by)


def _decide(waking: Waking, state: WakingState, by: User | None) -> None:
    waking.state, waking.decided_by, waking.decided_at = state, by, timezone.now()
    waking.save()
    waking.bind()
    waking.read_by.set([by] if by else [])
    trail.write(actor(by), f"waking.{state}", f"user {waking.user_id}")
    notices.something_waits(team.told_of(waking))
