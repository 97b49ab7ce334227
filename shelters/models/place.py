"""Places: named populated places, their rayons, and every spelling of their names."""

from math import asin, cos, radians, sin, sqrt

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..codes.public import RoadNetwork
from .base import Named

_EARTH = 6371  # km


class Rayon(Named):
    """A rayon, or a city that has a code of its own. The key is its ISO 3166-2 code."""

    RAYON, CITY = "rayon", "city"

    code = models.CharField(_("code"), max_length=20, primary_key=True)
    type = models.CharField(max_length=10, choices=[(RAYON, _("rayon")), (CITY, _("city"))])
    centre = models.ForeignKey(
        "Place", verbose_name=_("centre"), on_delete=models.PROTECT, related_name="centre_of", null=True
    )
    adjective_ru = models.CharField(max_length=60, blank=True, help_text=_("as in “Закатальский район”"))
    economic_region = models.CharField(_("economic region"), max_length=50)
    population = models.PositiveIntegerField(
        _("population"), null=True, help_text=_("of the year given; empty: not known")
    )
    population_year = models.PositiveSmallIntegerField(null=True)
    geonames_code = models.CharField(max_length=4, blank=True, help_text=_("admin1 code of the GeoNames dump"))

    class Meta:
        verbose_name = _("rayon or city")
        verbose_name_plural = _("rayons and cities")
        ordering = ["name_az"]


class Place(Named):
    """A town or village, by its GeoNames id. Latitude and longitude are degrees of WGS-84.

    `network`: a road joins the places of a network without leaving the country. `population` is the place's own, or
    None if no source gives it.
    """

    id = models.BigIntegerField(primary_key=True)
    rayon = models.ForeignKey(Rayon, verbose_name=_("rayon"), on_delete=models.PROTECT, related_name="places")
    population = models.PositiveIntegerField(_("population"), null=True)
    population_source = models.CharField(max_length=50, blank=True)
    lat = models.FloatField()
    lon = models.FloatField()
    network = models.CharField(
        _("road network"), max_length=12, choices=RoadNetwork.choices, default=RoadNetwork.MAINLAND
    )
    imported = models.BooleanField(default=False, help_text=_("from a GeoNames dump, not from our own checked list"))

    # A hidden facility may declare only a town at least this large: a village is nearly an address.
    HIDES_FROM = 100_000

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["name_az"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lat__range=(-90, 90), lon__range=(-180, 180)), name="place_on_earth"
            ),
            models.CheckConstraint(condition=models.Q(network__in=RoadNetwork.values), name="place_network_known"),
        ]

    def km_to(self, lat: float, lon: float) -> float:
        """The distance to a point on a round Earth, right to half a percent. It only tells a slip from a door."""
        here, there = radians(self.lat), radians(lat)
        across = sin((there - here) / 2) ** 2 + cos(here) * cos(there) * sin(radians(lon - self.lon) / 2) ** 2
        return 2 * _EARTH * asin(sqrt(min(1.0, across)))


class PlaceName(models.Model):
    """A spelling of a place. Typed text is compared with `folded` (`gazetteer.fold`)."""

    NAME, FORMER, OTHER, ODD = "name", "former", "other", "odd"
    # Names of places without a point of their own, which stand for a place that has one (docs/places.md).
    PART, SUBURB, NEAR, REGION = "part", "suburb", "near", "region"

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, db_index=True)
    kind = models.CharField(
        max_length=6,
        choices=[
            (NAME, _("name")),
            (FORMER, _("former name")),
            (OTHER, _("other spelling")),
            (ODD, _("odd spelling: asks, never decides")),
            (PART, _("part of the town: a district, a quarter, a station, a postcode")),
            (SUBURB, _("settlement of the town")),
            (NEAR, _("another place, measured from this place")),
            (REGION, _("region: asks which of its towns")),
        ],
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "folded"], name="place_name_once")]

    def __str__(self) -> str:
        return self.text
