"""Mails to staff, each in their language. They say that something waits, never what, and name nobody and no place."""

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation

from ..codes.staff import Role
from ..models import Membership, Person


def language_of(user_id: int) -> str:
    """In which somebody reads; where they never chose, the site's first."""
    person = Person.objects.filter(user=user_id).first()
    return person.language if person else settings.LANGUAGE_CODE


def send(user: Any, subject: object, text: object, **words: str) -> bool:
    """Whether the mail server took it. `subject` and `text` are translated late; `words` are filled into the text."""
    with translation.override(language_of(user.pk)):
        try:
            return bool(send_mail(str(subject), str(text) % words, None, [user.email]))
        except OSError:  # smtplib's errors are some, too
            return False


def send_to_coordinators(subject: object, text: object, **words: str) -> tuple[int, int]:
    """Those who work here and left an address: how many mails went, and how many the mail server did not take."""
    active = Membership.objects.filter(role=Role.COORDINATOR, user__is_active=True).exclude(user__email="")
    taken = [send(member.user, subject, text, **words) for member in active.select_related("user")]
    return taken.count(True), taken.count(False)
