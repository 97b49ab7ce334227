"""The advice after sexual violence, step by step: the sentences, their sources and the windows of time.

docs/clinical-sources.md has each sentence that has a source, and its grounds. A test compares both. It is general
information, never advice to a single person. A window counts in hours from the earliest possible moment. Azerbaijan's
own windows are not known.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..codes.public import Service

# Short names of sources, for the page. docs/clinical-sources.md has the full names.
SOURCES = {
    "nhs": "NHS inform",
    "racgp": "RACGP, 2022",
    "mhf": "Mental Health Foundation",
    "who-ec": "WHO, 2012",
    "ec-ec": "ec-ec.org",
    "who-pep": "WHO, 2024",
    "pep-au": "pep.guidelines.org.au",
    "msf": "MSF, 2016",
    "sti-au": "sti.guidelines.org.au",
    "who-2003": "WHO, 2003",
    "who-2013": "WHO, 2013",
    "hse": "HSE Ireland",
    "rotunda": "Rotunda SATU",
    "healthdirect": "healthdirect.gov.au",
    "law": "hakimiyyet.com, 2020",
    "statement": "AYNA, 2023",
    "irb": "IRB Canada, 2006",
    "alturi": "alturi.org",
}


@dataclass(frozen=True)
class Sentence:
    """A sentence or two, and the keys of the sources. Text without medicine or law needs no source."""

    text: Promise
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Advice:
    """A step. The page shows `say`; `more` is for readers who want more. `ask` is a sentence for the phone.

    `best` and `last` are hours: until when it helps most, and until when it is worth asking. `anyway` is shown when
    that time may be over. `minor` is for people under 18, `adult` for the others. Whom a doctor may have to tell
    stands in "pep": the first step in which she meets one.
    """

    code: str
    title: Promise
    say: tuple[Sentence, ...]
    more: tuple[Sentence, ...] = ()
    service: Service | None = None
    ask: Promise | str = ""
    best: int | None = None
    last: int | None = None
    anyway: tuple[Sentence, ...] = ()
    minor: tuple[Sentence, ...] = ()
    adult: tuple[Sentence, ...] = ()

    @property
    def all(self) -> tuple[Sentence, ...]:
        return self.say + self.anyway + self.adult + self.minor + self.more


STEPS = (
    Advice(
        "danger",
        _("First, your life"),
        (
            Sentence(
                _("Heavy bleeding, fainting, hands around the neck, or thoughts of dying: ring 103 or 112 now."),
                ("nhs", "racgp", "mhf"),
            ),
        ),
        (
            Sentence(
                _("Pressure on the neck, by hands or anything else, needs a doctor even when there are no marks."),
                ("racgp", "nhs"),
            ),
            Sentence(_("Thoughts of dying are as good a reason to ring as a wound is."), ("mhf",)),
        ),
    ),
    Advice(
        "contraception",
        _("If you could become pregnant: emergency contraception"),
        (
            Sentence(
                _("Ask at any pharmacy as soon as you can: best in the first 3 days, up to 5."),
                ("who-ec",),
            ),
        ),
        (
            Sentence(
                _(
                    "It is kept behind the counter. You can say: “Emergency contraception, please: levonorgestrel.” "
                    "No prescription is needed, says an older source; nobody has confirmed it yet."
                ),
                ("ec-ec",),
            ),
            Sentence(_("A copper coil helps too, if a doctor puts it in within 5 days."), ("who-ec",)),
        ),
        service=Service.EMERGENCY_CONTRACEPTION,
        ask=_("Where can I get emergency contraception today?"),
        best=72,
        last=120,
        anyway=(
            Sentence(
                _("Even after 5 days, ask today: a pharmacist or a doctor can say what still helps."), ("rotunda",)
            ),
        ),
        adult=(Sentence(_("You need nobody’s permission."), ("ec-ec",)),),
        minor=(
            Sentence(
                _("Whether a pharmacy asks how old you are is not known. If one says no, ask at another."),
            ),
        ),
    ),
    Advice(
        "pep",
        _("Medicine that prevents HIV (PEP)"),
        (
            Sentence(
                _("Ask a doctor as soon as possible: best today, and within 72 hours of it."),
                ("who-pep",),
            ),
            Sentence(_("You need not wait for any examination."), ("pep-au",)),
            Sentence(
                _("A clinic has to tell the forensic department of injuries, and may have to tell the police too."),
                ("law", "irb"),
            ),
            Sentence(_("Before you say what happened, you can ask: “Whom must you tell?”"), ("who-2013", "law")),
        ),
        (
            Sentence(_("You can say: “I may have been exposed to HIV. Do I need PEP? Can I have it today?”")),
            Sentence(
                _("A doctor decides with you whether you need it. It is taken for 28 days."), ("who-pep", "pep-au")
            ),
        ),
        service=Service.HIV_PEP,
        ask=_("Where can I get medicine that prevents HIV (PEP) today?"),
        best=24,
        last=72,
        anyway=(
            Sentence(_("Even after 72 hours, ask a doctor today: tests and care help at any time."), ("rotunda",)),
        ),
        minor=(Sentence(_("Under 18, they may have to tell more people. You can ask whom first."), ("who-2013",)),),
    ),
    Advice(
        "infections",
        _("Other infections, and a pregnancy test"),
        (
            Sentence(
                _("On the same visit, ask about hepatitis B, tetanus, tests and treatment."),
                ("msf", "sti-au"),
            ),
        ),
        (
            Sentence(_("Some tests show something only after weeks: ask when to come again."), ("sti-au", "nhs")),
            Sentence(
                _("A pregnancy test works from about three weeks after it happened, or when a period is late."),
                ("nhs", "who-2003"),
            ),
        ),
        service=Service.STI_CARE,
        ask=_("Where can I get tests and treatment for infections?"),
    ),
    Advice(
        "evidence",
        _("A doctor who records injuries and traces"),
        (
            Sentence(
                _("Best within 72 hours, worth asking up to 7 days. You may say no to any part."),
                ("who-2003", "hse", "nhs"),
            ),
            Sentence(
                _("To keep traces, if you can wait, it is best not to wash or change. If you have, that is all right."),
                ("nhs", "rotunda"),
            ),
        ),
        (
            Sentence(
                _("Put the clothes in paper, not in plastic, and keep them away from where that person lives."),
                ("healthdirect",),
            ),
            Sentence(
                _(
                    "For a court, an examination follows a decision of an investigator, a prosecutor or a court, or a "
                    "written referral: a paper that asks the forensic doctor to examine you. Ask who can write it."
                ),
                ("law",),
            ),
            Sentence(_("The days are those of other countries: the ones that hold here are not known.")),
        ),
        service=Service.FORENSIC_EXAMINATION,
        ask=_("Where is a doctor on duty who records injuries?"),
        best=72,
        last=168,
        anyway=(
            Sentence(_("Even after 7 days, ask today: what can still be seen can be written down."), ("who-2003",)),
        ),
    ),
    Advice(
        "talk",
        _("Someone to talk to"),
        (Sentence(_("At any time, tonight or in a year, and without a name if you like."), ("rotunda",)),),
        service=Service.MENTAL_HEALTH,
        ask=_("I need somebody to talk to. May I talk without giving my name?"),
    ),
    Advice(
        "accompaniment",
        _("Somebody who goes with you"),
        (Sentence(_("A friend, or somebody from an organisation, may come along."), ("hse",)),),
        (
            Sentence(
                _("Coming with somebody can help with the police, says a person who does this work."),
                ("alturi",),
            ),
        ),
        service=Service.ACCOMPANIMENT,
        ask=_("Is there somebody who can go with me?"),
    ),
    Advice(
        "legal",
        _("Legal help"),
        (Sentence(_("A lawyer can say what a report would mean, before you decide.")),),
        service=Service.LEGAL_AID,
        ask=_("Where can I get legal help?"),
    ),
)
