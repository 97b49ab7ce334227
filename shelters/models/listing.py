"""The public search index, derived from the facts and from nothing hidden. `finder/index.py` makes it.

A rule for caseworkers only does not take part, so no anonymous answer can depend on it.
"""

from django.db import models
from django.db.models import Q

from ..codes.public import RoadNetwork
from .facility import Facility

# Facilities that stand at one point and say the same are a pile: no search needs more than its first fifty by id.
ENOUGH = 50


class Listing(models.Model):
    """One service of one listed facility, so that a search reads nothing but what offers what it needs.

    `service` is the service's bit, `services` the mask of all of the facility's; `accepts`, `conditional` and
    `refuses` are masks of groups. lat and lon are its door's, or those of its town's centre; x, y, z the same point
    (`earth.spot`), `cell` its Morton number. `timed` is 1 where something is known of when it is open. `nth` is its
    place by id in its pile, from 0.
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
    """How many listings share these services and refusals: what is left out is counted without reading it."""

    services = models.IntegerField()
    refuses = models.IntegerField()
    number = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["services", "refuses"], name="tally_once")]

    def __str__(self) -> str:
        return f"{self.services}/{self.refuses}: {self.number}"
