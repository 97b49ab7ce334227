"""From an empty site to one that may face anybody: what is done, what is missing, and the next step of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..approvals import opening
from ..codes.staff import Role
from ..keys import passkeys
from ..models import Facility, Hotline, User
from ..operations import duties
from ..staff import team
from . import ringing


@dataclass(frozen=True)
class ChecklistLine:
    """`must`: nobody should be sent to the site before it is done. `url`: the name of the page of the next step."""

    is_done: bool
    must: bool
    words: str
    step: str = ""
    url: str = ""


def lines(now: datetime) -> list[ChecklistLine]:
    """All lines, in the order in which they are best done."""
    return [*_people(now), *_directory(now), *_houses(), *_server(now), _opening()]


def still_to_do(now: datetime) -> int:
    """How many lines are missing that must be there, as long as the site is not opened."""
    return 0 if opening.is_open() else sum(line.must and not line.is_done for line in lines(now))


def is_fit(found: list[ChecklistLine]) -> bool:
    """Whether the site may face anybody."""
    return all(line.is_done for line in found if line.must)


def _people(now: datetime) -> Iterator[ChecklistLine]:
    awake = team.coordinators()
    number = awake.count()
    said = ngettext("%(number)d coordinator", "%(number)d coordinators", number) % {"number": number}
    yield ChecklistLine(number > 1, True, said, _("Invite the second: you confirm each other."), "people")
    copied = sum(not _has_device_key(one, now) for one in awake)
    said = ngettext(
        "%(number)d coordinator without a key that nobody can copy",
        "%(number)d coordinators without a key that nobody can copy",
        copied,
    )
    yield ChecklistLine(
        not copied, False, said % {"number": copied}, _("A security key of its own is best."), "mfa_index"
    )
    silent = awake.filter(email="").count()
    said = ngettext(
        "%(number)d coordinator without a mail address", "%(number)d coordinators without a mail address", silent
    )
    yield ChecklistLine(not silent, False, said % {"number": silent}, _("Each writes down their own."), "mail")


def _has_device_key(user: User, now: datetime) -> bool:
    return any(not passkeys.may_be_copied(key) for key in passkeys.awake(user.pk, now))


def _directory(now: datetime) -> Iterator[ChecklistLine]:
    due = ringing.due(timezone.localdate(now))
    never = sum(one.confirmed_on is None and isinstance(one.thing, Facility) for one in due)
    said = ngettext("%(number)d place never confirmed", "%(number)d places never confirmed", never)
    yield ChecklistLine(not never, True, said % {"number": never}, _("Ring them, or take them off the list."), "ring")
    never = sum(one.confirmed_on is None and isinstance(one.thing, Hotline) for one in due)
    said = ngettext("%(number)d line never confirmed", "%(number)d lines never confirmed", never)
    yield ChecklistLine(not never, True, said % {"number": never}, _("Ring them by day and by night."), "ring")
    old = sum(one.confirmed_on is not None for one in due)
    said = ngettext(
        "%(number)d entry confirmed more than 90 days ago", "%(number)d entries confirmed more than 90 days ago", old
    )
    yield ChecklistLine(not old, False, said % {"number": old}, _("Ring them again."), "ring")
    mute = Facility.objects.listed().filter(phones=None).count()
    said = ngettext("%(number)d place without a number", "%(number)d places without a number", mute)
    yield ChecklistLine(not mute, False, said % {"number": mute}, _("Ask the lines, or visit them."), "ring")


def _houses() -> Iterator[ChecklistLine]:
    joined = User.objects.holding(Role.HOST).exclude(organisation=None).values("organisation").distinct().count()
    said = ngettext(
        "%(number)d organisation answers questions here", "%(number)d organisations answer questions here", joined
    )
    yield ChecklistLine(joined > 0, False, said % {"number": joined}, _("Invite somebody who answers."), "people")


def _server(now: datetime) -> Iterator[ChecklistLine]:
    said = _("The site answers over HTTPS") if settings.HTTPS else _("The site answers without HTTPS")
    keeper = _("For whoever keeps the server: docs/operating.md.")
    yield ChecklistLine(settings.HTTPS, True, said, keeper)
    missed = duties.missed(now)
    said = _("Backups and other duties run") if not missed else _("Not done by the server: %(names)s")
    yield ChecklistLine(not missed, True, said % {"names": ", ".join(missed)}, keeper)
    sends = settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")
    yield ChecklistLine(sends, False, _("Mail is set") if sends else _("Mail is not set"), keeper)


def _opening() -> ChecklistLine:
    opened = opening.is_open()
    said = _("The site is opened") if opened else _("The site is not opened")
    return ChecklistLine(opened, True, said, _("Both of the first two coordinators open it, below."))
