"""Tables, constraints and query sets, one subject a file; import them from here."""

from .admission import AdmissionRule
from .background import Heartbeat, Letter, LettersOfDay, WaitingMail
from .base import Revision
from .beds import BedCount, BedPool, Hold, RoomSnapshot, WalkIn
from .card import BoundFace, Card
from .facility import Facility, OnlyFor, Organisation, Phone, Provision
from .facts import Confirmation, Figure, PlaceReport, PracticeFact
from .feed import FeedToken, Receipt
from .hotline import Hotline
from .hours import DatedHours, DayOverride, OpeningHours
from .place import Place, PlaceName, Rayon
from .proposal import Freeze, Proposal
from .sign_in import FailedSignIn, FailureCount, Invitation, NightWatch, Session, SpentChallenge, Waking
from .trail import TrailEntry, TrailHead, TrailPayload, WeeklyCount
from .user import NightDuty, RoleGrant, User

__all__ = [
    "AdmissionRule",
    "BedCount",
    "BedPool",
    "BoundFace",
    "Card",
    "Confirmation",
    "DatedHours",
    "DayOverride",
    "Facility",
    "FailedSignIn",
    "FailureCount",
    "FeedToken",
    "Figure",
    "Freeze",
    "Heartbeat",
    "Hold",
    "Hotline",
    "Invitation",
    "Letter",
    "LettersOfDay",
    "NightDuty",
    "NightWatch",
    "OnlyFor",
    "OpeningHours",
    "Organisation",
    "Phone",
    "Place",
    "PlaceName",
    "PlaceReport",
    "PracticeFact",
    "Proposal",
    "Provision",
    "Rayon",
    "Receipt",
    "Revision",
    "RoleGrant",
    "RoomSnapshot",
    "Session",
    "SpentChallenge",
    "TrailEntry",
    "TrailHead",
    "TrailPayload",
    "User",
    "WaitingMail",
    "Waking",
    "WalkIn",
    "WeeklyCount",
]
