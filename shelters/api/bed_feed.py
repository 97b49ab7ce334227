"""The bed feed: a shelter's own system reads its counts and sends new counts, each message once.

The ETag stands for the versions of all pools of the facility. The sender names the seen counts with If-Match. Their
versions are compared again under the pools' locks (`counting.count`).
"""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import APIException, AuthenticationFailed, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ..audit.trail import Actor
from ..beds import counting
from ..beds.counting import CountedBy, Numbers, Room
from ..codes.staff import CountRoute
from ..hours.clock import BAKU
from ..models import Facility, FeedToken
from ..web import idempotency
from . import bed_feed_schema, bed_feed_serializers, bed_feed_tokens
from .protocol import problem

_KEY = re.compile(r"[ -~]{1,200}")


class FeedAuthentication(BaseAuthentication):
    """`Authorization: Bearer` with a live token of some facility."""

    def authenticate(self, request: Request) -> tuple[None, FeedToken]:
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        holder = bed_feed_tokens.holder(token.strip()) if scheme.lower() == "bearer" else None
        if holder is None:
            raise AuthenticationFailed
        return None, holder

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class BedsView(APIView):
    """The beds of one facility: as they are, and counted anew."""

    authentication_classes = (FeedAuthentication,)

    @bed_feed_schema.read
    def get(self, request: Request, public_id: str) -> Response:
        return _present(_facility(request, public_id))

    @bed_feed_schema.send
    def put(self, request: Request, public_id: str) -> Response:
        facility = _facility(request, public_id)
        key = request.headers.get("Idempotency-Key")
        if key is None:
            return self._counted(request, facility)
        if not _KEY.fullmatch(key):
            texts = [_("Between 1 and 200 letters, digits and signs of ASCII.")]
            return _invalid({"Idempotency-Key": texts})

        def act() -> idempotency.Reply:
            response = self._counted(request, facility)
            return response.status_code, {"body": response.data, "etag": response.get("ETag")}

        status, kept = idempotency.once(f"feed {request.auth.pk}", key, act)
        return _response(status, kept["body"], kept["etag"])

    def _counted(self, request: Request, facility: Facility) -> Response:
        """Record a message. An unreadable message gets an answer too, and a repetition gets the same answer."""
        try:
            return _count(request, facility)
        except APIException as error:
            return self.handle_exception(error)


def _facility(request: Request, public_id: str) -> Facility:
    """The facility of the token. For any other facility the answer is 404."""
    token: Any = request.auth
    facility: Facility = token.facility
    if facility.public_id != public_id:
        raise Http404
    return facility


@transaction.atomic
def _count(request: Request, facility: Facility) -> Response:
    rooms, seen = counting.rooms(facility), request.headers.get("If-Match", "")
    if not seen.strip():
        return problem(428, "precondition_required", _("Say in If-Match which counts you saw, by their ETag."))
    if not _matches(seen, rooms):
        return _lost(facility)
    try:
        observed_at, numbers = bed_feed_serializers.read(
            request.data, {room.pool.public_id: room.pool for room in rooms}
        )
    except ValidationError as error:
        return _invalid(bed_feed_serializers.named(error.detail))
    return _record(facility, rooms, numbers, CountedBy(Actor("feed", request.auth.pk), CountRoute.FEED, observed_at))


def _record(facility: Facility, rooms: Sequence[Room], numbers: dict[int, Numbers], by: CountedBy) -> Response:
    recorded = [room.pool.observed_at for room in rooms if room.pool.pk in numbers]
    if any(moment and by.observed_at and by.observed_at < moment for moment in recorded):
        return _present(facility, 409, code="older", detail=_("A newer count is recorded already."))
    try:
        counting.count(facility, numbers, by=by, seen={room.pool.pk: room.pool.version for room in rooms})
    except counting.LostRace:
        return _lost(facility)
    return _present(facility)


def _tag(rooms: Sequence[Room]) -> str:
    versions = " ".join(f"{room.pool.public_id}:{room.pool.version}" for room in rooms)
    return f'"{hashlib.sha256(versions.encode()).hexdigest()[:16]}"'


def _matches(seen: str, rooms: Sequence[Room]) -> bool:
    """Whether the tags match. A proxy that compresses makes a tag weak (W/), which stands for the same versions."""
    tags = [tag.removeprefix("W/") for tag in parse_etags(seen)]
    return tags == ["*"] or _tag(rooms) in tags


def _lost(facility: Facility) -> Response:
    detail = _("Somebody counted in between. Look at the numbers again.")
    return _present(facility, 412, code="lost_race", detail=detail)


def _invalid(fields: dict[str, list[str]]) -> Response:
    return problem(400, "invalid", _("Something here could not be read."), fields=fields)


def _present(facility: Facility, status: int = 200, **said: str) -> Response:
    """The current counts, after further fields."""
    rooms = counting.rooms(facility)
    moments = [room.pool.observed_at for room in rooms if room.pool.observed_at]
    # If a pool was never counted, it is not known since when all counts hold.
    oldest = min(moments) if moments and len(moments) == len(rooms) else None
    state = {"observed_at": _iso(oldest), "pools": [_pool(room) for room in rooms]}
    return _response(status, {**said, **state}, _tag(rooms))


def _pool(room: Room) -> dict[str, Any]:
    counts = {field: getattr(room.pool, field) for field in counting.FIELDS}
    confirmed_at = _iso(room.pool.observed_at)
    return {"id": room.pool.public_id, **counts, "held": room.held, "free": room.free, "confirmed_at": confirmed_at}


def _iso(moment: datetime | None) -> str | None:
    """To the microsecond: an older count is refused."""
    return moment.astimezone(BAKU).isoformat() if moment else None


def _response(status: int, body: dict[str, Any], tag: str | None) -> Response:
    return Response(body, status=status, headers={"ETag": tag} if tag else None)
