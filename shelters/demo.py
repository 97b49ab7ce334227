"""The people and the beds of the demo, so that a newcomer can play everything. All of it is made up.

Passwords and secrets are new at every start, so printed secrets open nothing elsewhere.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from .approvals import public_fields
from .audit import trail
from .audit.trail import CONSOLE
from .beds import availability, counting
from .beds.counting import CountedBy, Numbers
from .codes.staff import CountRoute, ProposalKind, Role
from .keys import passkeys
from .models import BedCount, BedPool, Facility, Organisation, RoleGrant, RoomSnapshot, User
from .models.base import ID_LETTERS
from .staff import team
from .staff.allauth_internals import totp

# User name, role, key of the organisation.
PEOPLE = (
    ("demo-coordinator-1", Role.COORDINATOR, ""),
    ("demo-coordinator-2", Role.COORDINATOR, ""),
    ("demo-counter", Role.COUNTER, "demo-sefeq"),
    ("demo-host-1", Role.HOST, "demo-sefeq"),
    ("demo-host-2", Role.HOST, "demo-soyud"),
    ("demo-caseworker", Role.CASEWORKER, "demo-acar"),
)
Names = tuple[str, str, str]
WOMEN: Names = ("Qadınlar", "Женщины", "Women")
FAMILIES = ("Qadınlar və uşaqlar", "Женщины с детьми", "Women with children")
ROOMS = ("Otaqlar", "Комнаты", "Rooms")
# Facility, name, groups, (beds, family places, taken, out of service), hours since the count (None: never).
POOLS: tuple[tuple[str, Names, list[str], tuple[int, int, int, int], int | None], ...] = (
    ("demo-sefeq", WOMEN, ["woman"], (14, 0, 9, 1), 1),
    ("demo-sefeq", FAMILIES, ["woman_with_children"], (10, 8, 6, 0), 1),
    ("demo-cinar", ROOMS, [], (10, 2, 10, 0), 1),
    ("demo-qaranqus", ROOMS, [], (18, 3, 19, 0), 2),
    ("demo-lepe", ROOMS, [], (16, 6, 11, 2), 3),
    ("demo-palid", WOMEN, ["woman"], (40, 0, 31, 0), 7),
    ("demo-palid", FAMILIES, ["woman_with_children"], (20, 15, 12, 4), 9),
    ("demo-soyud", ROOMS, [], (20, 7, 13, 0), 10),
    ("demo-alma", ROOMS, [], (15, 5, 6, 0), 30),
    ("demo-yelken", ROOMS, [], (14, 5, 14, 0), 200),
    ("demo-limon", ROOMS, [], (0, 0, 0, 0), None),
)
TELLING = ("demo-sefeq", "demo-cinar")  # they tell the public whether there may be room
HOUR = timedelta(hours=1)


class NotTheDemo(Exception):
    """This is not the demo, or not the demo's own database."""


@dataclass(frozen=True)
class DemoPerson:
    """The secrets with which somebody signs in as a demo person."""

    name: str
    role: Role
    password: str
    secret: str


@transaction.atomic
def furnish() -> list[DemoPerson]:
    """Make missing people and beds, and new passwords and secrets for all people. Raises NotTheDemo."""
    if not settings.DEMO or not Facility.objects.filter(key=POOLS[0][0]).exists():
        raise NotTheDemo
    bare = set(Facility.objects.filter(pools=None).values_list("key", flat=True))
    for key, names, groups, numbers, hours in POOLS:
        if key in bare:
            _pool(key, names, groups, Numbers(*numbers), hours)
    if bare:
        RoomSnapshot.objects.all().delete()  # only here is a past made up after its hour
    for key in bare.intersection(TELLING):
        _tell_the_public(Facility.objects.get(key=key))
    return [_person(*one) for one in PEOPLE]


def _person(name: str, role: Role, organisation: str) -> DemoPerson:
    password = "-".join("".join(secrets.choice(ID_LETTERS) for _letter in range(4)) for _group in range(4))
    user = User.objects.filter(username=name).first()
    if user is None:
        token = team.invite(role, Organisation.objects.filter(key=organisation).first(), by=None)
        user = team.join(token, username=name, password=password, language="az")
        # The account is old enough to be a second person.
        user.awake_at = timezone.now() - timedelta(days=365)
        RoleGrant.objects.filter(user=user).update(since=user.awake_at)
    user.set_password(password)
    with user.power_changes(trusted=True):
        user.is_active, user.awake_at = True, user.awake_at or timezone.now()
        user.save(update_fields=["password", "is_active", "awake_at"])
    secret = totp.generate_totp_secret()
    Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
    key = totp.TOTP.activate(user, secret).instance
    key.created_at = user.awake_at  # so is its key: it may thaw
    passkeys.bind(key)
    key.save(update_fields=["created_at", "data"])
    trail.write(CONSOLE, "demo.keys_renewed", f"user {user.pk}")
    return DemoPerson(name, role, password, secret)


def _pool(key: str, names: Names, groups: list[str], numbers: Numbers, hours: int | None) -> None:
    named = dict(zip(("name_az", "name_ru", "name_en"), names, strict=True))
    pool = BedPool.objects.create(facility=Facility.objects.get(key=key), groups=groups, **named)
    if hours is None:
        return
    now = timezone.now()
    if key in TELLING:
        _count(pool, numbers, availability.last_hour(now) - HOUR)
    _count(pool, numbers, now - hours * HOUR)


def _count(pool: BedPool, numbers: Numbers, at: datetime) -> None:
    counting.count(pool.facility, {pool.pk: numbers}, by=CountedBy(CONSOLE, CountRoute.CONSOLE, observed_at=at))
    # As if it was recorded at once. Otherwise the public would see it only from the next snapshot on.
    BedCount.objects.filter(pool=pool).update(at=F("observed_at"))


def _tell_the_public(facility: Facility) -> None:
    face = public_fields.read(ProposalKind.FACILITY, facility.pk)
    assert face is not None
    public_fields.put(ProposalKind.FACILITY, facility.pk, face | {"public_rooms": True})
