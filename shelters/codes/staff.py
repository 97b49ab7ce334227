"""The codes of staff work: roles, reasons, ways of counting, proposals."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """The work of an account. A coordinator works for the whole installation, the others for an organisation."""

    COUNTER = "counter", _("counts beds")
    HOST = "host", _("counts beds and answers questions")
    CASEWORKER = "caseworker", _("places people")
    COORDINATOR = "coordinator", _("keeps the directory and the people")


class OutOfService(TextChoices):
    """Why beds are out of use."""

    REPAIR = "repair", _("repair")
    STAFFING = "staffing", _("not enough staff")
    CLEANING = "cleaning", _("cleaning")
    ILLNESS = "illness", _("illness in the centre")
    OTHER = "other", _("another reason")


class CountKind(TextChoices):
    """How a count was recorded."""

    CHANGED = "changed", _("changed")
    CONFIRMED = "confirmed", _("still correct")
    MOVED = "moved", _("somebody came or went")
    UNDONE = "undone", _("undone")


class CountRoute(TextChoices):
    """How a count reached this system."""

    PAGE = "page", _("on the page")
    PHONE = "phone", _("by phone")
    FEED = "feed", _("from the shelter's own system")
    LINK = "link", _("from a link in a mail")
    CONSOLE = "console", _("at the server's console")


class Informant(TextChoices):
    """Who at the shelter gave the numbers by phone. Never a name."""

    DUTY = "duty", _("who is on duty")
    HEAD = "head", _("who runs the centre")
    OTHER = "other", _("somebody else of the centre")


class ReportKind(TextChoices):
    """What a caseworker heard of a place, found wrong there, or was told by a client who was there."""

    FULL = "full", _("no bed is free")
    WRONG_NUMBER = "wrong_number", _("the number is wrong")
    WRONG_HOURS = "wrong_hours", _("the hours are wrong")
    WRONG_RULES = "wrong_rules", _("whom they take is wrong")
    WRONG_ELSE = "wrong_else", _("something else is wrong")
    RECONCILE = "reconcile", _("they pressed for going back")
    FAMILY = "family", _("they told the family")
    POLICE = "police", _("they told the police without asking")
    IDENTITY = "identity", _("they said no because of who somebody is or loves")
    UNSAFE = "unsafe", _("it was not safe there")
    MONEY = "money", _("they asked for money")


class ProposalKind(TextChoices):
    """Changes that wait for a second person.

    Each could send people to the wrong door, or let a wrong person in.
    """

    FACILITY = "facility", _("what people read of a place")
    HOTLINE = "hotline", _("what people read of a hotline")
    ORGANISATION = "organisation", _("what people read of who runs a place")
    DAY = "day", _("a moved day")
    COORDINATOR = "coordinator", _("a new coordinator")
    DEPARTURE = "departure", _("somebody who leaves")
    KEYS = "keys", _("new keys for somebody who lost theirs")
    DIRECTORY = "directory", _("a list to take in")
    OPENING = "opening", _("the opening of the site")
    EXPORT = "export", _("the whole list, taken out")


class FreezeScope(TextChoices):
    """What a freeze stops. `wanted` stops nothing: it waits for a second person to freeze."""

    CHANGES = "changes"
    EVERYTHING = "everything"
    WANTED = "wanted"


class WakingState(TextChoices):
    """How far a sleeping account has come."""

    WAITING = "waiting", _("sleeps: the digits of the keys are not compared yet")
    AWAKE = "awake", _("works here")
    ENDED = "ended", _("ended")


class Decision(TextChoices):
    """How far a proposal has come."""

    WAITING = "waiting", _("waits for a second person")
    CONFIRMED = "confirmed", _("confirmed")
    RECALLED = "recalled", _("recalled")
    REFUSED = "refused", _("refused")
    OVERTAKEN = "overtaken", _("overtaken: it was changed in between")
    STOPPED = "stopped", _("stopped by the freeze")
    LOWERED = "lowered", _("counts already: it only takes away")
    PUT_BACK = "put_back", _("put back by another coordinator")


class LetterKind(TextChoices):
    """What somebody writes about, from the open page."""

    LISTED = "listed", _("We would like to be on the list")
    WRONG = "wrong", _("Something on the list is wrong")


class OffListReason(TextChoices):
    """Why a coordinator takes a place off the list."""

    CLOSED = "closed", _("it has closed")
    MOVED = "moved", _("it has moved")
    ASKED = "asked", _("it asks for it")
    UNSAFE = "unsafe", _("it is not safe to send anybody there")
    UNTRUE = "untrue", _("it is not as it was written here")
    TWICE = "twice", _("it stands here twice")
