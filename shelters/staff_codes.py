"""The codes of what staff do: who they are, why a bed is out of service, how a count came in."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What somebody does here. A coordinator is for the whole installation, the others for an organisation."""

    COUNTER = "counter", _("counts beds")
    HOST = "host", _("counts beds and answers questions")
    CASEWORKER = "caseworker", _("places people")
    COORDINATOR = "coordinator", _("keeps the directory and the people")


class OutOfService(TextChoices):
    """Why beds cannot be given to anybody."""

    REPAIR = "repair", _("repair")
    STAFFING = "staffing", _("not enough staff")
    CLEANING = "cleaning", _("cleaning")
    ILLNESS = "illness", _("illness in the house")
    OTHER = "other", _("another reason")


class Counted(TextChoices):
    """How a count was recorded."""

    CHANGED = "changed", _("changed")
    CONFIRMED = "confirmed", _("still correct")
    UNDONE = "undone", _("undone")


class Way(TextChoices):
    """By which way a count came in."""

    PAGE = "page", _("on the page")
    PHONE = "phone", _("by phone")
    FEED = "feed", _("from the shelter's own system")
    LINK = "link", _("from a link in a mail")
    CONSOLE = "console", _("at the server's console")
