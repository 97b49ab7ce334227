"""Who helps, where, under which number. What is known of each fact's origin stands beside the fact."""

import secrets
from urllib.parse import urlsplit

import phonenumbers
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..codes import Answers, Basis, Kind, OrganisationType, Service, Visibility
from .place import Named, Place, Revision

# Without letters that are taken for one another on the phone.
ID_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def new_id() -> str:
    """A short random id: it says nothing, not even which came first."""
    return "".join(secrets.choice(ID_LETTERS) for _letter in range(6))


class Sourced(models.Model):
    """A fact with its source, and the day on which the source said so."""

    source = models.CharField(_("source"), max_length=500, help_text=_("a page, a letter, a call: who said so"))
    stated_on = models.DateField(_("stated on"), null=True, blank=True, help_text=_("empty: the source has no date"))

    class Meta:
        abstract = True

    @property
    def source_name(self) -> str:
        """The source as people read it: of a page, only whose page it is."""
        host = urlsplit(self.source).netloc if self.source.startswith("http") else ""
        return host.removeprefix("www.") or self.source


def check_number(number: str) -> None:
    """A number that a phone in Azerbaijan can ring: a short code, or a possible number. In the demo: none at all."""
    if settings.DEMO:
        if not number.startswith("DEMO"):
            raise ValidationError(_("A number of the demo starts with DEMO: it must ring nowhere."))
        return
    if number.isdecimal() and 3 <= len(number) <= 6:
        return
    try:
        right = phonenumbers.is_valid_number(phonenumbers.parse(number, "AZ"))
    except phonenumbers.NumberParseException:
        right = False
    if not right:
        raise ValidationError(_("This is no phone number. Write it as (012) 345 67 89, or with + and the country."))


class Ringable(models.Model):
    """Something with a `number` that may be rung."""

    number: str

    class Meta:
        abstract = True

    @property
    def dial(self) -> str:
        """The number as a phone dials it; empty where it is none (the demo's numbers ring nowhere)."""
        if any(c.isalpha() for c in self.number):
            return ""
        return "".join(c for c in self.number if c.isdigit() or c == "+")


class Organisation(Named):
    key = models.SlugField(max_length=60, unique=True)
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
        """What the public may know of at all."""
        return self.filter(listed=True)

    def longest_unconfirmed(self) -> "FacilityQuerySet":
        """All, with `last_confirmed` (a date or None): the never confirmed first, then the oldest."""
        return self.annotate(last_confirmed=models.Max("confirmations__confirmed_on")).order_by(
            models.F("last_confirmed").asc(nulls_first=True), "key"
        )


class Facility(Named):
    """A place that helps. When `confidential`, it has no address: only a large town that its staff declared."""

    key = models.SlugField(max_length=60, unique=True, help_text=_("its name in import files"))
    public_id = models.CharField(max_length=6, unique=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="facilities")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="facilities", verbose_name=_("town"))
    confidential = models.BooleanField(_("hidden"), default=True, help_text=_("nobody may learn where it is"))
    address = models.CharField(_("address"), max_length=300, null=True, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    basis = models.CharField(_("basis of listing"), max_length=10, choices=Basis.choices, blank=True)
    basis_source = models.CharField(_("source of the basis"), max_length=500, blank=True)
    basis_date = models.DateField(_("date of the basis"), null=True, blank=True)
    listed = models.BooleanField(_("listed"), default=False, help_text=_("shown to the public"))
    takes_questions = models.BooleanField(_("takes questions"), default=False)
    notes = models.TextField(_("notes"), blank=True, help_text=_("for caseworkers only"))

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
                condition=Q(listed=False) | (Q(basis__in=Basis.values) & ~Q(basis_source="")),
                name="listed_only_on_a_basis",
                violation_error_message=_("To be listed, it needs a basis and the source of the basis."),
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="facility_kind_known"),
        ]

    def clean(self) -> None:
        super().clean()
        place = Place.objects.filter(pk=self.place_id).first()
        if self.confidential and place and (place.population or 0) < Place.HIDES_FROM:
            text = _("A hidden facility may name only a town of 100,000 people or more: the nearest such town.")
            raise ValidationError({"place": text})

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
        ]

    def __str__(self) -> str:
        return self.get_service_display()


class Phone(Ringable, Sourced):
    """A number of a facility. Private contacts are those for caseworkers only."""

    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="phones")
    number = models.CharField(_("number"), max_length=30, validators=[check_number])
    label = models.CharField(_("label"), max_length=100, blank=True, help_text=_("who answers"))
    visible_to = models.CharField(
        _("visible to"), max_length=12, choices=Visibility.choices, default=Visibility.CASEWORKERS
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("phone number")
        verbose_name_plural = _("phone numbers")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["facility", "number"], name="phone_once"),
            models.CheckConstraint(condition=Q(visible_to__in=Visibility.values), name="phone_visibility_known"),
        ]

    def __str__(self) -> str:
        return self.number


class Hotline(Ringable, Sourced):
    """A number that anybody can ring from anywhere in the country."""

    key = models.SlugField(max_length=60, unique=True)
    number = models.CharField(_("number"), max_length=60)
    label_az = models.CharField(_("label in Azerbaijani"), max_length=200)
    label_ru = models.CharField(_("label in Russian"), max_length=200)
    label_en = models.CharField(_("label in English"), max_length=200)
    hours_az = models.CharField(_("hours in Azerbaijani"), max_length=200, blank=True)
    hours_ru = models.CharField(_("hours in Russian"), max_length=200, blank=True)
    hours_en = models.CharField(_("hours in English"), max_length=200, blank=True)
    answers = models.CharField(_("who answers"), max_length=12, choices=Answers.choices, default=Answers.UNKNOWN)
    always_open = models.BooleanField(_("open day and night"), null=True, blank=True, help_text=_("empty: not known"))
    emergency = models.BooleanField(_("emergency number"), default=False)
    published = models.BooleanField(_("published"), default=False)
    position = models.PositiveSmallIntegerField(default=100, validators=[MinValueValidator(0), MaxValueValidator(999)])

    class Meta:
        verbose_name = _("hotline")
        verbose_name_plural = _("hotlines")
        ordering = ["position", "key"]
        constraints = [
            models.CheckConstraint(condition=Q(published=False) | ~Q(number=""), name="published_hotline_has_number"),
            models.CheckConstraint(condition=Q(answers__in=Answers.values), name="hotline_answers_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.label}"

    def save(self, *args: object, **kwargs: object) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)  # type: ignore[arg-type]
            Revision.change(Revision.HOTLINES)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            Revision.change(Revision.HOTLINES)
            return super().delete(*args, **kwargs)  # type: ignore[arg-type]

    def _in_language(self, field: str) -> str:
        language = (get_language() or "az")[:2]
        return str(getattr(self, f"{field}_{language}"))

    @property
    def label(self) -> str:
        return self._in_language("label")

    @property
    def hours(self) -> str:
        return self._in_language("hours")
