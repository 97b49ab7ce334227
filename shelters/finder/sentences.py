"""What to say on the telephone, with the words that she told us; and what to show to somebody who rings."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..codes.public import Group, Service
from .wish import Wish

_CAN_YOU = {
    Service.EMERGENCY_SHELTER: gettext_lazy("I need a place to stay tonight."),
    Service.FORENSIC_EXAMINATION: gettext_lazy("I need a doctor who records injuries."),
    Service.HIV_PEP: gettext_lazy("I need medicine that prevents HIV (PEP), today."),
    Service.EMERGENCY_CONTRACEPTION: gettext_lazy("I need emergency contraception, today."),
    Service.STI_CARE: gettext_lazy("I need tests and treatment for infections."),
    Service.MEDICAL_CARE: gettext_lazy("I need a doctor."),
    Service.MENTAL_HEALTH: gettext_lazy("I need somebody to talk to."),
    Service.LEGAL_AID: gettext_lazy("I need a lawyer free of charge."),
    Service.ACCOMPANIMENT: gettext_lazy("I need somebody who goes with me."),
    Service.DIGITAL_SAFETY: gettext_lazy("I think that somebody watches my phone. I need help with it."),
}
_FOR_THEM = {
    Group.MAN: gettext_lazy("It happens to men, too. You can ask: “Do you help men?”"),
    Group.NO_PAPERS: gettext_lazy(
        "You can ask without papers. Whether they tell the migration service is not known: ask that before you give a "
        "name."
    ),
}
_HEARING = {Group.DEAF}
_WITH_SECOND_LINE = "116 123"


def to_say(wish: Wish) -> str:
    """The sentences to say: what is needed, who is with her, and the question."""
    needs = [str(words) for code, words in _CAN_YOU.items() if code in wish.need]
    is_room = wish.need == {Service.EMERGENCY_SHELTER}
    return " ".join([*needs, *_with_whom(wish), _("Is there a place?") if is_room else _("Where can I go?")])


def for_them(wish: Wish) -> list[str]:
    """What some people have to know before they ring."""
    return [str(words) for group, words in _FOR_THEM.items() if group in wish.who]


def _with_whom(wish: Wish) -> list[str]:
    who = []
    if wish.oldest_son is not None:
        who.append(_("My son, %(age)s, is with me.") % {"age": wish.oldest_son})
    elif Group.WOMAN_WITH_CHILDREN in wish.who:
        who.append(_("My children are with me."))
    if Group.MINOR_ALONE in wish.who:
        who.append(_("I am under 18, and alone."))
    return who


def to_show(number: str) -> str:
    """What somebody who cannot hear or speak can show to a stranger. It tells nothing of what happened."""
    words = _("Please ring %(number)s for me. I cannot hear. Say: “There is a person with me who needs help.”")
    if number == _WITH_SECOND_LINE:
        words += " " + _("Ask for the second line.")
    return words % {"number": number}


def cannot_hear(who: Collection[Any]) -> bool:
    return bool(_HEARING.intersection(who))
