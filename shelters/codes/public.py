"""The codes that other programs rely on, each with the words that people read.

Order matters: a code's position in `Group` or `Service` is its bit in a search (`Columns`). Append only.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Group(TextChoices):
    """Who needs a place. A facility's rules are kept per group."""

    WOMAN = "woman", _("woman")
    WOMAN_WITH_CHILDREN = "woman_with_children", _("woman with children")
    MAN = "man", _("man")
    TRANS_WOMAN = "trans_woman", _("trans woman")
    TRANS_MAN = "trans_man", _("trans man")
    NON_BINARY = "non_binary", _("non-binary")
    LGBQ = "lgbq", _("gay, lesbian, bisexual or queer")
    MINOR_ALONE = "minor_alone", _("under 18, alone")
    PREGNANT = "pregnant", _("pregnant")
    OLDER = "older", _("older")
    LIMITED_MOBILITY = "limited_mobility", _("cannot walk well, or uses a wheelchair")
    BLIND = "blind", _("blind, or sees little")
    DEAF = "deaf", _("deaf, or hard of hearing")
    MENTAL_ILLNESS = "mental_illness", _("living with a mental illness")
    NO_PAPERS = "no_papers", _("without identity papers")
    FOREIGN_NATIONAL = "foreign_national", _("citizen of another country")
    TRAFFICKED = "trafficked", _("trafficked, or forced to work")


# People who come most often. A form asks for the other groups separately: places sometimes refuse them.
MOST_COME = (Group.WOMAN, Group.WOMAN_WITH_CHILDREN, Group.MAN, Group.MINOR_ALONE)
# Attackers may choose a shelter because of these groups. Their rules are for caseworkers, unless the facility chooses
# otherwise.
GUARDED_GROUPS = frozenset({Group.TRANS_WOMAN, Group.TRANS_MAN, Group.NON_BINARY, Group.LGBQ, Group.TRAFFICKED})


class Service(TextChoices):
    """A need that a facility can meet."""

    EMERGENCY_SHELTER = "emergency_shelter", _("a place to stay safe")
    FORENSIC_EXAMINATION = "forensic_examination", _("a doctor who records injuries and traces")
    HIV_PEP = "hiv_pep", _("medicine that prevents HIV")
    EMERGENCY_CONTRACEPTION = "emergency_contraception", _("emergency contraception")
    STI_CARE = "sti_care", _("tests and treatment for infections")
    MEDICAL_CARE = "medical_care", _("a doctor or a nurse")
    MENTAL_HEALTH = "mental_health", _("a psychologist")
    LEGAL_AID = "legal_aid", _("legal help")
    ACCOMPANIMENT = "accompaniment", _("somebody who goes with you")
    DIGITAL_SAFETY = "digital_safety", _("help with a phone or an account that is watched")


class Kind(TextChoices):
    SHELTER = "shelter", _("place to stay safe (shelter)")
    RAPE_CRISIS_CENTRE = "rape_crisis_centre", _("support centre after sexual violence")
    FORENSIC_CENTRE = "forensic_centre", _("medical examination centre")
    CLINIC = "clinic", _("clinic")
    COUNSELLING = "counselling", _("someone to talk to")
    LEGAL_AID = "legal_aid", _("legal help")


class OrganisationType(TextChoices):
    NGO = "ngo", _("a public association")
    STATE = "state", _("the state")
    POLICE = "police", _("the police")
    OTHER = "other", _("another body")


class Verdict(TextChoices):
    """Whether a facility takes a group, as stated."""

    YES = "yes", _("yes")
    NO = "no", _("no")
    CONDITIONAL = "conditional", _("yes, on a condition")
    UNKNOWN = "unknown", _("not known")


class Accepts(TextChoices):
    """The worst verdict over everybody who comes. The search drops a facility with a `no` before this point."""

    YES = "yes", _("Says that it takes you.")
    CONDITIONAL = "conditional", _("Takes you on a condition. Ask what it is.")
    ASK = "ask", _("Not known whether it takes you. Ask.")


