"""Getting ready: to stay safer, or to go."""

from django.utils.translation import gettext_lazy as _

from .guide import Guide, Point, practice, stated

READY = Guide(
    "ready",
    _("Getting ready"),
    _("For whoever is hurt by somebody close, whether they stay or go."),
    (stated(_("You decide whether, when and how. A plan helps even if you stay."), "WA", "NZ"),),
    (
        Point(
            _("The days around leaving"),
            (
                stated(
                    _(
                        "This is the most dangerous time. It is safer not to announce it, not in a quarrel either, and "
                        "to leave no note that says where."
                    ),
                    *("WA", "WL", "CFV"),
                ),
            ),
        ),
        Point(
            _("When it is more dangerous"),
            (
                stated(
                    _(
                        "Hands were at your neck; threats to kill you, the children or himself; a weapon; blows while "
                        "pregnant; you are watched; it gets worse or more frequent; you said that you would go. Then "
                        "do not plan alone: ring first."
                    ),
                    *("WL", "CHA", "RACGP"),
                ),
            ),
        ),
        Point(
            _("If it begins before you are ready"),
            (
                stated(
                    _(
                        "Away from the kitchen and from rooms without a way out; near a door. Agree on a word that a "
                        "child or a neighbour knows: it means “call 102”."
                    ),
                    *("FUT", "NZ"),
                ),
            ),
        ),
        Point(
            _("When, and by what"),
            (
                stated(_("When the person is out, on an ordinary errand, by day if you can."), "WA"),
                practice(
                    _(
                        "Ring and get a yes before you travel; know the last bus; have a second place in mind. Who "
                        "pays the journey and who fetches you is not known here: ask when you ring."
                    )
                ),
            ),
        ),
        Point(
            _("Papers"),
            (
                stated(
                    _(
                        "If it is safe to take them: identity card, children’s birth certificates, passports, marriage "
                        "certificate, bank card, medical papers, orders and police papers."
                    ),
                    *("LWA", "JWA", "NZ"),
                ),
                practice(
                    _("Without papers you can go, too: ask for help without them. Do not go back alone for them.")
                ),
            ),
        ),
        Point(
            _("Things"),
            (
                stated(
                    _(
                        "Money in small notes, keys, phone and charger, medicine for some days, glasses, hearing aid, "
                        "the charger of a wheelchair, one thing a child sleeps with. Take nothing that will be missed "
                        "beforehand. A bag only where the person cannot find it, best outside the house with somebody "
                        "whom you trust."
                    ),
                    *("C4C", "NZ"),
                ),
            ),
        ),
        Point(
            _("Photographs of papers"),
            (
                stated(
                    _(
                        "Only on a phone that nobody shares and that copies nothing to a shared account. The phone can "
                        "show the way: read this before you go."
                    ),
                    *("JWA", "APP", "REF"),
                ),
            ),
            leads_to="phone",
        ),
        Point(
            _("Children"),
            (
                stated(
                    _(
                        "Take them along if you can: it can be harder later. Tell small children late. When you are "
                        "safe, tell the school who may fetch them."
                    ),
                    "WA",
                ),
                stated(
                    _("Taking a child abroad without the other parent’s agreement goes to court: ask a lawyer first."),
                    "SC21",
                ),
            ),
        ),
        Point(
            _("If you need somebody’s help every day"),
            (
                stated(
                    _(
                        "If the person who helps you to move, wash, take medicine or understand hurts you, say so in "
                        "the first sentence on the phone."
                    ),
                    "CMG",
                ),
            ),
            practice(_("“Is it step-free? Who helps there? May my assistant come?”")),
        ),
        Point(
            _("Animals"),
            (stated(_("No place here is known to take any: a neighbour may, or a relative outside the town."), "LWA"),),
        ),
        Point(
            _("Afterwards"),
            (
                stated(
                    _(
                        "Do not tell the town to anybody who knows the person; nothing on social networks. A short "
                        "order can forbid looking for you."
                    ),
                    *("WA", "PRO"),
                ),
            ),
            leads_to="rights",
        ),
    ),
    "home",
    _("Look for a place to stay"),
)
