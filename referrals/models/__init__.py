"""The tables of cases, one subject a file; import them from here."""

from .cases import OVER, Case, CaseAccess, Consent, Note, Referral
from .counts import MonthlyCount, WaitingCount
from .enquiries import Enquiry, Message
from .shift_notes import ShiftNote

__all__ = [
    "OVER",
    "Case",
    "CaseAccess",
    "Consent",
    "Enquiry",
    "Message",
    "MonthlyCount",
    "Note",
    "Referral",
    "ShiftNote",
    "WaitingCount",
]
