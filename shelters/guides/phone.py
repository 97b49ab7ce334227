"""Whether somebody watches the phone. It examines nothing; look, change nothing yet."""

from django.utils.translation import gettext_lazy as _

from .guide import DANGER_SIGNS, Guide, Point, practice, stated

PHONE = Guide(
    "phone",
    _("Phone"),
    _("For whoever thinks that somebody reads along, or knows too much."),
    (
        stated(
            _(
                "If you think that somebody watches this phone, close this page and read it on a phone that person "
                "never held."
            ),
            *("NN1", "REF"),
        ),
    ),
    (
        Point(
            _("Look; change nothing yet"),
            (
                stated(
                    _(
                        "Whatever you switch off, sign out or delete can be noticed, and it can get worse. Talk it "
                        "over with somebody first, from another phone."
                    ),
                    *("NN2", "REF", "AUR"),
                ),
                DANGER_SIGNS,
            ),
        ),
        Point(
            _("It is seldom a secret program"),
            (
                stated(
                    _(
                        "Mostly it is the same account, a shared location, a messenger open on another screen, a known "
                        "code, the bill."
                    ),
                    "CR",
                ),
            ),
        ),
        Point(
            _("What does the person know?"),
            (
                stated(
                    _(
                        "Only whom you rang: the list of calls or the bill. What you wrote: an account or a linked "
                        "screen. Where you were: location."
                    ),
                    "NN1",
                ),
            ),
        ),
        Point(
            _("Account (Google, Apple)"),
            (
                stated(
                    _(
                        "Which devices are signed in? Which number and which mail bring the account back? Is there a "
                        "family group?"
                    ),
                    "REF",
                ),
            ),
        ),
        Point(
            _("Messenger"),
            (
                practice(
                    _("The list “Linked devices”. Looking tells nobody; signing a device out is seen on that device.")
                ),
            ),
        ),
        Point(
            _("Location"),
            (
                stated(
                    _(
                        "Maps, “Find my”, live location in a messenger, a child’s phone or watch, the car, a small tag "
                        "in a bag."
                    ),
                    *("APP", "ABU"),
                ),
                practice(_("When it stops, the other person sees that it stopped.")),
            ),
        ),
        Point(
            _("A SIM in another name"),
            (
                stated(
                    _(
                        "It belongs to that person: they can have it closed or replaced. To put it in your name both "
                        "must come to the operator: do not try that now. So it is at Azercell; other operators we did "
                        "not look up."
                    ),
                    "AZC",
                ),
                practice(_("A new SIM: in your own name, with your own identity card, in a phone that only you hold.")),
            ),
        ),
        Point(
            _("A secret program"),
            (
                stated(
                    _(
                        "It usually needs the phone in hand once, and is hard to find. A strange battery proves "
                        "nothing; that somebody knows too much is the strongest sign. Setting the phone back to new "
                        "removes most."
                    ),
                    "NN2",
                ),
                practice(_("Putting the old copy back can bring it back.")),
            ),
        ),
        Point(
            _("Removing it removes the proof"),
            (
                stated(
                    _(
                        "If you may want to complain, have it looked at first; photograph the screen with another "
                        "phone. Your safety comes before proof."
                    ),
                    "NN3",
                ),
            ),
        ),
        Point(
            _("iPhone"),
            (
                stated(
                    _(
                        "Settings > Privacy & Security > Safety Check (iOS 16 or later) shows who has access, and has "
                        "a quick exit. “Emergency Reset” cuts everything at once and can be noticed: only when you are "
                        "safe."
                    ),
                    "APP",
                ),
            ),
        ),
        Point(
            _("Codes by SMS"),
            (
                stated(
                    _(
                        "Whoever holds the SIM can read them, and accounts of activists here were taken over that way. "
                        "A key or an app for codes is better, set up on a safe phone."
                    ),
                    *("STM", "AMN"),
                ),
                stated(
                    _(
                        "For people who are attacked because of their activism Access Now has a helpline by mail, free "
                        "of charge, day and night; it checks who asks. We cannot get an account back."
                    ),
                    "ACC",
                ),
            ),
        ),
    ),
    "lines",
    _("All telephone lines, and what calling them does"),
)

# Whoever searches for help with a phone reads this at once: what not to do, and who helps.
WATCHED = (*PHONE.first, *PHONE.points[0].statements, *PHONE.points[-1].statements)
