"""A question to two houses, as tests put it, and what a house does with it."""

import re
from datetime import timedelta
from typing import Any

from django.utils import timezone

from referrals.forms import form_key
from referrals.models import Enquiry, Referral
from referrals.workflow import placing
from shelters.audit.trail import Actor
from shelters.beds import counting
from shelters.models import BedPool, Facility
from tests.support import make

HOST = Actor("console")
QUESTION: Any = {
    "adults": 1,
    "children": {"0-2": 1},
    "oldest_son": None,
    "rayon": "AZ-ZAQ",
    "soon": "now",
    "who": ["woman_with_children"],
    "access": [],
    "avoid": "Şəki",
    "need": "emergency_shelter",
}
CONTACT: Any = {"way": "voice", "reach": "050 000 00 00", "hours": "", "word": "Nar", "others": ""}


def two_pools(*houses: Facility, capacity: int = 2) -> list[BedPool]:
    """One pool in each of these houses; without any, in two new ones."""
    houses = houses or (make.facility(), make.facility())
    return [BedPool.objects.create(facility=house, name_az="Otaqlar", capacity=capacity) for house in houses]


def asked(pools: list[BedPool], once: str = "a" * 24, **question: Any) -> tuple[Referral, str, list[Enquiry]]:
    """The question put to the houses of these pools: the referral, its code, what each was asked."""
    referral, code = placing.ask(QUESTION | question, [pool.facility for pool in pools], once=once)
    return referral, code, list(referral.enquiries.all())


def offered(ask: Enquiry, pool: BedPool, number: int = 2, **fields: Any) -> Any:
    return placing.offer(ask, pool, number, **{"until": None, "arrival": None, "words": "", "by": HOST} | fields)


def free(pool: BedPool) -> int | None:
    return next(room.free for room in counting.rooms(pool.facility) if room.pool.pk == pool.pk)


def key(letter: str = "s") -> str:
    """The key of a form that was made now; of the same second and letter it is the same key."""
    return form_key.signed(letter * 24, timezone.now())


def filled(*places: Facility, **fields: Any) -> dict[str, Any]:
    """Her form, filled in, for these houses."""
    ids = [place.public_id for place in places]
    return {
        "once": key(),
        "id": ids,
        "to": ids,
        "children_0_2": "1",
        "rayon": "AZ-ZAQ",
        "who": "woman_with_children",
        "avoid": "Şəki",
        "yes": "yes",
    } | fields


def code_of(response: Any) -> Any:
    """The code that a page shows."""
    found = re.search(r'name="code" value="(\d{16})"', response.content.decode())
    return found and found[1]


def hours_from_now(hours: int) -> str:
    """A moment as a form sends it."""
    return timezone.localtime(timezone.now() + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")
