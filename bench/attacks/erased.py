"""Tie facts of erased people together, with the whole database in hand, the trail included.

`claims` reads all that a thief reads: neighbours and subjects in the trail, rows of cases, changes of counts, holds.
It also reads how much each host read, and who signed in when.
A claim says that some facts are of one person. `score` asks of each person: known this fact, what is the other?
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise, permutations
from typing import Any

from django.db import connection

from referrals.workflow.travel import journey
from shelters.beds.availability import EVERY, last_hour
from shelters.hours.clock import BAKU
from shelters.models import BedPool, Facility, Rayon, User

FACTS = ("rayon", "group", "party", "house", "hour", "reason")
Claim = dict[str, Any]
_MOVES = timedelta(minutes=2)


def claims() -> list[Claim]:
    return [*_cases(), *_counts(), *_holds(), *_weeks(), *_sign_ins()]


def _rows(table: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY 1")  # noqa: S608
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _moment(value: Any) -> datetime:
    at = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return at if at.tzinfo else at.replace(tzinfo=UTC)  # SQLite's text is UTC


def _house(pool: int) -> int | None:
    return BedPool.objects.filter(pk=pool).values_list("facility_id", flat=True).first()


def _cases() -> Iterator[Claim]:
    """Everything that the trail and the rows say under one id of a case."""
    found: dict[int, Claim] = defaultdict(dict)
    payloads = {row["entry_id"]: row["data"] for row in _rows("shelters_trailpayload")}
    for before, entry in pairwise(_rows("shelters_trailentry")):
        if not entry["what"].startswith("referral."):
            continue
        data = payloads.get(entry["number"], "{}")
        about = (json.loads(data) if isinstance(data, str) else data).get("subject", entry["subject"])
        case = int(about.split()[1]) if " " in about else -entry["number"]
        found[case] |= _of_entry(before, entry)
    for row in _rows("referrals_case"):
        found[row["id"]]["group"] = row["group"]
    case_of = {row["id"]: row["case_id"] for row in _rows("referrals_referral")}
    for row in _rows("referrals_enquiry"):
        if row["status"] == "chosen":
            found[case_of[row["referral_id"]]]["house"] = row["facility_id"]
        if isinstance(row["reason"], str) and row["reason"]:
            found[case_of[row["referral_id"]]]["reason"] = row["reason"]
    yield from found.values()


def _of_entry(before: dict[str, Any], entry: dict[str, Any]) -> Claim:
    """What an entry says with its actor, its moment and the entry before it, which one act wrote too."""
    said: Claim = {}
    house = _house_of(entry["actor"])
    if house and entry["what"] != "referral.refuse":
        said["house"] = house
    numbers = before["numbers"]
    numbers = json.loads(numbers) if isinstance(numbers, str) else numbers
    if before["what"] == "beds.held" and "beds" in numbers:
        said |= {"party": numbers["beds"], "house": _house(int(before["subject"].split()[1]))}
    if entry["what"] == "referral.arrive":
        said["hour"] = _moment(entry["at"]).replace(minute=0, second=0, microsecond=0)
    if entry["what"] == "referral.choose":
        for hold in _rows("shelters_hold"):
            if hold["id"] == numbers.get("hold") and hold["until"] and said.get("house", _house(hold["pool_id"])):
                way = _moment(hold["until"]) - _moment(entry["at"])
                said["rayon"] = _rayon(_house(hold["pool_id"]), way)
    return said


def _rayon(house: Any, way: timedelta) -> str | None:
    """The rayon from which the journey to the house takes about so long."""
    facility = Facility.objects.select_related("place").get(pk=house)
    ways = {code: journey(code, facility) for code in Rayon.objects.values_list("code", flat=True)}
    near = {code: abs(long - way) for code, long in ways.items() if long and abs(long - way) < _MOVES}
    return min(near, key=lambda code: near[code]) if near else None


def _counts() -> Iterator[Claim]:
    """Each time more people are in a house than before: so many came, there, then."""
    by_pool = defaultdict(list)
    for row in _rows("shelters_bedcount"):
        by_pool[row["pool_id"]].append(row)
    for pool, rows in by_pool.items():
        for before, row in pairwise(sorted(rows, key=lambda row: row["version"])):
            if row["occupied"] > before["occupied"]:
                at = _moment(row["at"])
                claim = {"house": _house(pool), "party": row["occupied"] - before["occupied"]}
                whole = at == last_hour(at)
                span = {"span": (at, at + timedelta(hours=EVERY))}
                yield claim | (span if whole else {"hour": at.replace(minute=0, second=0, microsecond=0)})


def _holds() -> Iterator[Claim]:
    for row in _rows("shelters_hold"):
        hour = _moment(row["ended_at"] or row["made_at"]).replace(minute=0, second=0, microsecond=0)
        yield {"house": _house(row["pool_id"]), "party": row["beds"], "hour": hour}


def _weeks() -> Iterator[Claim]:
    """Each question that a host read, and each sign-in: somebody of that week may be of that host's house."""
    for entry in _rows("shelters_trailentry"):
        if entry["what"] != "week.counted":
            continue
        begin = datetime.strptime(entry["subject"].split()[1], "%Y%m%d").replace(tzinfo=BAKU)
        done = entry["numbers"] if isinstance(entry["numbers"], dict) else json.loads(entry["numbers"])
        claim = {"house": _house_of(entry["actor"]), "span": (begin, begin + timedelta(weeks=1))}
        yield from [claim] * done.get("question", 0)
        yield from [claim] * done.get("sign_in", 0)


