"""Staff who get mails, and the words of the mails."""

import re

from django.core import mail

from shelters.codes.staff import Role
from shelters.models import Organisation, User
from shelters.staff import team

PURPOSE = re.compile(r"\b(bed|beds|house|room|rooms|çarpayı\w*|yer|yeri|место|места|койк\w*)\b", re.IGNORECASE)


def person(
    organisation: Organisation | None, role: Role = Role.COUNTER, email: str = "sevda@example.org", language: str = "en"
) -> User:
    """Somebody who came in by invitation and wants mail."""
    own = None if role == Role.COORDINATOR else organisation
    name = f"user-{User.objects.count()}"
    user = team.join(team.invite(role, own, by=None), username=name, password="a-long-password-1", language=language)
    user.email = email
    user.save()
    return user


def texts() -> str:
    """Every mail that was sent."""
    return " ".join(f"{one.subject} {one.body}" for one in mail.outbox)


def refuse(self: object, messages: object) -> None:
    """In place of a mail server that is there."""
    raise ConnectionRefusedError
