from datetime import datetime

from django import template
from django.utils import timezone

from ..codes.wording import capital
from ..hours.opening import long_day, when

register = template.Library()
register.filter("capital", capital)


@register.filter
def moment(at: datetime) -> str:
    """As one says it today: “today, 18:00”, or the day and the hour."""
    return when(at, timezone.localdate())


@register.filter
def day(at: datetime) -> str:
    """Its day of Asia/Baku."""
    return long_day(timezone.localdate(at))
