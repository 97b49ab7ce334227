"""The acts of a race in the server's database: prepare it, and judge the result. It uses the server's environment.

`python -m bench.crew` reads lines of JSON: a name of `ACTS` and its arguments. It answers each with a line of JSON. Its
sessions are like sessions after a sign-in with a passkey.
"""

import json
import sys
from importlib import import_module
from typing import Any

import django

django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import close_old_connections
from django.db.models import Count
from django.utils import timezone

from bench import questions
from shelters.api import bed_feed_tokens
from shelters.audit import trail
from shelters.audit.trail import CONSOLE
from shelters.beds import counting
from shelters.beds.counting import CountedBy, Numbers
from shelters.codes.staff import CountRoute, Role
from shelters.models import BedCount, BedPool, Facility, Hold, Organisation, Place, Receipt
from shelters.staff import team

STAFF, START = 40, 500  # the number of staff; the beds that are taken at first, so that no tap reaches either end


def prepare() -> dict[str, Any]:
    """A facility with a pool for taps and a pool for the feed; people to tap, and a token."""
    organisation, _new = Organisation.objects.get_or_create(key="race", defaults={"type": "ngo", "name_az": "Race"})
    place = Place.objects.filter(population__gte=Place.HIDES_FROM).first()
    fields = {"organisation": organisation, "kind": "shelter", "place": place, "name_az": "Race"}
    facility, _new = Facility.objects.get_or_create(key="race", defaults=fields)
    pools = [BedPool.objects.get_or_create(facility=facility, name_az=name)[0] for name in ("taps", "feed")]
    numbers = {pool.pk: Numbers(2 * START, 0, START, 0) for pool in pools}
    counting.count(facility, numbers, by=CountedBy(CONSOLE, CountRoute.CONSOLE))
    return {
        "facility": facility.public_id,
        "pools": [[pool.pk, pool.public_id] for pool in pools],
        "sessions": [_session(organisation, Role.HOST, number) for number in range(STAFF)],
        "caseworker": _session(organisation, Role.CASEWORKER, STAFF),
        "token": bed_feed_tokens.make_token(facility, by=None),
    }


def _session(organisation: Organisation, role: Role, number: int) -> str:
    token = team.invite(role, organisation, by=None)
    user = team.join(
        token, username=f"race-{number}-{timezone.now():%H%M%S%f}", password="a-race-1-a-race", language="en"
    )
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY], store[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store["account_authentication_methods_user"] = str(user.pk)
    store["account_authentication_methods"] = [{"method": "mfa", "type": "webauthn", "at": 0}]
    store.create()
    return str(store.session_key)


def judge() -> dict[str, Any]:
    """The state of both pools, whether each version was recorded once, and whether the trail holds."""
    pools = list(BedPool.objects.filter(facility__key="race").order_by("pk").annotate(rows=Count("counts")))
    broken = trail.verify()
    return {
        "pools": [
            {**{field: getattr(p, field) for field in counting.FIELDS}, "version": p.version, "rows": p.rows}
            for p in pools
        ],
        "receipts": list(Receipt.objects.filter(status=200).values_list("digest", flat=True)),
        "taps": BedCount.objects.filter(pool=pools[0]).count(),
        "oversold": sum(room.over for room in counting.rooms(pools[0].facility)),
        "holds": Hold.objects.live(timezone.now()).count(),
        "trail": f"entry {broken.number}: {broken.how}" if broken else "",
    }


ACTS = {"prepare": prepare, "judge": judge} | questions.ACTS


if __name__ == "__main__":
    for line in sys.stdin:
        close_old_connections()  # the database may have died since
        name, *given = json.loads(line)
        print(json.dumps(ACTS[name](*given)), flush=True)
