"""The tables of a person's request. Its contents are sealed (`vault.sealing`).

Only the facts that sort the work stand in the clear. These are states, moments and a coarse group.
"""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q

from shelters.models import BedPool, Facility, Hold, Organisation, User
from shelters.models.base import new_id

from .codes import (
    ConsentMethod,
    ConsentPurpose,
    EnquiryStatus,
    ReferralState,
    StatisticalGroup,
)

OVER = (
    ReferralState.LEFT,
    ReferralState.REFUSED,
    ReferralState.NOT_ARRIVED,
    ReferralState.WITHDRAWN,
    ReferralState.EXPIRED,
    ReferralState.CLOSED,
)


class ReferralQuerySet(models.QuerySet["Referral"]):
    def readable(self, now: datetime) -> "ReferralQuerySet":
        """Referrals with readable contents. A referral that is due is not shown, even if no cron runs."""
        return self.filter(erase_at__gt=now)

    def due(self, now: datetime) -> "ReferralQuerySet":
        """Referrals that must be erased."""
        return self.filter(erase_at__lte=now)


class Referral(models.Model):
    """A request. `organisation` and `caseworker` own the case. Both are None if the person asked alone.

    The key `wrapped_by` of the keyring wraps `data_key`, which opens the contents. Erasing removes the row.
    """

    public_id = models.CharField(max_length=6, unique=True, default=new_id, editable=False)
    state = models.CharField(max_length=12, choices=ReferralState.choices, default=ReferralState.ASKED)
    code = models.CharField(max_length=64, unique=True, null=True)  # a keyed hash of the 16 digits
    idempotency_key = models.CharField(
        max_length=64, unique=True, null=True
    )  # a hash of the form's key: sent twice, made once
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="referrals")
    caseworker = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="referrals")
    data_key = models.BinaryField()
    wrapped_by = models.CharField(max_length=40)
    question = models.BinaryField()
    name = models.BinaryField(null=True)  # the code name of a caseworker's client
    contact = models.BinaryField(null=True)
    exit = models.BinaryField(null=True)  # why she left a house, and who ended the stay
    group = models.CharField(max_length=10, choices=StatisticalGroup.choices)
    asked_at = models.DateTimeField()
    handed_at = models.DateTimeField(null=True)  # when it came to this organisation from another
    until = models.DateTimeField()  # until when the question waits for answers
    last_event_at = models.DateTimeField()  # the moment of the last event
    erase_at = models.DateTimeField()
    keep_days = models.PositiveSmallIntegerField()
    arrived_at = models.DateTimeField(null=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ReferralState.values), name="referral_state_known"),
        ]
        indexes = [models.Index(fields=["state", "last_event_at"], name="referral_state")]

    def __str__(self) -> str:
        return self.public_id


class Enquiry(models.Model):
    """A referral as a facility has it. `hold`: the beds that it keeps for her.

    `bound`, `arrival` and `reason` are sealed (`vault.enquiries`): the house that was asked, the agreed moment, and why
    the house said no.
    """

    public_id = models.CharField(max_length=6, unique=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="enquiries")
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="enquiries")
    status = models.CharField(max_length=10, choices=EnquiryStatus.choices, default=EnquiryStatus.WAITING)
    bound = models.BinaryField()
    arrival = models.BinaryField(null=True)
    reason = models.BinaryField(null=True)
    hold = models.OneToOneField(Hold, null=True, on_delete=models.SET_NULL, related_name="enquiry")
    pool = models.ForeignKey(BedPool, null=True, on_delete=models.PROTECT, related_name="+")
    beds = models.PositiveSmallIntegerField(default=0)
    offered_until = models.DateTimeField(null=True)
    against_rule = models.BooleanField(default=False)  # a refusal that contradicts the place's own stated rule
    answered_at = models.DateTimeField(null=True)
    crowded = models.BooleanField(default=False)  # it came when there were many at once
    rank = models.PositiveSmallIntegerField(default=0)  # among the questions of its network, roughly; 0: of staff
    doubted = models.BooleanField(default=False)  # a host called it not real
    agreed: datetime | None = None  # the opened arrival, for a page

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "facility"], name="enquiry_once"),
            models.CheckConstraint(condition=Q(status__in=EnquiryStatus.values), name="enquiry_status_known"),
            models.CheckConstraint(
                condition=~Q(status=EnquiryStatus.REFUSED) | Q(reason__isnull=False),
                name="no_without_reason",
            ),
            models.UniqueConstraint(
                fields=["referral"], condition=Q(status=EnquiryStatus.CHOSEN), name="one_is_chosen"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class CaseAccess(models.Model):
    """A colleague who reads a case opened it to somebody who joined after it was asked."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="opened_to")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "user"], name="opened_once")]

    def __str__(self) -> str:
        return f"{self.referral_id} {self.user_id}"


class Message(models.Model):
    """A message between the person and a place. Its id exists before the seal, because the seal is bound to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="messages")
    from_house = models.BooleanField()
    at = models.DateTimeField()
    body = models.BinaryField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return str(self.id)


class Consent(models.Model):
    """A consent: to which purpose, towards whom, until when, and how. Never a condition for information."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="consents")
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


class WaitingCount(models.Model):
    """The countable facts of an erased case, sealed until their month is over. Nothing in it says whose they are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    data_key = models.BinaryField()
    wrapped_by = models.CharField(max_length=40)
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.id)


class MonthlyCount(models.Model):
    """How many of the cases erased in a month had a fact ("group women"). No number here is smaller than five."""

    month = models.DateField()
    fact = models.CharField(max_length=60)
    number = models.PositiveIntegerField()

    class Meta:
        ordering = ["month", "fact"]
        constraints = [models.UniqueConstraint(fields=["month", "fact"], name="fact_once_a_month")]

    def __str__(self) -> str:
        return f"{self.month} {self.fact}: {self.number}"


class Reading(models.Model):
    """How often a person read questions, contacts or messages on a day. Later the day's sum goes to the trail."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    what = models.CharField(max_length=20)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["day", "user", "what"]
        constraints = [models.UniqueConstraint(fields=["user", "day", "what"], name="reading_once_a_day")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day} {self.what}: {self.number}"
