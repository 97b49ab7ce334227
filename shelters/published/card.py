"""Make a card: what the public is told of a facility, of its public facts and of nothing hidden among them.

Here alone it is decided which facts are public. `refresh` calls it in the transaction of each change.
"""

import hashlib
import json
from datetime import date
from typing import Any

from ..codes.public import Answer, Basis, Group, Verdict, Visibility
from ..codes.wording import by_language
from ..hours import notation
from ..models.card import Card, CardFields, Fact, PhoneFields, Provenance, Timed
from ..models.facility import Facility
from ..models.sourced import Sourced


def card(facility: Facility) -> Card:
    """Made of a listed facility of `with_last_confirmed`, its organisation, phones and facts."""
    reported = facility.basis == Basis.REPORTED
    names = {"az": facility.name_az, "ru": facility.name_ru, "en": facility.name_en}
    shown: CardFields = {
        "id": facility.public_id,
        "kind": facility.kind,
        "names": {} if reported else {language: name for language, name in names.items() if name},
        "place_id": facility.place_id,
        "address": "" if reported else facility.address or "",
        "run_by": facility.organisation.type,
        "basis": facility.basis,
        "listing": _origin(
            facility, facility.basis_kind, facility.basis_source, facility.basis_url, facility.basis_date
        ),
        "door": None if facility.lat is None or facility.lon is None else [facility.lat, facility.lon],
        # A reported facility is reached through a hotline that knows it, never by a number of its own.
        "phones": [] if reported else _phones(facility),
        "last_confirmed": _iso(facility.last_confirmed),
        # Two switches and nothing else: who works there must change no byte.
        "asks": facility.takes_questions and not facility.questions_paused,
        **_facts(facility),  # type: ignore[typeddict-item]
    }
    hours = _hours(facility)
    return Card(facility=facility, public_id=facility.public_id, shown=shown, hours=hours, digest=_digest(shown, hours))


def _digest(*contents: Any) -> str:
    """The same for the same contents: what changes nothing that the public reads is no news to any process."""
    text = json.dumps(contents, ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _hours(facility: Facility) -> dict[str, Timed]:
    known = ((hours, hours.schedule) for hours in facility.hours.all())
    return {
        hours.service: {"text": notation.write(schedule), **_of(facility, hours)}
        for hours, schedule in known
        if not schedule.is_unknown
    }


def _phones(facility: Facility) -> list[PhoneFields]:
    public = (phone for phone in facility.phones.all() if phone.visible_to == Visibility.PUBLIC)
    return [{"number": phone.number, "labels": by_language(phone, "label"), "dial": phone.dial} for phone in public]


def _facts(facility: Facility) -> dict[str, Any]:
    """What is known; that something is not known needs no entry."""
    rules = [rule for rule in facility.rules.all() if rule.visible_to == Visibility.PUBLIC]
    return {
        "rules": {
            rule.group: _fact(facility, rule, rule.verdict, by_language(rule, "condition"))
            for rule in rules
            if rule.verdict != Verdict.UNKNOWN
        },
        "only_for": [one.group for one in facility.only_for.all()],  # all are public, or it would not be listed
        "sons_up_to": next((r.sons_up_to for r in rules if r.group == Group.WOMAN_WITH_CHILDREN), None),
        "facts": {f.code: _fact(facility, f, f.answer) for f in facility.facts.all() if f.answer != Answer.UNKNOWN},
        "figures": {f.code: _fact(facility, f, f.value) for f in facility.figures.all()},
        "services": {p.service: _fact(facility, p, p.service) for p in facility.provisions.all()},
    }


def _fact(facility: Facility, fact: Sourced, value: str | int, condition: dict[str, str] | None = None) -> Fact:
    return {"value": value, "condition": condition or {}, **_of(facility, fact)}


def _of(facility: Facility, fact: Sourced) -> Provenance:
    return _origin(facility, fact.source_kind, fact.source, fact.source_url, fact.stated_on)


def _origin(facility: Facility, kind: str, name: str, page: str, day: date | None) -> Provenance:
    """Of a place that is hidden or only reported, its source may name it or describe its door: kind and year alone."""
    if facility.confidential or facility.basis == Basis.REPORTED:
        return {"kind": kind, "name": "", "page": "", "stated_on": str(day.year) if day else None}
    return {"kind": kind, "name": name, "page": page, "stated_on": _iso(day)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
