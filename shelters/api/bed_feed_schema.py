"""The description of the bed feed. It describes, and validates nothing."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers

from .bed_feed_serializers import BedsSerializer
from .search_schema import Described, InvalidSerializer, ProblemSerializer


class FeedTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The authentication: a token of the facility."""

    target_class = "shelters.api.bed_feed.FeedAuthentication"
    name = "feed_token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "Staff of the facility make the token under /work/ and revoke it there.",
        }


class PoolState(Described):
    id = serializers.CharField(help_text="short, random, stable")
    capacity = serializers.IntegerField(help_text="beds")
    family_places = serializers.IntegerField(help_text="of the beds, those that stand together for families")
    occupied = serializers.IntegerField(help_text="beds that somebody is in")
    out_of_service = serializers.IntegerField(help_text="of the beds, those that cannot be used now")
    held = serializers.IntegerField(help_text="beds kept for somebody who is on the way")
    free = serializers.IntegerField(help_text="what is left; below zero: over by so many")
    confirmed_at = serializers.DateTimeField(allow_null=True, help_text="when somebody last looked; null: never")


class BedsState(Described):
    observed_at = serializers.DateTimeField(
        allow_null=True, help_text="the oldest of the pools' moments; null: some pool was never counted"
    )
    pools = PoolState(many=True)


class BedsConflict(ProblemSerializer, BedsState):
    """What went wrong, with the counts as they are."""


_FACILITY = OpenApiParameter(
    "public_id", str, OpenApiParameter.PATH, description="id of the facility that the token is for"
)
_IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="the ETag of the counts that were seen (a weak one is taken for the same), several of them, or *",
)
_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="1 to 200 characters of ASCII, new for each message: sent again within two days it gets the first "
    "reply again, whatever that was, before anything else is looked at, and changes nothing",
)


def _etag(*statuses: int) -> OpenApiParameter:
    return OpenApiParameter(
        "ETag", str, OpenApiParameter.HEADER, response=list(statuses), description="stands for the counts in the answer"
    )


_REFUSED = {
    401: OpenApiResponse(ProblemSerializer, "No token, or one that does not hold."),
    404: OpenApiResponse(ProblemSerializer, "The token is for another facility, or there is none of this id."),
    405: ProblemSerializer,
}
read = extend_schema(
    operation_id="beds",
    summary="The beds of one facility, for its own system",
    parameters=[_FACILITY, _etag(200)],
    responses={200: BedsState, **_REFUSED},
)
send = extend_schema(
    operation_id="beds_send",
    summary="Count beds anew, from the facility's own system: absolute numbers of some pools or of all",
    parameters=[_FACILITY, _IF_MATCH, _KEY, _etag(200, 409, 412)],
    request={"application/json": BedsSerializer},
    responses={
        200: BedsState,
        400: OpenApiResponse(InvalidSerializer, "Nonsense: nothing was recorded."),
        **_REFUSED,
        409: OpenApiResponse(BedsConflict, "older: a count that was observed later is recorded already."),
        412: OpenApiResponse(BedsConflict, "lost_race: somebody counted since. Look at these counts and send anew."),
        413: ProblemSerializer,
        415: ProblemSerializer,
        428: OpenApiResponse(ProblemSerializer, "precondition_required: there was no If-Match."),
    },
    examples=[
        OpenApiExample(
            "One pool",
            {
                "observed_at": "2026-03-20T14:00:00+04:00",
                "pools": [{"id": "k3f9x2", "capacity": 12, "family_places": 4, "occupied": 9, "out_of_service": 1}],
            },
            request_only=True,
        )
    ],
)
