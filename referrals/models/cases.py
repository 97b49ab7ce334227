"""The case of a person, and a referral for each of her needs. Its contents are sealed (`vault.sealing`).

Only the facts that sort the work stand in the clear. These are states, moments and a coarse group.
"""

import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from shelters.models import Facility, Organisation, User
from shelters.models.base import Bound, PublicId

from ..codes import ConsentMethod, ConsentPurpose, Danger, ReferralState, StatisticalGroup

OVER = (
    ReferralState.LEFT,
    ReferralState.REFUSED,
    ReferralState.NOT_ARRIVED,
    ReferralState.WITHDRAWN,
    ReferralState.EXPIRED,
    ReferralState.CLOSED,
)


class CaseQuerySet(models.QuerySet["Case"]):
    def readable(self, now: datetime) -> "CaseQuerySet":
        """Cases with readable contents. A case that is due is not shown, even if no cron runs."""
        return self.filter(erase_at__gt=now)

    def due(self, now: datetime) -> "CaseQuerySet":
        """Cases that must be erased."""
        return self.filter(erase_at__lte=now)


class Case(models.Model):
    """A person with her needs. `organisation` and `caseworker` keep the case. Both are None if she asked alone.

    The key `wrapped_by` of the keyring wraps `data_key`, which opens the contents. A case is erased as a whole: its row
    goes, with all that belongs to it.
    """

    public_id = PublicId()
    code = models.CharField(max_length=64, unique=True, null=True)  # a keyed hash of the 16 digits
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="cases")
    caseworker = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="cases")
    data_key = models.BinaryField()
    wrapped_by = models.CharField(max_length=40)
    name = models.BinaryField(null=True)  # the code name of a caseworker's client
    safe_way = models.BinaryField(null=True)  # how the caseworker may reach her
    quiet = models.BooleanField(default=False)  # she may not be reached: nothing reminds anybody to ring her
    danger = models.CharField(max_length=10, choices=Danger.choices, blank=True)
    danger_on = models.DateField(null=True)  # the day on which somebody looked at the danger
    safety_plan = models.BinaryField(null=True)
    safety_on = models.DateField(null=True)  # the day on which the safety plan was talked through
    minor = models.BinaryField(null=True)  # of somebody under 18: who knows, and whom to tell
    may_tell = models.BinaryField(null=True)  # which items others may be told, and until when
    counted = models.BooleanField(default=True)  # without a yes to that, no number counts it
    needed_on = models.DateField(
        default=timezone.localdate
    )  # the day on which somebody last said that it is still needed
    tries = models.PositiveSmallIntegerField(default=0)  # since the last plan, to reach them in vain
    next_step = models.BinaryField(null=True)
    next_at = models.DateTimeField(null=True)  # when the next step is due; it keeps the case
    given_at = models.DateTimeField(null=True)  # when it was handed to its caseworker, until they have seen it
    given_word = models.BinaryField(null=True)  # why it was handed over
    outcome = models.BinaryField(null=True)
    closed_at = models.DateTimeField(null=True)
    group = models.CharField(max_length=10, choices=StatisticalGroup.choices)
    opened_at = models.DateTimeField()
    handed_at = models.DateTimeField(null=True)  # when it came to this organisation from another
    erase_at = models.DateTimeField()
    keep_days = models.PositiveSmallIntegerField()

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(danger__in=["", *Danger.values]), name="danger_known"),
            models.CheckConstraint(
                condition=Q(next_at__isnull=True, next_step__isnull=True)
                | Q(next_at__isnull=False, next_step__isnull=False),
                name="a_next_step_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class Referral(models.Model):
    """A need of a case, and the question that is put to places for it. It goes with the case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="referrals")
    public_id = PublicId()
    state = models.CharField(max_length=12, choices=ReferralState.choices, default=ReferralState.ASKED)
    idempotency_key = models.CharField(
        max_length=64, unique=True, null=True
    )  # a hash of the form's key: sent twice, made once
    rank = models.SmallIntegerField(default=0)  # of the needs of a case; the smallest comes first
    question = models.BinaryField()
    contact = models.BinaryField(null=True)  # how the chosen place may reach her
    contact_at = models.DateTimeField(null=True)  # when it was left, until the place has looked
    exit = models.BinaryField(null=True)  # why she left a house, and who ended the stay
    asked_at = models.DateTimeField()
    until = models.DateTimeField()  # until when the question waits for answers
    last_event_at = models.DateTimeField()  # the moment of the last event
    arrived_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)  # when its caseworker said "seen" to what happened

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ReferralState.values), name="referral_state_known"),
        ]
        indexes = [models.Index(fields=["state", "last_event_at"], name="referral_state")]

    def __str__(self) -> str:
        return self.public_id


class Note(models.Model):
    """A short note of the caseworker. Its id exists before the seal, because the seal is bound to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    at = models.DateTimeField()
    body = models.BinaryField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return str(self.id)


class CaseAccess(Bound):
    """A colleague who reads a case opened it to somebody who joined after it was asked."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="opened_to")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="opened_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.user_id}"

    def bound_values(self) -> Any:
        return [self.case_id, self.user_id, self.at]


class Consent(models.Model):
    """A consent: to which purpose, towards whom, until when, and how. Never a condition for information."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="consents")
    facility = models.ForeignKey(Facility, null=True, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=10, choices=ConsentPurpose.choices)
    how = models.CharField(max_length=10, choices=ConsentMethod.choices)
    given_at = models.DateTimeField()
    until = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(facility__isnull=False) | Q(organisation__isnull=False), name="consent_towards_somebody"
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.given_at}"
