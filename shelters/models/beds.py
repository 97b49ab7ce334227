"""Rooms of a facility: how many are taken, and how many are held for people on the way.

`counting.rooms` derives how many are free; no table stores it. Only `shelters.beds` writes here.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..codes.staff import CountKind, CountRoute, Informant, OutOfService
from .base import Bound, Named, PublicId
from .facility import Facility
from .user import User

MOST = 1_000  # no shelter here has more beds


COUNTED = ("capacity", "family_places", "occupied", "out_of_service")


class Counts(models.Model):
    """The four numbers that somebody counts. More people than beds may be in: the truth is always accepted."""

    capacity = models.PositiveIntegerField(_("beds"), default=0)
    family_places = models.PositiveIntegerField(_("family places"), default=0)
    occupied = models.PositiveIntegerField(_("taken"), default=0)
    out_of_service = models.PositiveIntegerField(_("out of service"), default=0)

    class Meta:
        abstract = True

    @property
    def left(self) -> int:
        """Usable beds that nobody is in, before holds. Below zero: so many too few."""
        return self.capacity - self.occupied - self.out_of_service


class BedPool(Named, Counts):
    """Beds for the same people: women with children, or a family's room. `groups` empty: all whom it takes."""

    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="pools")
    public_id = PublicId()
    groups = models.JSONField(_("whom it is for"), default=list, blank=True)
    reason = models.CharField(_("why out of service"), max_length=10, choices=OutOfService.choices, blank=True)
    version = models.PositiveIntegerField(default=0)
    observed_at = models.DateTimeField(_("last counted"), null=True, blank=True)

    class Meta:
        verbose_name = _("beds")
        verbose_name_plural = _("beds")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(capacity__lte=MOST, occupied__lte=MOST), name="pool_of_a_house"),
            models.CheckConstraint(condition=Q(out_of_service__lte=F("capacity")), name="pool_out_of_service_fits"),
            models.CheckConstraint(condition=Q(family_places__lte=F("capacity")), name="pool_family_places_fit"),
            models.CheckConstraint(condition=Q(reason__in=["", *OutOfService.values]), name="pool_reason_known"),
        ]


class BedCount(Bound, Counts):
    """A record of a pool's numbers. `at` is when it was recorded here, `observed_at` when somebody looked.

    Nobody looks when somebody comes or goes. `observed_at` None: nobody ever looked before.
    """

    pool = models.ForeignKey(BedPool, on_delete=models.CASCADE, related_name="counts")
    at = models.DateTimeField()
    observed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=CountKind.choices)
    way = models.CharField(max_length=10, choices=CountRoute.choices)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    told = models.CharField(max_length=10, choices=Informant.choices, blank=True)  # with CountRoute.PHONE: who said so

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["pool", "version"], name="count_once_a_version"),
            models.CheckConstraint(
                condition=Q(observed_at__isnull=False) | ~Q(kind__in=[CountKind.CHANGED, CountKind.CONFIRMED]),
                name="count_was_looked_at",
            ),
        ]
        indexes = [models.Index(fields=["pool", "at"], name="count_when")]

    def __str__(self) -> str:
        return f"{self.pool_id} v{self.version}"

    def bound_values(self) -> Any:
        """All but `at`, which moves when old counts are thinned out."""
        numbers = [self.capacity, self.family_places, self.occupied, self.out_of_service]
        return [self.pool_id, self.version, self.observed_at, numbers, self.kind, self.way, self.by_id, self.told]

    def counts_for(self, pool: BedPool) -> bool:
        """Whether the pool reads as somebody counted it here, and nobody wrote into the database since."""
        same = all(getattr(self, name) == getattr(pool, name) for name in ("version", "observed_at", *COUNTED))
        return same and self.pool_id == pool.pk and self.is_bound()


class HoldQuerySet(models.QuerySet["Hold"]):
    def live(self, at: datetime) -> "HoldQuerySet":
        """Holds that are made, not ended and not expired at a moment. Expiry is a condition, so no job has to run."""
        not_over = Q(ended_at=None) | Q(ended_at__gt=at)
        return self.filter(not_over & (Q(until=None) | Q(until__gt=at)), made_at__lte=at)

    def held(self, pool_ids: Iterable[int], at: datetime) -> dict[int, int]:
        """How many beds of each pool are held at a moment. A pool without a hold has no key."""
        live = self.live(at).filter(pool__in=list(pool_ids)).order_by()
        return dict(live.values_list("pool").annotate(models.Sum("beds")))


class Hold(models.Model):
    """Beds kept for a person until a moment; None: until somebody ends it. A hold does not know for whom it is.

    `broken`: a person who could not be turned away took the bed.
    """

    pool = models.ForeignKey(BedPool, on_delete=models.CASCADE, related_name="holds")
    beds = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    broken = models.BooleanField(default=False)

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(beds__gte=1), name="hold_of_something")]

    def __str__(self) -> str:
        return f"{self.beds} of {self.pool_id}"


class WalkIn(models.Model):
    """People who came to the door without a question, and until when they stay; None: nobody knows. Nobody is named."""

    pool = models.ForeignKey(BedPool, on_delete=models.CASCADE, related_name="walk_ins")
    people = models.PositiveSmallIntegerField()
    came_at = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(people__gte=1), name="walk_in_of_somebody")]

    def __str__(self) -> str:
        return f"{self.people} in {self.pool_id}"


class RoomSnapshot(Bound):
    """What is known of rooms from an hour on: `answers` by the public id of every facility with beds.

    The first process that comes after the hour writes it, and nobody ever changes it.
    """

    hour = models.DateTimeField(primary_key=True)
    answers = models.JSONField()

    def __str__(self) -> str:
        return str(self.hour)

    def bound_values(self) -> Any:
        return [self.hour, self.answers]
