"""Hotlines: phone numbers for the whole country."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..codes import telephone
from ..codes.free_text import check_hours, check_text
from ..codes.public import AnsweredBy, Group, OrganisationType, Service
from ..codes.wording import language
from .base import Revision, Stamped
from .sourced import NumberField, Ringable, Sourced, has_a_source, kept_in_form


def check_groups(codes: list[str]) -> None:
    """Raises ValidationError for a code that is no group."""
    _check(codes, Group.values)


def check_services(codes: list[str]) -> None:
    """Raises ValidationError for a code that is no service."""
    _check(codes, Service.values)


def _check(codes: list[str], known: list[str]) -> None:
    if not isinstance(codes, list) or any(code not in known for code in codes):
        raise ValidationError(_("Only codes from the list: %(codes)s."), params={"codes": ", ".join(known)})


class Hotline(Stamped, Ringable, Sourced):
    """A number that anybody can ring from anywhere in the country."""

    revision = Revision.HOTLINES

    key = models.SlugField(_("key"), max_length=60, unique=True)
    number = NumberField(_("number"), max_length=60, rings_in_demo=("112", "102", "103"))
    label_az = models.CharField(_("label in Azerbaijani"), max_length=200, validators=[check_text])
    label_ru = models.CharField(_("label in Russian"), max_length=200, validators=[check_text])
    label_en = models.CharField(_("label in English"), max_length=200, validators=[check_text])
    hours_az = models.CharField(_("hours in Azerbaijani"), max_length=200, blank=True, validators=[check_hours])
    hours_ru = models.CharField(_("hours in Russian"), max_length=200, blank=True, validators=[check_hours])
    hours_en = models.CharField(_("hours in English"), max_length=200, blank=True, validators=[check_hours])
    answers = models.CharField(_("who answers"), max_length=12, choices=AnsweredBy.choices, default=AnsweredBy.UNKNOWN)
    emergency = models.BooleanField(_("emergency number"), default=False)
    for_groups = models.JSONField(
        _("whose line it is"),
        default=list,
        blank=True,
        validators=[check_groups],
    )
    for_needs = models.JSONField(
        _("what it can help with"),
        default=list,
        blank=True,
        validators=[check_services],
    )
    run_by = models.CharField(
        _("run by"), max_length=8, choices=OrganisationType.choices, default=OrganisationType.STATE
    )
    in_writing = models.BooleanField(_("can be reached in writing"), default=False)
    landline = NumberField(_("number from a landline in Baku"), max_length=60, blank=True)
    published = models.BooleanField(_("published"), default=False)
    ever_published = models.BooleanField(default=False, editable=False)  # see `Facility.ever_listed`
    position = models.PositiveSmallIntegerField(
        _("order"), default=100, validators=[MinValueValidator(0), MaxValueValidator(999)]
    )

    class Meta:
        verbose_name = _("hotline")
        verbose_name_plural = _("hotlines")
        ordering = ["position", "key"]
        constraints = [
            models.CheckConstraint(condition=Q(published=False) | ~Q(number=""), name="published_hotline_has_number"),
            models.CheckConstraint(condition=Q(number="") | kept_in_form(), name="hotline_number_in_its_form"),
            models.CheckConstraint(
                condition=Q(published=False) | Q(ever_published=True), name="published_is_ever_published"
            ),
            models.CheckConstraint(condition=Q(answers__in=AnsweredBy.values), name="hotline_answers_known"),
            has_a_source("hotline"),
        ]

    def __str__(self) -> str:
        return f"{telephone.shown(self.number)} {self.label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.ever_published = self.ever_published or self.published
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self.ever_published = self.ever_published or self.published

    def _in_language(self, field: str) -> str:
        return str(getattr(self, f"{field}_{language()}"))

    @property
    def label(self) -> str:
        return self._in_language("label")

    @property
    def hours(self) -> str:
        return self._in_language("hours")
