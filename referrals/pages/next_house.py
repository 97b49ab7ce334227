"""Whom a person could ring after a house said no: the nearest other houses with a number."""

from typing import Any

from shelters.codes.public import PartySize
from shelters.finder.staff_search import StaffResult, search_as_staff
from shelters.models import Facility

from ..vault.values import Question
from ..workflow.triage import beds_for

_MOST = 3
_BANDS = ((1, PartySize.ONE), (3, PartySize.FEW), (6, PartySize.FAMILY))


def next_houses(question: Question, facility: Facility) -> list[StaffResult]:
    """The nearest that may take them and have a number, of other organisations than this facility's."""
    people = beds_for(question)
    band = next((band for most, band in _BANDS if people <= most), PartySize.MANY)
    asked: dict[str, Any] = {"who": {*question["who"], *question["access"]}, "people": band if people else None}
    asked |= {"rayon": question["rayon"] or None, "oldest_son": question["oldest_son"]}
    found = search_as_staff({name: value for name, value in asked.items() if value is not None}).fitting
    others = [one for one in found if one.phones and one.facility.organisation_id != facility.organisation_id]
    return others[:_MOST]
