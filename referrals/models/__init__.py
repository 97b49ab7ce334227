"""The tables of cases, one subject a file; import them from here."""

from .cases import OVER, Case, CaseAccess, Consent, Referral
from .counts import MonthlyCount, Reading, WaitingCount
from .enquiries import Enquiry, Message

__all__ = [
    "OVER",
    "Case",
    "CaseAccess",
    "Consent",
    "Enquiry",
    "Message",
    "MonthlyCount",
    "Reading",
    "Referral",
    "WaitingCount",
]
