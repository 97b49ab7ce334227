"""Facts to know about a facility, its figures, its last confirmations, and what caseworkers heard of it."""

from datetime import datetime, timedelta
from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..codes.public import Answer, ConfirmationMethod, FigureCode, Practice
from ..codes.staff import Informant, ReportKind
from .facility import Facility, Organisation
from .hotline import Hotline
from .sourced import Sourced, has_a_source
from .user import User

MOST = 9_999  # beds, places or days; more is a slip


class PracticeFact(Sourced):
    """A fact to know before going: yes, no or unknown. No row means unknown."""

    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="facts")
    code = models.CharField(_("what"), max_length=30, choices=Practice.choices)
    answer = models.CharField(_("answer"), max_length=8, choices=Answer.choices, default=Answer.UNKNOWN)

    class Meta:
        verbose_name = _("what to expect")
        verbose_name_plural = _("what to expect")
        constraints = [
            models.UniqueConstraint(fields=["facility", "code"], name="fact_once"),
            models.CheckConstraint(condition=Q(code__in=Practice.values), name="fact_code_known"),
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="fact_answer_known"),
            has_a_source("fact"),
        ]

    def __str__(self) -> str:
        return f"{self.get_code_display()}: {self.get_answer_display()}"


class Figure(Sourced):
    """A number that somebody stated. A family place (a mother and her children) is not a bed, so both are stored."""

    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="figures")
    code = models.CharField(_("what"), max_length=15, choices=FigureCode.choices)
    value = models.PositiveIntegerField(_("value"), validators=[MaxValueValidator(MOST)])

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.UniqueConstraint(fields=["facility", "code"], name="figure_once"),
            models.CheckConstraint(condition=Q(code__in=FigureCode.values), name="figure_code_known"),
            models.CheckConstraint(condition=Q(value__lte=MOST), name="figure_of_a_house"),
            has_a_source("figure"),
        ]

    def __str__(self) -> str:
        return f"{self.get_code_display()}: {self.value}"


class ConfirmationQuerySet(models.QuerySet["Confirmation"]):
    def recent(self, now: datetime) -> "ConfirmationQuerySet":
        """Those of the last 24 hours: as long as they count against one person, and are taken back."""
        return self.filter(made_at__gt=now - timedelta(hours=24))


class Confirmation(models.Model):
    """A person checked an entry with somebody who answers there. Editing an entry does not confirm it."""

    facility = models.ForeignKey(
        Facility, null=True, blank=True, on_delete=models.CASCADE, related_name="confirmations"
    )
    hotline = models.ForeignKey(Hotline, null=True, blank=True, on_delete=models.CASCADE, related_name="confirmations")
    confirmed_on = models.DateField(_("day"))
    confirmed_by = models.ForeignKey(
        User, verbose_name=_("confirmed by"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    how = models.CharField(_("how"), max_length=10, choices=ConfirmationMethod.choices)
    note = models.CharField(_("note"), max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        ordering = ["-confirmed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(facility=None, hotline__isnull=False) | Q(facility__isnull=False, hotline=None),
                name="confirms_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.facility or self.hotline} {self.confirmed_on}"


def with_last_confirmed(things: QuerySet[Any]) -> QuerySet[Any]:
    """Facilities or hotlines with `last_confirmed`: the day of their newest confirmation, or None."""
    records = Confirmation.objects.filter(**{things.model._meta.model_name or "": OuterRef("pk")})
    newest = Subquery(records.order_by("-confirmed_on").values("confirmed_on")[:1])
    annotated: QuerySet[Any] = things.annotate(last_confirmed=newest)
    return annotated


class PlaceReport(models.Model):
    """The newest of its kind for a place. It says which organisation heard it, and nothing of a client.

    `told`: who there said it. `until`: until when the place is full; None: nobody said.
    """

    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="reports")
    kind = models.CharField(max_length=12, choices=ReportKind.choices)
    told = models.CharField(max_length=5, choices=Informant.choices, blank=True)
    until = models.DateTimeField(null=True)
    by = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["facility", "kind"], name="one_report_of_a_kind"),
            models.CheckConstraint(condition=Q(kind__in=ReportKind.values), name="report_kind_known"),
            models.CheckConstraint(condition=~Q(kind=ReportKind.FULL) | ~Q(told=""), name="full_as_somebody_said"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.facility_id}"
