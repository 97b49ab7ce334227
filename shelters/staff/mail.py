"""Mails to staff, each in their language. They say that something waits, never what, and name nobody and no place."""

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation

from ..codes.staff import Role
from ..models import User


def send(user: User, subject: object, text: object, **words: str) -> bool:
    """Whether the mail server took it. `subject` and `text` are translated late; `words` are filled into the text."""
    return _send(user.email, user, subject, text, words)


def send_to_former(user: User, subject: object, text: object) -> bool:
    """The same to an address that the person had until now, once: whoever changed it may be a thief."""
    if not user.former_email:
        return True
    taken = _send(user.former_email, user, subject, text, {})
    if taken:
        User.objects.filter(pk=user.pk, former_email=user.former_email).update(former_email="")
    return taken


def _send(address: str, user: User, subject: object, text: object, words: dict[str, str]) -> bool:
    with translation.override(user.language or settings.LANGUAGE_CODE):
        try:
            return bool(send_mail(str(subject), str(text) % words, None, [address]))
        except OSError:  # smtplib's errors are some, too
            return False


def send_to_coordinators(subject: object, text: object, **words: str) -> tuple[int, int]:
    """Those who work here and left an address: how many mails went, and how many the mail server did not take."""
    active = User.objects.holding(Role.COORDINATOR).exclude(email="")
    taken = [send(user, subject, text, **words) for user in active]
    return taken.count(True), taken.count(False)
