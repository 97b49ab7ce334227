"""The project's addresses, and beside them the views that an operator would otherwise use, or that do nothing."""

import os
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from config.urls import handler404
from config.urls import urlpatterns as ours
from shelters.models import Facility

__all__ = ["handler404"]
FOLDER = Path(os.environ.get("BENCH_ANSWERS", "/nowhere"))


def _kept(name: str) -> bytes:
    file = FOLDER / name
    return file.read_bytes() if file.exists() else b""


class Bare(APIView):
    """A bare DRF view that returns the bytes of a search without searching."""

    answer = _kept("search")

    def post(self, request: Request | HttpRequest) -> HttpResponse:
        return HttpResponse(self.answer, content_type="application/json")


class FacilitySerializer(serializers.ModelSerializer[Facility]):
    town = serializers.CharField(source="place.name_az")
    rayon = serializers.CharField(source="place.rayon.name_az")
    run_by = serializers.CharField(source="organisation.type")
    services: Any = serializers.SlugRelatedField(source="provisions", slug_field="service", many=True, read_only=True)
    phones: Any = serializers.SlugRelatedField(slug_field="number", many=True, read_only=True)

    class Meta:
        model = Facility
        fields = ("public_id", "kind", "name_az", "address", "basis", "town", "rayon", "run_by", "services", "phones")


class FacilityList(generics.ListAPIView[Facility]):
    """A plain list of ten rows by id: a query, a serializer, and neither a place nor a wish."""

    serializer_class = FacilitySerializer

    def get_queryset(self) -> Any:
        listed = Facility.objects.filter(listed=True).select_related("place__rayon", "organisation")
        return listed.prefetch_related("provisions", "phones").order_by("public_id")[:10]


CARDS = [
    {
        "name": f"Crowd {number}",
        "pick": "",
        "km": number,
        "town": "Zaqatala",
        "whom": "Qəbul edib-etmədikləri məlum deyil. Soruşun.",
        "told": "İctimai birlik.",
        "phone": {"number": "(012) 404 12 34"},
        "id": "abcdef",
    }
    for number in range(50)
]


@csrf_exempt
def loop(request: HttpRequest) -> HttpResponse:
    """A bare view whose template loops over as many cards as a page shows."""
    return render(request, "loop.html", {"cards": CARDS})


def home(request: HttpRequest) -> HttpResponse:
    """A bare view that returns the bytes of home."""
    return HttpResponse(_HOME)


_HOME = _kept("home")
urlpatterns = [
    path("api/bare/", Bare.as_view(), name="bare"),
    path("api/list/", FacilityList.as_view(), name="list"),
    path("az/loop/", loop, name="loop"),
    path("az/bare/", home, name="bare-home"),
    *ours,
]
