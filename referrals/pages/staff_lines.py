"""The lines of a question on a staff page: plain words, made of the sealed contents."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shelters.codes.public import Group, Service
from shelters.codes.wording import capital, small
from shelters.models import Facility, Rayon

from ..codes import ConsentItem, ReferralManner, SafeWay, Spoken, ToldOfPlace, Urgency
from ..models import Case, Enquiry, Referral
from ..vault import contents
from ..vault.enquiries import Details
from ..vault.sealing import DataKey
from ..vault.values import Contact, Question, Safe
from ..workflow.appointments import is_service
from ..workflow.travel import journey, metres


@dataclass(frozen=True)
class QuestionLine:
    what: str
    said: str


@dataclass(frozen=True)
class StaffMessage:
    """A message. `from_house`: the place wrote it."""

    from_house: bool
    at: datetime
    text: str


def question_lines(question: Question, facility: Facility | None = None) -> list[QuestionLine]:
    """The question in plain words. With a facility, also how far it is. The last line names the open points."""
    groups = dict(Group.choices)
    son = question["oldest_son"]
    years = "" if son is None else ngettext("%(years)d year", "%(years)d years", son) % {"years": son}
    lines = [
        QuestionLine(_("What is needed"), need_in_words(question)),
        QuestionLine(_("How many"), _people(question)),
        QuestionLine(_("Who comes"), _listed(groups, question["who"])),
        QuestionLine(_("Oldest son"), years),
        QuestionLine(_("When"), str(Urgency(question["soon"]).label)),
        QuestionLine(_("From"), _way(question["rayon"], facility)),
        QuestionLine(_("Needs"), _listed(groups, question["access"])),
        QuestionLine(_("Keep away from"), question["avoid"]),
    ]
    unsaid = "; ".join(small(line.what) for line in lines if not line.said)
    return [line for line in lines if line.said] + ([QuestionLine(_("Not said"), unsaid)] if unsaid else [])


def need_in_words(question: Question) -> str:
    """What is needed; where nobody said, a place to stay."""
    return str(Service(question.get("need") or Service.EMERGENCY_SHELTER).label)


def summary(question: Question) -> str:
    """When, how many, and for what if not for a place to stay, in a line of a list."""
    line = ": ".join(word for word in (capital(Urgency(question["soon"]).label), _people(question)) if word)
    return f"{line}; {need_in_words(question)}" if is_service(question) else line


def _people(question: Question) -> str:
    number = question["adults"]
    adults = [ngettext("%(number)d adult", "%(number)d adults", number) % {"number": number}] if number else []
    children = [
        ngettext("%(number)d child of %(band)s years", "%(number)d children of %(band)s years", number)
        % {"number": number, "band": band.replace("-", "–")}
        for band, number in question["children"].items()
        if number
    ]
    return ", ".join(adults + children)


def _listed(words: Mapping[str, object], codes: list[str]) -> str:
    return "; ".join(str(words.get(code, code)) for code in codes)


def _way(code: str, facility: Facility | None) -> str:
    """Her rayon, and the journey from there: the straight line, and the time with getting away."""
    rayon = Rayon.objects.filter(code=code).first()
    if rayon is None or facility is None:
        return rayon.name if rayon else ""
    line, way = metres(code, facility), journey(code, facility)
    if line is None or way is None:
        return _("%(rayon)s; no road leads here from there") % {"rayon": rayon.name}
    hours, minutes = divmod(int(way.total_seconds()) // 60, 60)
    said = {"rayon": rayon.name, "km": round(line / 1000), "hours": hours, "minutes": minutes}
    return _("%(rayon)s; %(km)d km in a straight line, about %(hours)d h %(minutes)d min with getting away") % said


def messages(one: Enquiry, key: DataKey) -> list[StaffMessage]:
    """The messages of both sides, the oldest first."""
    return [StaffMessage(each.from_house, each.at, contents.text_of(each, key)) for each in one.messages.all()]


def safe_lines(safe: Safe) -> list[QuestionLine]:
    """How a caseworker may reach a client."""
    lines = (
        QuestionLine(_("How"), str(SafeWay(safe["way"]).label)),
        QuestionLine(_("Number or address"), safe["reach"]),
        QuestionLine(_("Say first"), safe["word"]),
        QuestionLine(_("When it is safe"), safe["hours"]),
        QuestionLine(_("A message"), _("may be left") if safe["message"] else _("may not be left")),
        QuestionLine(_("Language"), str(Spoken(safe["spoken"]).label)),
        QuestionLine(_("If somebody else answers"), safe["others"] or _("Say nothing, and ring off.")),
    )
    return [line for line in lines if line.said]


def may_tell_words(case: Case, key: DataKey) -> dict[str, object] | None:
    """What places that are asked may be told, and until when. None: nothing, or it is over."""
    may = contents.get(case, "may_tell", key)
    until = date.fromisoformat(may["until"]) if may else None
    if may is None or until is None or until < timezone.localdate():
        return None
    return {"items": _listed(dict(ConsentItem.choices), may["items"]), "until": until}


def sent_words(told: Details) -> str:
    """How a client was sent to a place, and what they were told of it."""
    manner = dict(ReferralManner.choices).get(told.get("manner", ""), "")
    return "; ".join(
        str(words) for words in (manner, _listed(dict(ToldOfPlace.choices), told.get("told_her", []))) if words
    )


def contact_lines(referral: Referral, key: DataKey) -> list[QuestionLine]:
    """How to reach her, with the word to say first. Empty if she left nothing."""
    contact = contents.get(referral, "contact", key)
    return list(_contact(contact)) if contact else []


def _contact(contact: Contact) -> Iterator[QuestionLine]:
    ways = {"voice": _("by voice"), "writing": _("in writing")}
    lines = (
        QuestionLine(ways.get(contact["way"], _("Number or address")), contact["reach"]),
        QuestionLine(_("Say first"), contact["word"]),
        QuestionLine(_("When it is safe"), contact["hours"]),
    )
    yield from (line for line in lines if line.said)
    yield QuestionLine(_("If somebody else answers"), contact["others"] or _("Say nothing, and ring off."))