def _sign_ins() -> Iterator[Claim]:
    """Whoever came in that hour may have come to the house of a host who signed in then."""
    details = {row["entry_id"]: row["data"] for row in _rows("shelters_trailpayload")}
    for entry in _rows("shelters_trailentry"):
        if entry["what"] == "team.signed_in":
            told = details.get(entry["number"], {})
            actor = (json.loads(told) if isinstance(told, str) else told).get("actor", entry["actor"])
            hour = _moment(entry["at"]).replace(minute=0, second=0, microsecond=0)
            if house := _house_of(actor):
                yield {"house": house, "hour": hour}


def _house_of(actor: str) -> int | None:
    """The house of a host who is named in the trail."""
    kind, _space, user = actor.partition(" ")
    person = User.objects.filter(pk=int(user)).first() if kind == "user" and user else None
    places = Facility.objects.filter(organisation=person.organisation_id) if person else Facility.objects.none()
    return places.values_list("pk", flat=True).first()


def score(people: Sequence[Claim], found: Sequence[Claim]) -> dict[tuple[str, str], tuple[float, float]]:
    """For each two facts: how often the second is named right from the first, and how often the best guess is."""
    told = {}
    for known, sought in permutations(FACTS, 2):
        persons = [one for one in people if known in one and sought in one]
        usual = Counter(one[sought] for one in persons).most_common(1)[0]
        right = sum(_named(one, known, sought, found, usual[0]) for one in persons)
        told[known, sought] = (right / len(persons), usual[1] / len(persons))
    return told


def _named(person: Claim, known: str, sought: str, found: Sequence[Claim], usual: Any) -> float:
    """The part of the fitting claims that is right, of those with the shortest time. Without any, the usual answer."""
    fitting = [one for one in found if _fits(one, known, person[known]) and _value(one, sought)]
    if not fitting:
        return float(person[sought] == usual)
    shortest = min(_hours(one, "hour") for one in fitting)
    fitting = [one for one in fitting if _hours(one, "hour") == shortest]
    return sum(_fits(one, sought, person[sought]) / _hours(one, sought) for one in fitting) / len(fitting)


def _hours(claim: Claim, fact: str) -> float:
    """Of how many hours a claim speaks: whoever names one of them is right once in so many times."""
    if fact != "hour" or "span" not in claim:
        return 1
    begin, end = claim["span"]
    return float((end - begin) / timedelta(hours=1))


def _value(claim: Claim, fact: str) -> Any:
    return claim.get("span") if fact == "hour" and "span" in claim else claim.get(fact)


def _fits(claim: Claim, fact: str, value: Any) -> bool:
    if fact == "hour" and "span" in claim:
        return bool(claim["span"][0] <= value < claim["span"][1])
    return bool(claim.get(fact) == value)
