"""The codes of referrals, with the words that people read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReferralState(TextChoices):
    """The state of a request."""

    ASKED = "asked", _("asked")
    OFFERED = "offered", _("somebody says yes")
    CHOSEN = "chosen", _("chosen")
    ON_THE_WAY = "on_the_way", _("on the way")
    ARRIVED = "arrived", _("arrived")
    LEFT = "left", _("left")
    REFUSED = "refused", _("refused by all")
    NOT_ARRIVED = "not_arrived", _("did not arrive")
    WITHDRAWN = "withdrawn", _("withdrawn")
    EXPIRED = "expired", _("nobody answered")
    CLOSED = "closed", _("closed")


class EnquiryStatus(TextChoices):
    """The state of an enquiry at a single place."""

    WAITING = "waiting", _("waits for an answer")
    NOT_REACHED = "not_reached", _("not reached")
    CALL_BACK = "call_back", _("ring again")
    OFFERED = "offered", _("says yes")
    REFUSED = "refused", _("said no")
    CHOSEN = "chosen", _("is chosen")
    RELEASED = "released", _("is not needed")


class Channel(TextChoices):
    """The way by which a referral is put to a place."""

    HERE = "here", _("on this site")
    PHONE = "phone", _("by telephone")
    IN_PERSON = "in_person", _("in person")
    WRITING = "writing", _("in writing")


class DeclineReason(TextChoices):
    """Why a place says no."""

    FULL = "full", _("no room")
    CANNOT_MEET_NEED = "cannot_meet_need", _("cannot give what is needed")
    TOO_NEAR = "too_near", _("too near to danger")
    AGE_OF_SONS = "age_of_sons", _("the age of sons")
    GENDER_OR_ORIENTATION = "gender_or_orientation", _("gender identity or orientation")
    DISABILITY = "disability", _("disability")
    PAPERS = "papers", _("papers")
    ILLNESS = "illness", _("illness")
    OTHER = "other", _("another reason")


class ExitReason(TextChoices):
    """Why a person left."""

    OWN_WISH = "own_wish", _("own wish")
    RULES = "rules", _("the rules of the house")
    VIOLENCE = "violence", _("violence")
    DISCRIMINATION = "discrimination", _("discrimination")
    MOVED_ON = "moved_on", _("moved on to another place")


class EndedBy(TextChoices):
    """Who ended a stay."""

    SURVIVOR = "survivor", _("the person")
    SHELTER = "shelter", _("the house")


class Urgency(TextChoices):
    """When a person needs a place."""

    NOW = "now", _("today or tonight")
    DAYS = "days", _("in the coming days")
    LATER = "later", _("later, or not sure")


class ContactMethod(TextChoices):
    """How to reach a person."""

    VOICE = "voice", _("by voice, on the phone")
    WRITING = "writing", _("in writing")


class SafeWay(TextChoices):
    """By which way a caseworker may reach a client."""

    VOICE = "voice", _("by voice, on the phone")
    WRITING = "writing", _("in writing")
    THROUGH = "through", _("through somebody")
    THEY_CALL = "they_call", _("they ring us")
    NONE = "none", _("do not ring and do not write")


class Danger(TextChoices):
    """How near the danger is, as the client and the caseworker see it together."""

    NOW = "now", _("danger now")
    HIGH = "high", _("high danger")
    NOT_NOW = "not_now", _("no danger just now")


class Spoken(TextChoices):
    """In which language to speak with a client."""

    AZ = "az", _("Azerbaijani")
    RU = "ru", _("Russian")
    EN = "en", _("English")
    OTHER = "other", _("another language")


class CaseOutcome(TextChoices):
    """How a case ended."""

    SERVED = "served", _("they got what they needed")
    PARTLY = "partly", _("they got a part of it")
    DECLINED = "declined_by_her", _("they do not want it now")
    REFUSED = "refused_there", _("they were refused there")
    LOST = "lost_contact", _("we lost contact")
    MOVED_ON = "moved_on", _("they moved on")
    WENT_BACK = "went_home", _("they went back, by their own choice")
    OWN_PLACE = "own_home", _("they live in a place of their own")
    RELATIVES = "with_relatives", _("they live with relatives")
    TIME_LIMIT = "time_limit", _("the time allowed there was over")
    ABROAD = "abroad", _("they left the country")
    DIED = "died", _("they died")


class ConsentPurpose(TextChoices):
    """The purpose of a consent."""

    QUESTION = "question", _("that these places read the question")
    CONTACT = "contact", _("that the chosen place reads how to be reached")
    HANDOVER = "handover", _("that another organisation takes over")


class ConsentMethod(TextChoices):
    """How a person gave consent."""

    SCREEN = "screen", _("on the screen")
    VOICE = "voice", _("by voice, to the caseworker")


class StatisticalGroup(TextChoices):
    """The group of a person, as coarsely as statistics may keep it."""

    WOMEN = "women", _("women")
    FAMILIES = "families", _("women with children")
    MEN = "men", _("men")
    CHILDREN = "children", _("somebody under 18 alone")
    OTHERS = "others", _("others, or not said")


class ConsentItem(TextChoices):
    """What of a client others may be told. Each is asked by itself."""

    CODE_NAME = "code_name", _("the code name")
    GROUP = "group", _("who it is: woman, child, age")
    NEEDS = "needs", _("what they need")
    DANGER = "danger", _("how near the danger is")
    CONTACT = "contact", _("how to reach them")


class TryResult(TextChoices):
    """What came of trying to reach a client."""

    REACHED = "reached", _("reached")
    NOT_REACHED = "not_reached", _("not reached")
    NOT_SAFE = "not_safe", _("not safe to talk")


class ReferralManner(TextChoices):
    """How a client was sent to a place."""

    WARM = "warm", _("we rang together")
    ACCOMPANIED = "accompanied", _("I went with them")
    NUMBER_GIVEN = "number_given", _("I gave them the number")


class ToldOfPlace(TextChoices):
    """What a client was told of a place before they chose it."""

    POLICE = "police", _("whether it tells the police")
    FAMILY = "family", _("whether it tells the family")
    RECONCILIATION = "reconciliation", _("whether it presses for going back")


class ShiftNeed(TextChoices):
    """What a house prepares for somebody who is expected."""

    COT = "cot", _("a cot")
    WHEELCHAIR = "wheelchair", _("a way for a wheelchair")
    FRIDGE = "fridge", _("room in the fridge for medicine")
