"""Rights: protection orders, a lawyer free of charge, children. Where sources disagree, both are told."""

from django.utils.translation import gettext_lazy as _

from .guide import DANGER_SIGNS, Guide, Point, practice, stated

RIGHTS = Guide(
    "rights",
    _("Rights"),
    _("For whoever is hurt by somebody close, now or before."),
    (
        stated(
            _(
                "Information, not a lawyer’s advice, as of November 2026. The law changed in 2024 and 2025; where "
                "sources disagree, both are shown."
            ),
            *("L2024", "U25", "RF"),
        ),
    ),
    (
        Point(
            _("Who is covered"),
            (
                stated(
                    _(
                        "Husband and wife, also former; parents, children, grandparents, brothers and sisters, "
                        "adoptive and step; the spouse’s own relatives; other relatives; a man and a woman who live "
                        "together unmarried, or did; wards. Living apart does not matter for close relatives and "
                        "former spouses."
                    ),
                    *("L2010", "L2024"),
                ),
                stated(
                    _(
                        "What a parent or a brother does is covered whoever you love. Same-sex partners: the law’s "
                        "words do not name them; ask a lawyer."
                    ),
                    *("L2010", "UNFPA"),
                ),
            ),
        ),
        Point(
            _("What counts"),
            (
                stated(
                    _(
                        "Physical, psychological, sexual and economic harm; economic: being kept without your own "
                        "money or property. It need not leave marks."
                    ),
                    *("L2010", "BEN"),
                ),
            ),
        ),
        Point(
            _("Two ways"),
            (
                stated(
                    _(
                        "A crime: police or prosecutor. No crime, but harm: the executive authority of the place where "
                        "you live or are staying."
                    ),
                    *("L2010", "PRO"),
                ),
            ),
        ),
        Point(
            _("The second way"),
            (
                stated(
                    _(
                        "An answer comes within 5 days, 5 more at most; where a short order is asked for, within 24 "
                        "hours. You may ask for a lawyer, a psychologist and an interpreter at the hearing; under 16 "
                        "or with a disability a pedagogue takes part. Whether you can be heard apart from the person "
                        "is not known: ask for it."
                    ),
                    *("U25", "R25"),
                ),
            ),
        ),
        Point(
            _("Short order: up to 60 days"),
            (
                stated(
                    _(
                        "From the executive authority. It forbids doing it again, disturbing you, and looking for you "
                        "where the person does not know the place. The person is warned within 24 hours."
                    ),
                    "PRO",
                ),
                practice(_("Plan where you will be when the person hears of it.")),
            ),
        ),
        Point(
            _("Long order: 60 to 180 days"),
            (
                stated(
                    _(
                        "From a court, if warning and short order were not kept. You, the executive authority or a "
                        "prosecutor may ask for it; the hearing can be closed."
                    ),
                    "ERI",
                ),
                stated(
                    _(
                        "No state fee, by a law adopted on 30 December 2025 (before: 100 manat). From which day it "
                        "holds: check."
                    ),
                    "RF",
                ),
            ),
        ),
        Point(
            _("An order is a paper"),
            (
                stated(
                    _(
                        "359 were in force in 2024. The State Committee’s report names no protocol sent to a court and "
                        "no criminal case for breaking one."
                    ),
                    "SC24",
                ),
                practice(_("Carry a copy; if it is broken: 102; keep a place to go.")),
                DANGER_SIGNS,
            ),
        ),
        Point(
            _("Where sources disagree"),
            (
                stated(
                    _(
                        "A newspaper (15 September 2025) writes of the police and ten days; somebody who runs a centre "
                        "says that the police hand it over. Four sources say: executive authority, 60 days."
                    ),
                    *("HEF", "SHE", "PRO", "DAY"),
                ),
            ),
            practice(_("“Who gives me the order here?”")),
        ),
        Point(
            _("A lawyer at the state’s cost"),
            (
                stated(
                    _(
                        "Advice, papers, being represented before investigators or courts. One of these is enough: an "
                        "order; being recognised as the harmed person in a criminal case; a decision of the executive "
                        "authority; a certificate (arayış) of an aid centre; an entry in the databank."
                    ),
                    *("AZT", "CPC23"),
                ),
                stated(
                    _(
                        "AYNA says criminal cases only: ask. Also free through the Bar when a Child and Family Support "
                        "Centre or an accredited centre asks for it."
                    ),
                    *("AYNA", "VK"),
                ),
            ),
        ),
        Point(
            _("Children and divorce"),
            (
                stated(
                    _(
                        "Whom a child lives with is agreed or decided by a court; parental rights are lost only by a "
                        "court’s judgment."
                    ),
                    "MET25",
                ),
                practice(
                    _(
                        "Tell your lawyer what the person did before you agree to mediation or to a meeting. Whether "
                        "mediation is compulsory then is not known: ask."
                    )
                ),
                practice(_("If the children are kept from you: do not go for them alone. Ask a lawyer, and the line.")),
            ),
        ),
        Point(
            _("What it leaves behind"),
            (
                stated(
                    _(
                        "A complaint, an order and a call to 102 leave records with the state; who reads the databank "
                        "is not known. A report of sexual violence goes to the nearest police station; "
                        "leaving the country can end the proceedings."
                    ),
                    *("AZT", "MIA19", "UK"),
                ),
                stated(
                    _("Age of consent 16, marriage 18. Under 18 a doctor may have to tell."),
                    *("GV25", "RPT24", "OCM25"),
                ),
            ),
        ),
    ),
    "lines",
    _("All telephone lines, and what calling them does"),
)
