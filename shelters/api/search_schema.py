"""The API's description: what the schema says and the page of docs reads. It describes; it validates nothing."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers

from ..aftercare.advice import STEPS
from ..codes.public import (
    Accepts,
    Answer,
    Answers,
    Availability,
    Basis,
    Confirmed,
    InTime,
    Kind,
    OrganisationType,
    Service,
)
from ..finder.forms import HoursForm, NearForm

Described = serializers.Serializer[Any]


class Origin(Described):
    name = serializers.CharField(allow_null=True)
    rayon = serializers.CharField(allow_null=True)
    lat = serializers.FloatField()
    lon = serializers.FloatField()


class PublicPhone(Described):
    number = serializers.CharField()
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]


class Opening(Described):
    open_now = serializers.BooleanField(allow_null=True, help_text="null: not known")
    opens_at = serializers.DateTimeField(allow_null=True, help_text="the next surely open moment, where not open now")
    closes_at = serializers.DateTimeField(allow_null=True, help_text="until when it is open, where it is")
    always_open = serializers.BooleanField(help_text="day and night, every day of the year")


class Result(Opening):
    id = serializers.CharField(help_text="short, random, stable")
    name = serializers.CharField(help_text="of a reported one: its kind, town and year")
    kind = serializers.ChoiceField(choices=Kind.choices)
    place = serializers.CharField()
    rayon = serializers.CharField()
    listing = serializers.ChoiceField(choices=Basis.choices)
    run_by = serializers.ChoiceField(choices=OrganisationType.choices)
    distance_km = serializers.IntegerField(help_text="straight line, WGS-84")
    measured_to = serializers.ChoiceField(choices=["place", "door"])
    no_road = serializers.BooleanField()
    accepts = serializers.ChoiceField(choices=Accepts.choices)
    availability = serializers.ChoiceField(choices=Availability.choices, allow_null=True)
    confirmed = serializers.ChoiceField(choices=Confirmed.choices)
    services = serializers.ListField(child=serializers.ChoiceField(choices=Service.choices))
    phones = PublicPhone(many=True)


class Excluded(Described):
    refuses = serializers.IntegerField()
    avoided = serializers.IntegerField()


class PublicHotline(Opening):
    number = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    answers = serializers.ChoiceField(choices=Answers.choices)
    hours = serializers.CharField(allow_null=True, help_text="as the source says")
    source = serializers.CharField()  # type: ignore[assignment]
    source_date = serializers.DateField(allow_null=True)
    confirmed = serializers.ChoiceField(choices=Confirmed.choices)


class Near(Described):
    origin = Origin()
    results = Result(many=True)
    excluded = Excluded()
    hotlines = PublicHotline(many=True)


class Reports(Described):
    police_told = serializers.ChoiceField(choices=Answer.choices)
    family_told = serializers.ChoiceField(choices=Answer.choices)


class StepPlace(Opening):
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
    reports = Reports(help_text="whom the place tells")
    phones = PublicPhone(many=True)


class Step(Described):
    code = serializers.ChoiceField(choices=[step.code for step in STEPS])
    title = serializers.CharField()
    best_before = serializers.DateTimeField(allow_null=True, help_text="until when it helps most")
    last = serializers.DateTimeField(
        allow_null=True, help_text="until when it is worth asking; care helps after that too"
    )
    text = serializers.ListField(child=serializers.CharField(), help_text="general information, not advice")
    places = StepPlace(many=True)


class Plan(Described):
    origin = Origin()
    steps = Step(many=True)
    hotlines = PublicHotline(many=True)

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of Python."""
        earliest = serializers.DateTimeField(allow_null=True, help_text="the earliest moment that the answer allows")
        return {**super().get_fields(), "from": earliest}


class Problem(Described):
    code = serializers.CharField()
    detail = serializers.CharField(help_text="in the language asked for")


class Invalid(Problem):
    fields = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))  # type: ignore[assignment]


class NamedPlace(Described):
    place_id = serializers.IntegerField()
    name = serializers.CharField()
    rayon = serializers.CharField()


class UnclearPlace(Problem):
    field = serializers.ChoiceField(choices=["place", "avoid"])
    suggestions = NamedPlace(many=True, required=False, help_text="with unknown_place")
    choices = NamedPlace(many=True, required=False, help_text="with ambiguous_place")


class Contents(Described):
    near = serializers.CharField()
    hours = serializers.CharField()
    schema = serializers.CharField()
    docs = serializers.CharField()


near = extend_schema(
    operation_id="near",
    summary="What is near, whom it takes, and whom to ring",
    request={"application/json": NearForm},
    responses={
        200: Near,
        400: Invalid,
        405: Problem,
        413: Problem,
        415: Problem,
        422: UnclearPlace,
        429: Problem,
    },
    examples=[
        OpenApiExample("A typed name", {"place": "Гянджа", "who": ["woman_with_children"]}, request_only=True),
        OpenApiExample("A position", {"lat": 40.68, "lon": 46.36, "limit": 5, "lang": "en"}, request_only=True),
    ],
)
hours = extend_schema(
    operation_id="hours",
    summary="After sexual violence: what helps, which places have it, and which are open in time",
    request={"application/json": HoursForm},
    responses={200: Plan, 400: Invalid, 405: Problem, 413: Problem, 415: Problem, 422: UnclearPlace, 429: Problem},
    examples=[
        OpenApiExample(
            "A day, and about when", {"place": "Şəki", "date": "2026-03-20", "part": "afternoon"}, request_only=True
        ),
        OpenApiExample("Without saying when", {"rayon": "AZ-ZAQ", "minor": True, "lang": "ru"}, request_only=True),
    ],
)
contents = extend_schema(operation_id="contents", summary="What there is", responses={200: Contents, 405: Problem})
