"""Places: named populated places, the rayons they belong to, and every way they are spelled."""

import secrets
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..codes.public import RoadNetwork


class Named(models.Model):
    """A name in each language; `name` is the one of the page's language."""

    name_az = models.CharField(_("name in Azerbaijani"), max_length=200, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        language = (get_language() or "az")[:2]
        return getattr(self, f"name_{language}", "") or self.name_az or self.name_en or self.name_ru


class Revision(models.Model):
    """A stamp for something that processes keep in memory: it changes with the thing, so they know to read it again.

    Random rather than counted: a stamp that was rolled back never comes again.
    """

    PLACES = "places"
    HOTLINES = "hotlines"
    LISTINGS = "listings"
    CALENDAR = "calendar"

    what = models.CharField(max_length=20, primary_key=True)
    stamp = models.CharField(max_length=16)

    def __str__(self) -> str:
        return f"{self.what} {self.stamp}"

    @classmethod
    def change(cls, what: str) -> None:
        """Say that `what` has changed. Call it in the transaction that changes it."""
        cls.objects.update_or_create(what=what, defaults={"stamp": secrets.token_hex(8)})

    @classmethod
    def now(cls) -> dict[str, str]:
        """The stamp of each, in one query; what never changed has an empty one."""
        none = dict.fromkeys((cls.PLACES, cls.HOTLINES, cls.CALENDAR, cls.LISTINGS), "")
        return none | dict(cls.objects.values_list("what", "stamp"))


class Stamped(models.Model):
    """Something that processes keep in memory under the stamp of `revision`."""

    revision: ClassVar[str]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            Revision.change(self.revision)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            Revision.change(self.revision)
            return super().delete(*args, **kwargs)


class Rayon(Named):
    """A rayon, or a city that has a code of its own. Named by its ISO 3166-2 code."""

    RAYON, CITY = "rayon", "city"

    code = models.CharField(max_length=20, primary_key=True)
    type = models.CharField(max_length=10, choices=[(RAYON, _("rayon")), (CITY, _("city"))])
    centre = models.ForeignKey("Place", on_delete=models.PROTECT, related_name="centre_of", null=True)
    adjective_ru = models.CharField(max_length=60, blank=True, help_text=_("as in “Закатальский район”"))
    economic_region = models.CharField(max_length=50)
    population = models.PositiveIntegerField(null=True, help_text=_("of the year given; empty: not known"))
    population_year = models.PositiveSmallIntegerField(null=True)
    geonames_code = models.CharField(max_length=4, blank=True, help_text=_("admin1 code of the GeoNames dump"))

    class Meta:
        verbose_name = _("rayon or city")
        verbose_name_plural = _("rayons and cities")
        ordering = ["name_az"]


class Place(Named):
    """A town or village, by its GeoNames id. Latitude and longitude in degrees, WGS-84.

    `network` tells which places a road joins without leaving the country. `population` is the place's own, or None
    where no source gives it.
    """

    id = models.BigIntegerField(primary_key=True)
    rayon = models.ForeignKey(Rayon, on_delete=models.PROTECT, related_name="places")
    population = models.PositiveIntegerField(null=True)
    population_source = models.CharField(max_length=50, blank=True)
    lat = models.FloatField()
    lon = models.FloatField()
    network = models.CharField(max_length=12, choices=RoadNetwork.choices, default=RoadNetwork.MAINLAND)
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


class PlaceName(models.Model):
    """One spelling of a place. `folded` is what typed text is compared with (`gazetteer.fold`)."""

    NAME, FORMER, OTHER, ODD = "name", "former", "other", "odd"

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
        ],
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "folded"], name="place_name_once")]

    def __str__(self) -> str:
        return self.text
