"""What signing in leaves in the database: sessions. No row opens anything by itself."""

from datetime import datetime, timedelta

from django.db import models

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
