"""One subject a file; import from here."""

from .admission import AdmissionRule
from .card import Card
from .facility import Facility, Organisation, Phone, Provision
from .facts import Confirmation, Figure, PracticeFact
from .hotline import Hotline
from .hours import DatedHours, DayOverride, OpeningHours
from .listing import Listing, Tally
from .place import Place, PlaceName, Rayon, Revision

__all__ = [
    "AdmissionRule",
    "Card",
    "Confirmation",
    "DatedHours",
    "DayOverride",
    "Facility",
    "Figure",
    "Hotline",
    "Listing",
    "OpeningHours",
    "Organisation",
    "Phone",
    "Place",
    "PlaceName",
    "PracticeFact",
    "Provision",
    "Rayon",
    "Revision",
    "Tally",
]
