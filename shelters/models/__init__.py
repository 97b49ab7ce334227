"""One subject a file; import from here."""

from .admission import AdmissionRule
from .beds import BedCount, BedPool, Hold
from .card import Card
from .facility import Facility, Organisation, Phone, Provision
from .facts import Confirmation, Figure, PracticeFact
from .hotline import Hotline
from .hours import DatedHours, DayOverride, OpeningHours
from .listing import Listing, Tally
from .place import Place, PlaceName, Rayon, Revision
from .team import Invitation, Membership, Person
from .trail import TrailEntry, TrailHead, TrailPayload

__all__ = [
    "AdmissionRule",
    "BedCount",
    "BedPool",
    "Card",
    "Confirmation",
    "DatedHours",
    "DayOverride",
    "Facility",
    "Figure",
    "Hold",
    "Hotline",
    "Invitation",
    "Listing",
    "Membership",
    "OpeningHours",
    "Organisation",
    "Person",
    "Phone",
    "Place",
    "PlaceName",
    "PracticeFact",
    "Provision",
    "Rayon",
    "Revision",
    "Tally",
    "TrailEntry",
    "TrailHead",
    "TrailPayload",
]
