"""Helping somebody: a friend, a colleague, a neighbour."""

from django.utils.translation import gettext_lazy as _

from .guide import Guide, Point, practice, stated

HELP = Guide(
    "help",
    _("I help somebody"),
    _("For a friend, a colleague, a neighbour, a relative."),
    (
        stated(
            _(
                "Where nobody hears; not in writing; not on their phone. Ask when and how it is safe to reach them. "
                "Agree on a harmless sentence that means “come” or “call 102”."
            ),
            *("NSP", "NZ"),
        ),
    ),
    (
        Point(
            _("What you can say"),
            (),
            stated(_("“I believe you. It is not your fault. What do you want?”"), "EQ", "NSP"),
        ),
        Point(
            _("Listen"),
            (
                stated(
                    _(
                        "No questions about what happened, no “why did you stay”; no writing down, no photographs on "
                        "your phone."
                    ),
                    *("PG", "CAS"),
                ),
            ),
        ),
        Point(
            _("The decision is theirs"),
            (
                stated(
                    _(
                        "Never “you must”. Do not tell them to leave, nor to stay: leaving is when it gets most "
                        "dangerous."
                    ),
                    *("CAS", "SAN", "BAS"),
                ),
            ),
        ),
        Point(
            _("What can cost both of you your safety"),
            (
                stated(_("Never speak with the person who hurts them; never “make peace”."), *("BCD", "FUT", "REFO")),
                practice(_("Do not bring in elders, in-laws or a cleric.")),
            ),
        ),
        Point(
            _("Is it dangerous now?"),
            (
                stated(
                    _(
                        "Ask. Hands at the neck, a weapon, threats to kill: say that you fear for their life. Offer to "
                        "ring 102 or 112, or to go along."
                    ),
                    *("WL", "PG"),
                ),
                practice(_("Ring against their will only when a life is in danger, and say so if you can.")),
            ),
        ),
        Point(
            _("What helps"),
            (
                stated(
                    _(
                        "A bag and copies kept with you; your phone; a lift; minding the children; money; going along "
                        "to the doctor, a lawyer, the police."
                    ),
                    *("GDV", "BAS", "ALT"),
                ),
            ),
        ),
        Point(
            _("Tell nobody without asking them first"),
            (stated(_("Also not to get advice."), "PG"),),
            stated(_("“May I ask somebody, without your name?”"), "PG"),
        ),
        Point(
            _("A child or a teenager"),
            (
                stated(
                    _("Do not promise to keep it secret. Say whom you would tell and why; not the parents by habit."),
                    *("PG", "IWPR"),
                ),
            ),
        ),
        Point(
            _("Trans, gay, lesbian and bisexual people"),
            (
                stated(
                    _(
                        "Never tell the family; use the name they use; ask which places feel safe. Police have asked "
                        "about private life and threatened to ring families."
                    ),
                    "ALT",
                ),
            ),
        ),
        Point(
            _("They go back, or say no"),
            (stated(_("Stay in touch, without reproach. Many try several times."), "BCD", "KENT"),),
        ),
        Point(
            _("You"),
            (
                stated(_("Do not become the target; rest."), "FUT"),
                practice(_("A line advises you, too, without their name.")),
            ),
        ),
    ),
    "lines",
    _("All telephone lines, and what calling them does"),
)