class Practice(TextChoices):
    """Facts to know before going: how a facility works, how people get in and about, which languages it speaks."""

    PAPERS_NEEDED = "papers_needed", _("asks for identity papers")
    POLICE_TOLD = "police_told", _("tells the police")
    FAMILY_TOLD = "family_told", _("contacts a partner, parents or family")
    RECONCILIATION_PRESSED = "reconciliation_pressed", _("presses for going back")
    ADMITS_AT_NIGHT = "admits_at_night", _("lets people in at night")
    FETCHES_YOU = "fetches_you", _("can fetch you")
    PAYS_THE_JOURNEY = "pays_the_journey", _("pays for the journey")
    STEP_FREE = "step_free", _("way in without steps")
    LIFT = "lift", _("lift")
    ROOM_ON_GROUND_FLOOR = "room_on_ground_floor", _("room on the ground floor")
    WHEELCHAIR_TOILET = "wheelchair_toilet", _("toilet for a wheelchair")
    WHEELCHAIR_SHOWER = "wheelchair_shower", _("shower for a wheelchair")
    HELPER_WELCOME = "helper_welcome", _("a helper may stay too")
    SIGN_LANGUAGE = "sign_language", _("sign language")
    WRITES_WITH_YOU = "writes_with_you", _("can be reached in writing")
    GUIDE_DOG = "guide_dog", _("guide dog welcome")
    SPEAKS_AZ = "speaks_az", _("speaks Azerbaijani")
    SPEAKS_RU = "speaks_ru", _("speaks Russian")
    SPEAKS_EN = "speaks_en", _("speaks English")
    SPEAKS_FA = "speaks_fa", _("speaks Persian")
    SPEAKS_KA = "speaks_ka", _("speaks Georgian")
    SPEAKS_LEZ = "speaks_lez", _("speaks Lezgian")
    SPEAKS_TLY = "speaks_tly", _("speaks Talysh")
    SPEAKS_TR = "speaks_tr", _("speaks Turkish")
    SPEAKS_UK = "speaks_uk", _("speaks Ukrainian")


class FigureCode(TextChoices):
    BEDS = "beds", _("beds")
    FAMILY_PLACES = "family_places", _("family places")
    LONGEST_STAY = "longest_stay", _("longest stay in days")


class ConfirmationMethod(TextChoices):
    """How an entry was confirmed."""

    PHONE = "phone", _("by phone")
    VISIT = "visit", _("by a visit")
    WRITING = "writing", _("in writing")


class Answer(TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")
    UNKNOWN = "unknown", _("not known")


class Basis(TextChoices):
    """How a facility came to be listed."""

    AGREED = "agreed", _("agreed: its written yes")
    PUBLISHED = "published", _("published: it, or the state, advertises it")
    REPORTED = "reported", _("reported: by the press or in a statement")


class SourceKind(TextChoices):
    """Who says a fact. Of a hidden or reported facility the public reads this and the year, and no more."""

    ITSELF = "itself", _("the place itself")
    STATE = "state", _("a state body")
    ORGANISATION = "organisation", _("another organisation")
    PRESS = "press", _("the press")
    STATEMENT = "statement", _("a public statement")
    UNNAMED = "unnamed", _("not named here")


class Visibility(TextChoices):
    PUBLIC = "public", _("everybody")
    CASEWORKERS = "caseworkers", _("caseworkers only")


class RoadNetwork(TextChoices):
    """Places in the same network have a road between them that does not leave the country."""

    MAINLAND = "mainland", _("mainland")
    NAKHCHIVAN = "nakhchivan", _("Nakhchivan")
    ISLAND = "island", _("an island without a road")


class PartySize(TextChoices):
    """How many people come, in bands."""

    ONE = "1", _("1 person")
    FEW = "2-3", _("2 or 3 people")
    FAMILY = "4-6", _("4 to 6 people")
    MANY = "7+", _("7 people or more")


class Availability(TextChoices):
    LIKELY = "likely", _("May well have room: ask before you travel.")
    ASK = "ask", _("May have room: ask before you travel.")
    FULL = "full", _("No room today. You can ask anyway.")


class Confirmed(TextChoices):
    """When a person last confirmed an entry, in days of Asia/Baku."""

    TODAY = "today", _("confirmed today")
    YESTERDAY = "yesterday", _("confirmed yesterday")
    OLDER = "older", _("confirmed earlier")
    NEVER = "never", _("not confirmed yet")

    @classmethod
    def of(cls, last: date | None, today: date) -> "Confirmed":
        """When an entry was last confirmed, as coarsely as the public may know."""
        if last is None:
            return cls.NEVER
        if last >= today:
            return cls.TODAY
        return cls.YESTERDAY if last == today - timedelta(days=1) else cls.OLDER


class AnsweredBy(TextChoices):
    """Who answers a hotline."""

    POLICE = "police", _("the police answer")
    AMBULANCE = "ambulance", _("the ambulance service answers")
    RESCUE = "rescue", _("the rescue service answers")
    PSYCHOLOGIST = "psychologist", _("a psychologist answers")
    PROSECUTOR = "prosecutor", _("the prosecutor's office answers")
    OMBUDSMAN = "ombudsman", _("the Ombudsman's office answers")
    MINISTRY = "ministry", _("a ministry answers")
    UNKNOWN = "unknown", _("who answers is not known")


GROUP_CODES = Group.values
SERVICE_CODES = Service.values
_BIT = {code: 1 << place for codes in (GROUP_CODES, SERVICE_CODES) for place, code in enumerate(codes)}


def mask(codes: Iterable[str]) -> int:
    """The bits of groups, or of services, as an integer."""
    bits = 0
    for code in codes:
        bits |= _BIT[code]
    return bits
