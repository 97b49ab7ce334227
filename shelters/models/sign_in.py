"""How people come in: links, accounts that sleep, and what signing in leaves. No row opens anything by itself."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..codes import spoken
from ..codes.staff import Role, WakingState
from .base import Bound, PublicId, digest
from .facility import Organisation
from .user import User


class SessionQuerySet(models.QuerySet["Session"]):
    def of(self, user: User, now: datetime, idle: timedelta) -> "SessionQuerySet":
        """The sessions in which somebody is signed in, the one used last first. `idle`: the rest that ends them."""
        found = self.filter(user=user, expire_date__gt=now, used_at__gt=now - idle)
        if user.signed_out_at:
            found = found.filter(began_at__gte=user.signed_out_at.replace(second=0, microsecond=0))
        return found.order_by("-used_at", "-began_at", "pk")

    def over(self, now: datetime) -> "SessionQuerySet":
        return self.filter(expire_date__lte=now)


class Session(models.Model):
    """A session, under a keyed hash of its cookie. Its contents open with the cookie only.

    The moments are those of a clock without seconds. The first three names are Django's.
    """

    session_key = models.CharField(max_length=40, primary_key=True)
    session_data = models.TextField()
    expire_date = models.DateTimeField(db_index=True)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")
    began_at = models.DateTimeField()
    used_at = models.DateTimeField()

    objects = SessionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user_id} {self.began_at}"


class NightWatchQuerySet(models.QuerySet["NightWatch"]):
    def over(self, now: datetime) -> "NightWatchQuerySet":
        return self.filter(until__lte=now)


class NightWatch(models.Model):
    """A page that a host left open for a night, under a hash of its token. It learns how many wait, and no more."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="night_watch")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    until = models.DateTimeField()

    objects = NightWatchQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user_id} {self.until}"


class FailedSignIn(models.Model):
    """How often a sign-in failed, until it is written in the trail. `account` is an id; 0: a name that nobody has."""

    account = models.PositiveBigIntegerField()
    hour = models.DateTimeField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "hour"], name="failed_once_an_hour")]

    def __str__(self) -> str:
        return f"{self.account} {self.hour} {self.times}"


class SpentChallengeQuerySet(models.QuerySet["SpentChallenge"]):
    def over(self, now: datetime) -> "SpentChallengeQuerySet":
        return self.filter(until__lte=now)


class SpentChallenge(models.Model):
    """A passkey signed it and somebody came in. Kept as long as it would open, under a hash."""

    digest = models.CharField(max_length=64, primary_key=True)
    until = models.DateTimeField(db_index=True)

    objects = SpentChallengeQuerySet.as_manager()

    def __str__(self) -> str:
        return self.digest[:8]


class FailureCountQuerySet(models.QuerySet["FailureCount"]):
    def over(self, now: datetime) -> "FailureCountQuerySet":
        """Rows of the minute before last, and older."""
        return self.filter(minute__lt=int(now.timestamp() // 60) - 1)


class FailureCount(models.Model):
    """Failed sign-ins and codes within a minute, by the first bits of a keyed hash of the network."""

    bucket = models.PositiveSmallIntegerField()
    minute = models.PositiveIntegerField(db_index=True)
    times = models.PositiveIntegerField(default=0)

    objects = FailureCountQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bucket", "minute"], name="failures_once_a_minute")]

    def __str__(self) -> str:
        return f"{self.bucket} {self.minute} {self.times}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def standing(self, now: datetime) -> "InvitationQuerySet":
        """Those that are neither used nor over."""
        return self.filter(used_at=None, until__gt=now)

    def open(self, token: str, now: datetime) -> "Invitation | None":
        """The standing invitation that this token opens, if it was made here."""
        found = self.standing(now).filter(digest=digest(token)).first()
        return found if found and found.is_bound() else None


class Invitation(Bound):
    """A link that makes an account, once. With `user` it lets that person choose a new password and new keys.

    Only the digest of the token is stored. `made_by` asked for it; None is the console, which is trusted.
    """

    LASTS = timedelta(days=3)
    BYTES = 12

    digest = models.CharField(max_length=64, unique=True)
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.role} {self.until}"

    def bound_values(self) -> Any:
        about = [self.pk, self.digest, self.role, self.organisation_id, self.user_id, self.made_by_id]
        return [*about, self.until, self.used_at]

    @classmethod
    def make(
        cls,
        role: str,
        organisation: Organisation | None,
        by: User | None,
        user: User | None = None,
        lasts: timedelta = LASTS,
    ) -> tuple["Invitation", str]:
        """Make an invitation. Returns its row and the token for its link."""
        token = spoken.words(secrets.token_bytes(cls.BYTES))
        until = timezone.now() + lasts
        fields = {"role": role, "organisation": organisation, "made_by": by, "user": user, "until": until}
        made = cls.objects.create(digest=digest(token), **fields)
        made.bind()
        return made, token


class WakingQuerySet(models.QuerySet["Waking"]):
    def waiting(self) -> "WakingQuerySet":
        return self.filter(state=WakingState.WAITING)

    def adding(self) -> "WakingQuerySet":
        """Those that wait, and would give a role to somebody who works here."""
        return self.waiting().exclude(adds="")


class Waking(Bound):
    """The account `user` sleeps until `asked_by` and a second person have typed the digits of its keys.

    `asker_typed` and `second_typed` are the digits that each of them typed correctly: keys may change in between.
    `renewed`: the person has worked here before and lost the keys. `adds`: the account is awake, and gets this role.
    `organisation`: where; an account that has none gets it on waking.
    """

    MOST_WRONG = 3

    public_id = PublicId()
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="wakings")
    asked_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    renewed = models.BooleanField(default=False)
    adds = models.CharField(_("role"), max_length=12, choices=Role.choices, blank=True)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    asker_typed = models.CharField(max_length=8, blank=True)
    asker_typed_at = models.DateTimeField(null=True)
    second_typed = models.CharField(max_length=8, blank=True)
    second_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    wrong = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=WakingState.choices, default=WakingState.WAITING)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    read_by = models.ManyToManyField(User, related_name="+")

    objects = WakingQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=WakingState.values), name="waking_state_known"),
            models.UniqueConstraint(fields=["user"], condition=Q(state=WakingState.WAITING), name="one_waking_a_user"),
        ]

    def __str__(self) -> str:
        return self.public_id

    def bound_values(self) -> Any:
        about = [self.pk, self.user_id, self.asked_by_id, self.renewed, self.adds, self.made_at, self.wrong, self.state]
        typed = [self.asker_typed, self.asker_typed_at, self.second_typed, self.second_by_id]
        return [*about, self.organisation_id, *typed]

    @classmethod
    def begin(cls, user: User, *, asked_by: User, awake: bool = False, **about: Any) -> "Waking":
        """`awake`: it opens at once, and others are told. Raises IntegrityError where something waits already."""
        now = timezone.now()
        about = {"organisation": user.organisation} | about
        if awake:
            about |= {"state": WakingState.AWAKE, "decided_by": asked_by, "decided_at": now}
        made = cls.objects.create(user=user, asked_by=asked_by, made_at=now, **about)
        made.bind()
        made.read_by.add(asked_by)
        return made
