"""The public search index. `finder/index.py` derives it from public facts only.

A rule for caseworkers only takes no part, so no anonymous answer can depend on it.
"""

from django.db import models
from django.db.models import Q

from ..codes.public import RoadNetwork
from .facility import Facility

# Facilities at the same point with the same facts are a pile. A search needs only its first fifty by id.
ENOUGH = 50


class Listing(models.Model):
    """A service of a listed facility. A search reads only the rows of the service that it needs.

    `service` is the service's bit. `services` is the mask of all services of the facility. `accepts`, `conditional` and
    `refuses` are masks of groups. `lat` and `lon` are the door's, or else the town centre's. `x`, `y`, `z` are the same
    point (`geometry.spot`), and `cell` is its Morton number. `timed` is 1 if some opening hours are known. `nth` is its
    position by id in its pile, from 0.
    """

    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="listings")
    public_id = models.CharField(max_length=6)
    network = models.CharField(max_length=12, choices=RoadNetwork.choices)
    lat = models.FloatField()
    lon = models.FloatField()
    x = models.FloatField()
    y = models.FloatField()
    z = models.FloatField()
    cell = models.BigIntegerField()
    service = models.IntegerField()
    services = models.IntegerField()
    accepts = models.IntegerField()
    conditional = models.IntegerField()
    refuses = models.IntegerField()
    sons_up_to = models.PositiveSmallIntegerField(null=True)
    timed = models.IntegerField(default=0)
    nth = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facility", "service"], name="listing_once")]
        indexes = [
            models.Index(fields=["service", "cell"], name="listing_here"),
            models.Index(fields=["service", "cell"], condition=Q(nth__lt=ENOUGH), name="listing_near"),
            models.Index(fields=["services", "refuses"], name="listing_profile"),
        ]

    def __str__(self) -> str:
        return self.public_id


class Tally(models.Model):
    """How many listings share these services and refusals.

    A search counts excluded listings here, without reading them.
    """

    services = models.IntegerField()
    refuses = models.IntegerField()
    number = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["services", "refuses"], name="tally_once")]

    def __str__(self) -> str:
        return f"{self.services}/{self.refuses}: {self.number}"
