"""What the page of lines says of calling: in danger, to ask for a place, and on the telephone."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from .guide import Statement, practice, short, stated

DANGER = (
    stated(
        _(
            "102: the police come to where you are and write down what you say. 112: sees on a map where you call "
            "from; works with no balance."
        ),
        *("MIA19", "R112"),
    ),
    stated(
        _(
            "You should not be called to the station for the first statement. If you do not want to complain, that is "
            "written down, too, with your reason."
        ),
        "MIA19",
    ),
    stated(_("112 can pass on calls that it takes for false."), "R112"),
    stated(
        _("Whether 112 sends the police when somebody hurts you at home is not known: so 102 stands first."), "R112"
    ),
    stated(_("103: a doctor may have to tell."), "UK"),
)
# Shown where the child hotline is on the list.
CHILD_HOTLINE = (
    stated(
        _(
            "The child hotline works with state offices. In 2025 they visited 127 families. Ask first: “Whom will you "
            "tell?”"
        ),
        "UQX",
    ),
)
TO_TALK = (stated(_("There is a women’s line of an association, too. We do not have its number."), "HAQ"),)
WHEN_YOU_RING = (
    stated(
        _("Best from a phone whose list of calls nobody reads. The call stays in the list and with the operator."),
        "NN4",
    ),
    stated(
        _(
            "You can ask before you say who you are: “Who are you? Is this recorded? Will you tell anybody: the "
            "police, my family?” Of no line here do we know the answers."
        ),
        "DS",
    ),
    stated(
        _("They may ask where you are, whether you are safe now, what you need, and your name. Answer what you like."),
        *("DS", "SP"),
    ),
    stated(
        _(
            "Say at the beginning whether they may ring back, and what to say if another answers. Best: “Do not ring "
            "back, I will.”"
        ),
        "NN4",
    ),
    practice(_("If somebody comes in: “Wrong number.” Hang up, and ring later.")),
    practice(
        _("If you are scolded or told to make peace: it is not your fault. You can hang up and try another number.")
    ),
)
ALL = (*DANGER, *CHILD_HOTLINE, *TO_TALK, *WHEN_YOU_RING)


def told(*, child_hotline: bool) -> dict[str, Iterable[Statement | str]]:
    """The statements by the part of the page in which they stand, and the short names of their sources."""
    return {
        "danger": DANGER,
        "to_talk": (*(CHILD_HOTLINE if child_hotline else ()), *TO_TALK),
        "when_you_ring": WHEN_YOU_RING,
        "sources": short(ALL),
    }
