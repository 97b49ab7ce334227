"""The plan in short sentences, for easy reading: at most eight words each. Sources are those of `advice`."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class ShortStep:
    """A step of the plan: the code of its advice, a heading, and short sentences."""

    code: str
    title: Promise
    text: tuple[Promise, ...]


STEPS = (
    ShortStep(
        "danger",
        _("First: your life"),
        (
            _("You bleed a lot? You fainted?"),
            _("Somebody pressed your neck?"),
            _("You think of dying?"),
            _("Call 103 or 112 now."),
        ),
    ),
    ShortStep(
        "contraception",
        _("Not to become pregnant"),
        (
            _("Go to a pharmacy soon."),
            _("Say: “Emergency contraception, please.”"),
            _("It helps best in the first 3 days."),
            _("After 5 days: ask all the same."),
        ),
    ),
    ShortStep(
        "pep",
        _("Medicine against HIV"),
        (
            _("Go to a doctor today."),
            _("Ask for medicine that prevents HIV."),
            _("It helps within 72 hours."),
            _("A doctor may have to tell the police."),
            _("First you can ask: “Whom must you tell?”"),
        ),
    ),
    ShortStep(
        "infections",
        _("Other illnesses"),
        (_("Ask the same doctor for tests."), _("Ask when to come again.")),
    ),
    ShortStep(
        "evidence",
        _("A doctor who writes injuries down"),
        (
            _("You may say no to any part."),
            _("It is best within 72 hours."),
            _("After that you can still ask."),
            _("If you can, do not wash yet."),
            _("If you have washed, that is all right."),
        ),
    ),
    ShortStep("talk", _("Someone to talk to"), (_("You can talk without a name."), _("You can talk at any time."))),
    ShortStep("accompaniment", _("Somebody who goes with you"), (_("A friend may come along."),)),
    ShortStep("legal", _("Legal help"), (_("A lawyer can explain your choices."), _("You decide."))),
)
