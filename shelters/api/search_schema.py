"""The API's description: what the schema says and the page of docs reads. It describes; it validates nothing."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers

from ..aftercare.advice import STEPS
from ..codes.hours import InTime
from ..codes.public import (
    Accepts,
    Answer,
    AnsweredBy,
    Availability,
    Basis,
    Confirmed,
    Group,
    Kind,
    OrganisationType,
    Service,
)
from ..finder.forms import HoursForm, NearForm
from ..finder.origin import RAYON_CENTRE

Described = serializers.Serializer[Any]


class OriginSerializer(Described):
    name = serializers.CharField(allow_null=True)
    rayon = serializers.CharField(allow_null=True)
    lat = serializers.FloatField()
    lon = serializers.FloatField()
    instead = serializers.ChoiceField(
        choices=[RAYON_CENTRE], allow_null=True, help_text="the rayon has no place of that name: its centre was taken"
    )


class PublicPhoneSerializer(Described):
    number = serializers.CharField()
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    dial = serializers.CharField(allow_blank=True, help_text="what a telephone dials: E.164, or a short code")


class OpeningSerializer(Described):
    open_now = serializers.BooleanField(allow_null=True, help_text="null: not known")
    opens_at = serializers.DateTimeField(allow_null=True, help_text="the next surely open moment, where not open now")
    closes_at = serializers.DateTimeField(allow_null=True, help_text="until when it is open, where it is")
    always_open = serializers.BooleanField(help_text="day and night, every day of the year")


class ResultSerializer(OpeningSerializer):
    id = serializers.CharField(help_text="short, random, stable")
    name = serializers.CharField(help_text="of a reported one: its kind, town and year")
    kind = serializers.ChoiceField(choices=Kind.choices)
    place = serializers.CharField()
    rayon = serializers.CharField()
    listing = serializers.ChoiceField(choices=Basis.choices)
    run_by = serializers.ChoiceField(choices=OrganisationType.choices)
    distance_km = serializers.IntegerField(allow_null=True, help_text="straight line, WGS-84; null: without an origin")
    measured_to = serializers.ChoiceField(choices=["place", "door"])
    no_road = serializers.BooleanField(allow_null=True, help_text="null: without an origin")
    accepts = serializers.ChoiceField(choices=Accepts.choices)
    only_for = serializers.ListField(
        child=serializers.ChoiceField(choices=Group.choices), help_text="it is for these groups alone; empty: for more"
    )
    availability = serializers.ChoiceField(choices=Availability.choices, allow_null=True)
    reachable = serializers.BooleanField(help_text="it has a public phone, or answers questions here")
    confirmed = serializers.ChoiceField(choices=Confirmed.choices)
    services = serializers.ListField(child=serializers.ChoiceField(choices=Service.choices))
    phones = PublicPhoneSerializer(many=True)


class ExcludedSerializer(Described):
    """Over the whole directory; each facility counts once."""

    refuses = serializers.IntegerField()
    not_for = serializers.IntegerField(help_text="for other groups alone")
    avoided = serializers.IntegerField()


class PicksSerializer(Described):
    """Ids of results that can be reached, or null."""

    nearest = serializers.CharField(allow_null=True)
    takes_you = serializers.CharField(allow_null=True, help_text="the nearest that says itself that it takes you")
    has_room = serializers.CharField(allow_null=True, help_text="the nearest that seems to have room")


class PublicHotlineSerializer(OpeningSerializer):
    number = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    answers = serializers.ChoiceField(choices=AnsweredBy.choices)
    emergency = serializers.BooleanField()
    fits = serializers.BooleanField(help_text="it is for who comes and for what is needed")
    hours = serializers.CharField(allow_null=True, help_text="as the source says")
    source = serializers.CharField()  # type: ignore[assignment]
    source_date = serializers.DateField(allow_null=True)
    confirmed = serializers.ChoiceField(choices=Confirmed.choices)


class NamedPlaceSerializer(Described):
    place_id = serializers.IntegerField()
    name = serializers.CharField()
    rayon = serializers.CharField()


class DatedSerializer(Described):
    as_of = serializers.DateTimeField(
        required=False, help_text="only where the list is older than 20 minutes: the moment that it was last known"
    )


class NearSerializer(DatedSerializer):
    origin = OriginSerializer(allow_null=True, help_text="null: nobody said where from")
    results = ResultSerializer(many=True)
    picks = PicksSerializer()
    excluded = ExcludedSerializer()
    avoiding = NamedPlaceSerializer(many=True, help_text="what the answer kept away from")
    hotlines = PublicHotlineSerializer(many=True)


class ReportsSerializer(Described):
    police_told = serializers.ChoiceField(choices=Answer.choices)
    family_told = serializers.ChoiceField(choices=Answer.choices)


class StepPlaceSerializer(OpeningSerializer):
    id = serializers.CharField()
    name = serializers.CharField()
    place = serializers.CharField()
    rayon = serializers.CharField()
    distance_km = serializers.IntegerField(help_text="straight line, WGS-84")
    no_road = serializers.BooleanField()
    earliest_there = serializers.DateTimeField(
        allow_null=True, help_text="when she can surely be seen there, the way allowed for; null: not known"
    )
    in_time = serializers.ChoiceField(choices=InTime.choices)
    reports = ReportsSerializer(help_text="whom the place tells")
    phones = PublicPhoneSerializer(many=True)


class StepSerializer(Described):
    code = serializers.ChoiceField(choices=[step.code for step in STEPS])
    title = serializers.CharField()
    best_before = serializers.DateTimeField(allow_null=True, help_text="until when it helps most")
    last = serializers.DateTimeField(
        allow_null=True, help_text="until when it is worth asking; care helps after that too"
    )
    text = serializers.ListField(child=serializers.CharField(), help_text="general information, not advice")
    places = StepPlaceSerializer(many=True)


class PlanSerializer(DatedSerializer):
    origin = OriginSerializer(allow_null=True, help_text="null: nobody said where from, and no places are told")
    steps = StepSerializer(many=True)
    hotlines = PublicHotlineSerializer(many=True)

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of Python."""
        earliest = serializers.DateTimeField(allow_null=True, help_text="the earliest moment that the answer allows")
        return {**super().get_fields(), "from": earliest}


