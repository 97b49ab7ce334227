"""The sealed part of an enquiry: to which house it was put, the agreed arrival, and the reason of a no."""

from datetime import datetime
from typing import Any, NotRequired, TypedDict

from django.utils import timezone

from shelters.models import Facility

from ..codes import DeclineReason
from ..models import Enquiry, Referral
from . import contents, sealing
from .sealing import DataKey

_TABLE = Enquiry._meta.db_table


class Details(TypedDict):
    """What a caseworker knows of the answer. `name`: of a place not listed. `way_in`, `bring`: as it was told.

    `manner`: a ReferralManner. `told_her`: what she was told of the place (ToldOfPlace).
    """

    name: str
    way_in: str
    bring: str
    manner: NotRequired[str]
    told_her: NotRequired[list[str]]


def new(referral: Referral, facility: Facility | None, key: DataKey, **columns: Any) -> Enquiry:
    """An enquiry that only this house and its organisation can open; None: a place not listed. The caller saves."""
    one = Enquiry(referral=referral, facility=facility, asked_at=timezone.now(), **columns)
    one.bound = key.seal(_house(one), _TABLE, "bound", one.public_id)
    return one


def key_for_house(one: Enquiry) -> DataKey:
    """The request's key, for the house that was asked.

    Raises sealing.Unreadable, also if somebody exchanged the house or its organisation in the database.
    """
    key = contents.key_of(one.referral.case)
    if key.open(one.bound, _TABLE, "bound", one.public_id) != _house(one):
        raise sealing.Unreadable
    return key


def _house(one: Enquiry) -> list[int]:
    return [one.facility.pk, one.facility.organisation_id] if one.facility else []


def put_arrival(one: Enquiry, key: DataKey, arrival: datetime) -> None:
    """Seal the agreed arrival. The caller saves."""
    one.arrival = key.seal(arrival.isoformat(), _TABLE, "arrival", one.public_id)


def arrival(one: Enquiry, key: DataKey) -> datetime | None:
    """The agreed arrival. Raises sealing.Unreadable."""
    if one.arrival is None:
        return None
    return datetime.fromisoformat(key.open(one.arrival, _TABLE, "arrival", one.public_id))


def put_details(one: Enquiry, key: DataKey, details: Details) -> None:
    """Seal what the caseworker was told. The caller saves. Raises sealing.TooLong."""
    one.details = key.seal(details, _TABLE, "details", one.public_id)


def details(one: Enquiry, key: DataKey) -> Details:
    """Raises sealing.Unreadable."""
    if one.details is None:
        return {"name": "", "way_in": "", "bring": ""}
    opened: Details = key.open(one.details, _TABLE, "details", one.public_id)
    return opened


def put_reason(one: Enquiry, key: DataKey, reason: DeclineReason) -> None:
    """Seal why the house said no. The caller saves."""
    one.reason = key.seal(str(reason), _TABLE, "reason", one.public_id)


def reason(one: Enquiry, key: DataKey) -> str:
    """A DeclineReason, or "" if the house did not say no. Raises sealing.Unreadable."""
    return "" if one.reason is None else str(key.open(one.reason, _TABLE, "reason", one.public_id))
