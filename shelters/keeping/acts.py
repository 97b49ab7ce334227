"""The acts of the trail that people may read, each with its words. An act without words here is shown to nobody.

Nothing of a case is among them: what was asked, and who came when, stands in no list.
"""

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ..codes.staff import OffListReason
from ..published.mending import ALTERED, PUT_BACK
from ..staff.sign_in_log import SAID


class About(TextChoices):
    """What an act was about, as the page filters it."""

    PLACES = "places", _("places and lines")
    ROOMS = "rooms", _("rooms and counts")
    PEOPLE = "people", _("people")
    KEYS = "keys", _("keys")
    PROPOSALS = "proposals", _("what waits for a second person")
    EXPORTS = "exports", _("lists taken in and out")
    SITE = "site", _("the whole site")


_OFF = {
    f"facility.off_{code}": format_lazy("{}: {}", _("Why it goes off the list"), why)
    for code, why in OffListReason.choices
}
_ACTS: dict[About, dict[str, Promise]] = {
    About.PLACES: {
        "facility.changed": _("A place was changed"),
        "facility.moved": _("Where a place is, or its numbers, were changed"),
        "hotline.changed": _("A line was changed"),
        "organisation.changed": _("An organisation was changed"),
        "day.changed": _("A moved day was changed"),
        **_OFF,
        **dict.fromkeys(PUT_BACK, _("Somebody wrote into the database: it was put back")),
        ALTERED: _("Somebody wrote into the database: nobody reads what it is"),
        "directory.confirmed": _("Checked, and still right"),
        "directory.unconfirmed": _("A confirmation was taken back"),
        "ring.not_reached": _("Rung, and nobody answered"),
        "ring.not_now": _("Rung, and asked to be rung again"),
        "report.settled": _("What was heard of a place was settled"),
        "questions.paused": _("Takes no questions for now"),
        "questions.resumed": _("Takes questions again"),
        "sending.stopped": _("Nobody is to be sent there for now"),
        "sending.resumed": _("People can be sent there again"),
        "feed.made": _("A token for the bed feed was made"),
        "feed.revoked": _("A token for the bed feed was ended"),
    },
    About.ROOMS: {
        "beds.changed": _("Beds were counted"),
        "beds.confirmed": _("A count was said to be still right"),
        "beds.undone": _("A count was taken back"),
        "beds.reason": _("Why beds are out of service was changed"),
    },
    About.PEOPLE: {
        "team.invited": _("Somebody was invited"),
        "team.withdrawn": _("A link was withdrawn"),
        "team.role_asked": _("One more role was asked for"),
        "team.joined": _("Somebody joined"),
        "team.came_back": _("Somebody came back with new keys"),
        "team.left": _("An account was closed"),
        "team.sign_in_failed": SAID["team.sign_in_failed"],
        "waking.typed": _("The digits of the keys were compared"),
        "waking.wrong": _("The digits of the keys were typed wrong"),
        "waking.awake": _("An account was opened"),
        "waking.ended": _("An account was not opened"),
    },
    About.KEYS: {
        **{what: words for what, words in SAID.items() if what.startswith("keys.")},
        "team.keys_renewed": _("All keys were taken, to make new ones"),
        "demo.keys_renewed": _("The keys of the demo were made anew"),
    },
    About.PROPOSALS: {
        "proposal.made": _("Proposed, for a second person"),
        "proposal.confirmed": _("Confirmed by a second person"),
        "proposal.recalled": _("Recalled"),
        "proposal.refused": _("Refused"),
        "proposal.overtaken": _("Overtaken: it was changed in between"),
        "proposal.stopped": _("Stopped by the freeze"),
        "proposal.put_back": _("Put back by another coordinator"),
    },
    About.EXPORTS: {
        "directory.exported": _("The public list was taken out"),
        "directory.whole_exported": _("The whole list was taken out, sealed"),
        "letter.read": _("A letter about the list was opened"),
        "letter.settled": _("A letter about the list was done with"),
        "directory.imported": _("A list was taken in at the console"),
        "directory.loaded": _("The directory of the project was loaded"),
    },
    About.SITE: {
        "freeze.changes": _("Changes were frozen"),
        "freeze.everything": _("Everything was frozen"),
        "freeze.wanted": _("Somebody wanted to freeze, and may not alone"),
        "thaw.wanted": _("The first of two wanted to end the freeze"),
        "thawed": _("The freeze was ended"),
        "site.opened": _("The site was opened"),
        "restored": _("A backup was restored"),
    },
}
# What only the person whose account it is reads.
OWN: dict[str, Promise] = {
    "team.signed_in": SAID["team.signed_in"],
    "team.signed_out": _("Signed out on all devices"),
    "team.session_ended": _("One session was ended"),
    "mail.changed": SAID["mail.changed"],
    "watch.begun": _("The page for the night was opened"),
    "duty.set": _("It was said who is on duty at night"),
    "read.names": _("Names of cases were opened"),
    "week.counted": _("What was opened in a week was added up"),
}
ACTS: dict[str, Promise] = {what: words for some in _ACTS.values() for what, words in some.items()}
WORDS = ACTS | OWN
# What a house reads of itself.
OF_A_HOUSE = (About.PLACES, About.ROOMS, About.PEOPLE, About.KEYS, About.PROPOSALS)


def acts(about: Iterable[About]) -> list[str]:
    """The codes of the acts about these."""
    return [what for one in about for what in _ACTS[one]]
