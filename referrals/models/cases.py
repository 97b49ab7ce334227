"""The case of a person, and a referral for each of her needs. Its contents are sealed (`vault.sealing`).

Only the facts that sort the work stand in the clear. These are states, moments and a coarse group.
"""

from datetime import datetime

from django.db import models
from django.db.models import Q

from shelters.models import Facility, Organisation, User
from shelters.models.base import new_id

from ..codes import ConsentMethod, ConsentPurpose, ReferralState, StatisticalGroup

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

    public_id = models.CharField(max_length=6, unique=True, default=new_id, editable=False)
    code = models.CharField(max_length=64, unique=True, null=True)  # a keyed hash of the 16 digits
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="cases")
    caseworker = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="cases")
    data_key = models.BinaryField()
    wrapped_by = models.CharField(max_length=40)
    name = models.BinaryField(null=True)  # the code name of a caseworker's client
    group = models.CharField(max_length=10, choices=StatisticalGroup.choices)
    opened_at = models.DateTimeField()
    handed_at = models.DateTimeField(null=True)  # when it came to this organisation from another
    erase_at = models.DateTimeField()
    keep_days = models.PositiveSmallIntegerField()

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.public_id


class Referral(models.Model):
    """A need of a case, and the question that is put to places for it. It goes with the case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="referrals")
    public_id = models.CharField(max_length=6, unique=True, default=new_id, editable=False)
    state = models.CharField(max_length=12, choices=ReferralState.choices, default=ReferralState.ASKED)
    idempotency_key = models.CharField(
        max_length=64, unique=True, null=True
    )  # a hash of the form's key: sent twice, made once
    question = models.BinaryField()
    contact = models.BinaryField(null=True)  # how the chosen place may reach her
    exit = models.BinaryField(null=True)  # why she left a house, and who ended the stay
    asked_at = models.DateTimeField()
    until = models.DateTimeField()  # until when the question waits for answers
    last_event_at = models.DateTimeField()  # the moment of the last event
    arrived_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ReferralState.values), name="referral_state_known"),
        ]
        indexes = [models.Index(fields=["state", "last_event_at"], name="referral_state")]

    def __str__(self) -> str:
        return self.public_id


class CaseAccess(models.Model):
    """A colleague who reads a case opened it to somebody who joined after it was asked."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="opened_to")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="opened_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.user_id}"


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
