"""Whom a facility takes."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..codes.free_text import check_text
from ..codes.public import Group, Verdict, Visibility
from ..codes.wording import Wording, by_language
from .facility import Facility
from .sourced import Sourced, has_a_source

OLDEST = 99  # years of a son; more is a slip


class AdmissionRule(Sourced):
    """Whether a facility takes a group.

    To the public, three cases look the same: no row, a row for caseworkers only, and `unknown`. `sons_up_to` is the age
    in years up to which a son may come with his mother; None: not known.
    """

    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="rules")
    group = models.CharField(_("group"), max_length=20, choices=Group.choices)
    verdict = models.CharField(_("takes them"), max_length=12, choices=Verdict.choices, default=Verdict.UNKNOWN)
    condition_az = models.CharField(_("condition in Azerbaijani"), max_length=300, blank=True, validators=[check_text])
    condition_ru = models.CharField(_("condition in Russian"), max_length=300, blank=True, validators=[check_text])
    condition_en = models.CharField(_("condition in English"), max_length=300, blank=True, validators=[check_text])
    sons_up_to = models.PositiveSmallIntegerField(
        _("sons up to (years)"), null=True, blank=True, validators=[MaxValueValidator(OLDEST)]
    )
    visible_to = models.CharField(
        _("visible to"), max_length=12, choices=Visibility.choices, default=Visibility.CASEWORKERS
    )

    class Meta:
        verbose_name = _("whom it takes")
        verbose_name_plural = _("whom it takes")
        constraints = [
            models.UniqueConstraint(fields=["facility", "group"], name="rule_once"),
            models.CheckConstraint(condition=Q(group__in=Group.values), name="rule_group_known"),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="rule_verdict_known"),
            models.CheckConstraint(condition=Q(visible_to__in=Visibility.values), name="rule_visibility_known"),
            has_a_source("rule"),
            models.CheckConstraint(condition=Q(sons_up_to=None) | Q(sons_up_to__lte=OLDEST), name="sons_of_an_age"),
            models.CheckConstraint(
                condition=Q(sons_up_to=None) | Q(group=Group.WOMAN_WITH_CHILDREN),
                name="sons_come_with_their_mother",
                violation_error_message=_("The age of sons belongs to the rule on women with children."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_group_display()}: {self.get_verdict_display()}"

    @property
    def condition(self) -> Wording:
        return Wording.of(by_language(self, "condition"))
