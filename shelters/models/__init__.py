"""One subject a file; import from here."""

from .admission import AdmissionRule
from .facility import Facility, Hotline, Organisation, Phone, Provision
from .facts import Confirmation, Figure, PracticeFact
from .listing import Listing, Tally
from .place import Place, PlaceName, Rayon, Revision

__all__ = [
    "AdmissionRule",
    "Confirmation",
    "Facility",
    "Figure",
    "Hotline",
    "Listing",
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
