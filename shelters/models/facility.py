"""Facilities: who helps, where, under which phone number. The source of each fact stands beside the fact."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..codes import telephone
from ..codes.free_text import check_address, check_hours, check_text
from ..codes.public import Basis, Group, Kind, OrganisationType, Service, SourceKind, Visibility
from ..codes.wording import Wording, by_language
from .base import Named, PublicId
from .place import Place
from .sourced import NumberField, PageField, Ringable, Sourced, check_stated_on, has_a_source, kept_in_form


class Organisation(Named):
    key = models.SlugField(_("key"), max_length=60, unique=True)
    type = models.CharField(_("type"), max_length=10, choices=OrganisationType.choices)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name_az"]
        constraints = [
            models.CheckConstraint(condition=Q(type__in=OrganisationType.values), name="organisation_type_known")
        ]


class FacilityQuerySet(models.QuerySet["Facility"]):
    def listed(self) -> "FacilityQuerySet":
        """Facilities that the public may know of. A place for a group that may not be named is not one (`OnlyFor`)."""
        secret = OnlyFor.objects.filter(visible_to=Visibility.CASEWORKERS)
        return self.filter(listed=True).exclude(pk__in=secret.values("facility"))

    def asking(self) -> "FacilityQuerySet":
        """Listed facilities where somebody answers questions now."""
        return self.listed().filter(takes_questions=True, questions_paused=False)

    def taking_nobody(self, at: datetime) -> "FacilityQuerySet":
        """Those where nobody is to be sent at a moment."""
        return self.filter(nobody_since__lte=at, nobody_until__gt=at)


class Facility(Named):
    """A place that helps. If `confidential`, it has no address, only a large town that its staff declared."""

    key = models.SlugField(_("key"), max_length=60, unique=True, help_text=_("its name in import files"))
    public_id = PublicId()
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="facilities", verbose_name=_("organisation")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="facilities", verbose_name=_("town"))
    confidential = models.BooleanField(_("hidden"), default=True, help_text=_("nobody may learn where it is"))
    address = models.CharField(_("address"), max_length=300, null=True, blank=True, validators=[check_address])
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    basis = models.CharField(_("basis of listing"), max_length=10, choices=Basis.choices, blank=True)
    basis_source = models.CharField(_("source of the basis"), max_length=500, blank=True, validators=[check_text])
    basis_url = PageField(_("page of the basis"))
    basis_kind = models.CharField(
        _("kind of source of the basis"), max_length=12, choices=SourceKind.choices, default=SourceKind.UNNAMED
    )
    basis_date = models.DateField(_("date of the basis"), null=True, blank=True, validators=[check_stated_on])
    listed = models.BooleanField(_("listed"), default=False, help_text=_("shown to the public"))
    ever_listed = models.BooleanField(default=False, editable=False)  # what never was may be edited by one person
    takes_questions = models.BooleanField(_("takes questions"), default=False)
    questions_paused = models.BooleanField(default=False)  # set by a host, at any time: `directory.pausing`
    paused_at = models.DateTimeField(null=True, editable=False)
    nobody_since = models.DateTimeField(null=True, blank=True, editable=False)  # nobody is to be sent there from then,
    nobody_until = models.DateTimeField(null=True, blank=True, editable=False)  # to then: `directory.pausing`
    public_rooms = models.BooleanField(
        _("tells the public whether there may be room"), default=False, help_text=_("as it stood at 00, 06, 12 or 18")
    )
    fresh_hours = models.PositiveSmallIntegerField(
        _("a count is fresh for so many hours"), default=4, validators=[MaxValueValidator(999)]
    )
    stale_hours = models.PositiveSmallIntegerField(
        _("a count is stale after so many hours"), default=12, validators=[MaxValueValidator(999)]
    )
    notes = models.TextField(_("notes"), blank=True, help_text=_("for caseworkers only"))

    FARTHEST_DOOR = 60  # km from its town; farther it is a slip

    objects = FacilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("facility")
        verbose_name_plural = _("facilities")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confidential=False) | Q(address=None, lat=None, lon=None),
                name="hidden_facility_has_no_address",
                violation_error_message=_("A hidden facility has no address and no coordinates."),
            ),
            models.CheckConstraint(
                condition=Q(lat=None, lon=None)
                | Q(lat__isnull=False, lon__isnull=False, lat__range=(-90, 90), lon__range=(-180, 180)),
                name="facility_door_on_earth",
                violation_error_message=_("Latitude and longitude go together, in degrees."),
            ),
            models.CheckConstraint(
                condition=Q(listed=False) | (Q(basis__in=Basis.values) & ~Q(basis_source="", basis_url="")),
                name="listed_only_on_a_basis",
                violation_error_message=_("To be listed, it needs a basis and the source of the basis."),
            ),
            models.CheckConstraint(condition=Q(listed=False) | Q(ever_listed=True), name="listed_is_ever_listed"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="facility_kind_known"),
            models.CheckConstraint(
                condition=Q(stale_hours__gte=models.F("fresh_hours")),
                name="facility_stale_after_fresh",
                violation_error_message=_("A count cannot be stale before it stops being fresh."),
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.ever_listed = self.ever_listed or self.listed
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self.ever_listed = self.ever_listed or self.listed
        place = Place.objects.filter(pk=self.place_id).first()
        if self.confidential and place and (place.population or 0) < Place.HIDES_FROM:
            text = _("A hidden facility may name only a town of 100,000 people or more: the nearest such town.")
            raise ValidationError({"place": text})
        if place and self.lat is not None and self.lon is not None and abs(self.lat) <= 90 and abs(self.lon) <= 180:
            self._refuse_a_far_door(place, self.lat, self.lon)

    def _refuse_a_far_door(self, place: Place, lat: float, lon: float) -> None:
        """Raises ValidationError where the door is not in or near the town."""
        km = place.km_to(lat, lon)
        if km <= self.FARTHEST_DOOR:
            return
        if place.km_to(lon, lat) <= self.FARTHEST_DOOR:
            raise ValidationError({"lat": _("Latitude and longitude seem swapped: the other way round fits the town.")})
        said = _("The door is %(km)d km from its town. Look at both: it may be at most %(most)d km away.")
        raise ValidationError({"lat": said % {"km": km, "most": self.FARTHEST_DOOR}})

    def takes_nobody(self, at: datetime) -> bool:
        """Whether the house said that nobody is to be sent there at a moment."""
        since, until = self.nobody_since, self.nobody_until
        return since is not None and until is not None and since <= at < until

    @property
    def is_reported(self) -> bool:
        return self.basis == Basis.REPORTED


class Provision(Sourced):
    """A service that a facility offers."""

    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="provisions")
    service = models.CharField(_("service"), max_length=30, choices=Service.choices)

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [
            models.UniqueConstraint(fields=["facility", "service"], name="service_once"),
            models.CheckConstraint(condition=Q(service__in=Service.values), name="service_known"),
            has_a_source("service"),
        ]

    def __str__(self) -> str:
        return self.get_service_display()


class OnlyFor(Sourced):
    """A group that a facility is for, and for nobody outside such groups. No row: it is for no group alone.

    Whoever sees that a place is left out for all others learns whom it is for. So the public reads it only where the
    place, or the source that published it, says so itself; a facility with one for caseworkers only is not listed.
    """

    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="only_for")
    group = models.CharField(_("group"), max_length=20, choices=Group.choices)
    visible_to = models.CharField(
        _("visible to"),
        max_length=12,
        choices=Visibility.choices,
        default=Visibility.CASEWORKERS,
        help_text=_("everybody, only where the place itself or its published source says so"),
    )

    class Meta:
        verbose_name = _("only for")
        verbose_name_plural = _("only for")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["facility", "group"], name="only_for_once"),
            models.CheckConstraint(condition=Q(group__in=Group.values), name="only_for_group_known"),
            models.CheckConstraint(condition=Q(visible_to__in=Visibility.values), name="only_for_visibility_known"),
            has_a_source("only_for"),
        ]

    def __str__(self) -> str:
        return self.get_group_display()


class Phone(Ringable, Sourced):
    """A phone number of a facility; its label says who answers. A private contact is visible to caseworkers only."""

    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="phones")
    number = NumberField(_("number"), max_length=30)
    label_az = models.CharField(_("label in Azerbaijani"), max_length=100, blank=True, validators=[check_hours])
    label_ru = models.CharField(_("label in Russian"), max_length=100, blank=True, validators=[check_hours])
    label_en = models.CharField(_("label in English"), max_length=100, blank=True, validators=[check_hours])
    visible_to = models.CharField(
        _("visible to"), max_length=12, choices=Visibility.choices, default=Visibility.CASEWORKERS
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0, validators=[MaxValueValidator(999)])

    class Meta:
        verbose_name = _("phone number")
        verbose_name_plural = _("phone numbers")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["facility", "number"], name="phone_once"),
            models.CheckConstraint(condition=Q(visible_to__in=Visibility.values), name="phone_visibility_known"),
            models.CheckConstraint(condition=kept_in_form(), name="phone_number_in_its_form"),
            has_a_source("phone"),
        ]

    def __str__(self) -> str:
        return telephone.shown(self.number)

    @property
    def label(self) -> Wording:
        return Wording.of(by_language(self, "label"))
