"""Tell staff that something waits, and never what, where or of whom."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ..models.user import UserQuerySet
from . import mail

SUBJECT = _("Something waits for you")
_TEXT = _("Something waits for you. Sign in as usual to see it: this mail has no link on purpose.")


def something_waits(people: UserQuerySet) -> None:
    """To those of them who left an address, once what happened is written; a mail that does not go stops nothing."""
    for user in people.exclude(email=""):
        transaction.on_commit(partial(mail.send, user, SUBJECT, _TEXT))