class ProblemSerializer(Described):
    code = serializers.CharField()
    detail = serializers.CharField(help_text="in the language asked for")


class InvalidSerializer(ProblemSerializer):
    fields = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))  # type: ignore[assignment]


class UnclearPlaceSerializer(ProblemSerializer):
    field = serializers.ChoiceField(choices=["place", "avoid"])
    suggestions = NamedPlaceSerializer(many=True, required=False, help_text="with unknown_place")
    choices = NamedPlaceSerializer(many=True, required=False, help_text="with ambiguous_place")


class ContentsSerializer(Described):
    near = serializers.CharField()
    hours = serializers.CharField()
    schema = serializers.CharField()
    docs = serializers.CharField()


_REFUSALS = {
    400: InvalidSerializer,
    405: ProblemSerializer,
    413: ProblemSerializer,
    415: ProblemSerializer,
    422: UnclearPlaceSerializer,
    429: ProblemSerializer,
    503: ProblemSerializer,
}
near = extend_schema(
    operation_id="near",
    summary="What is near, whom it takes, and whom to ring",
    request={"application/json": NearForm},
    responses={200: NearSerializer, **_REFUSALS},
    examples=[
        OpenApiExample("A typed name", {"place": "Гянджа", "who": ["woman_with_children"]}, request_only=True),
        OpenApiExample("A position", {"lat": 40.68, "lon": 46.36, "limit": 5, "lang": "en"}, request_only=True),
    ],
)
hours = extend_schema(
    operation_id="hours",
    summary="After sexual violence: what helps, which places have it, and which are open in time",
    request={"application/json": HoursForm},
    responses={200: PlanSerializer, **_REFUSALS},
    examples=[
        OpenApiExample(
            "A day, and about when", {"place": "Şəki", "date": "2026-03-20", "part": "afternoon"}, request_only=True
        ),
        OpenApiExample("Without saying when", {"rayon": "AZ-ZAQ", "minor": True, "lang": "ru"}, request_only=True),
    ],
)
contents = extend_schema(
    operation_id="contents", summary="What there is", responses={200: ContentsSerializer, 405: ProblemSerializer}
)
