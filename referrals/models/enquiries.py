"""A referral as the places have it that it was put to, and the messages between both sides."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q

from shelters.models import BedPool, Facility, Hold
from shelters.models.base import PublicId

from ..codes import Channel, EnquiryStatus
from .cases import Referral


class Enquiry(models.Model):
    """A referral as a place has it. `hold`: the beds that it keeps for her. `facility` is None for a place not listed.

    `bound`, `arrival`, `reason` and `details` are sealed (`vault.enquiries`): the house that was asked, the agreed
    moment, why the house said no, and what a caseworker was told.
    """

    public_id = PublicId()
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="enquiries")
    facility = models.ForeignKey(Facility, null=True, on_delete=models.PROTECT, related_name="enquiries")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.HERE)
    status = models.CharField(max_length=12, choices=EnquiryStatus.choices, default=EnquiryStatus.WAITING)
    bound = models.BinaryField()
    arrival = models.BinaryField(null=True)
    reason = models.BinaryField(null=True)
    details = models.BinaryField(null=True)
    again_at = models.DateTimeField(null=True)  # when the caseworker is to ring the place again
    hold = models.OneToOneField(Hold, null=True, on_delete=models.SET_NULL, related_name="enquiry")
    pool = models.ForeignKey(BedPool, null=True, on_delete=models.PROTECT, related_name="+")
    beds = models.PositiveSmallIntegerField(default=0)
    offered_until = models.DateTimeField(null=True)
    against_rule = models.BooleanField(default=False)  # a refusal that contradicts the place's own stated rule
    asked_at = models.DateTimeField()  # when it was put to this place
    answered_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)  # when the house took its yes back
    told = models.PositiveSmallIntegerField(default=0)  # how far its silence was told: `workflow.escalation`
    crowded = models.BooleanField(default=False)  # it came when there were many at once
    rank = models.PositiveSmallIntegerField(default=0)  # among the questions of its network, roughly; 0: of staff
    doubted = models.BooleanField(default=False)  # a host called it not real
    agreed: datetime | None = None  # the opened arrival, for a page
    summary = ""  # when and how many, opened for a page

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "facility"], name="enquiry_once"),
            models.CheckConstraint(condition=Q(status__in=EnquiryStatus.values), name="enquiry_status_known"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="enquiry_channel_known"),
            models.CheckConstraint(
                condition=~Q(channel=Channel.HERE) | Q(facility__isnull=False), name="only_the_listed_answer_here"
            ),
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

    @property
    def house(self) -> Facility:
        """The facility. A place that is not listed has none: whoever reads this asked for a listed place."""
        assert self.facility is not None
        return self.facility


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
