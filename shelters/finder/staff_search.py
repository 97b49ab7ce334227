"""A search as staff may read it: free beds as they are with their age, and what is told to caseworkers only.

Nothing here takes part in an anonymous answer.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ..beds.availability import PoolSnapshot, availability
from ..beds.counting import Room, rooms_of
from ..beds.freshness import Age, age, is_just_now
from ..codes.public import Availability, Group, PartySize, Service, Verdict, Visibility
from ..faces import bound
from ..models.admission import AdmissionRule
from ..models.beds import BedCount, BedPool
from ..models.facility import Facility, Phone
from ..published.value import PublishedCard
from . import ranking
from .fact_lines import FactLine
from .search import Result, SearchOutcome, search


@dataclass(frozen=True)
class FreeBeds:
    """A pool as it stands; `fits`: it is for everybody who comes."""

    room: Room
    age: Age
    fits: bool
    just_now: bool

    @property
    def groups(self) -> list[str]:
        """Whom it is for; empty: whom the facility takes."""
        return [str(group.label) for group in Group if group in self.room.pool.groups]


@dataclass(frozen=True)
class StaffResult:
    """A result with what staff know of it. What is private is told to caseworkers only."""

    result: Result
    facility: Facility
    beds: Sequence[FreeBeds]
    wish: ranking.Wish

    @property
    def name(self) -> str:
        return self.facility.name or self.result.name

    @property
    def takes_nobody(self) -> bool:
        return self.facility.takes_nobody(timezone.now())

    @property
    def is_name_private(self) -> bool:
        return self.facility.is_reported and bool(self.facility.name)

    @property
    def phones(self) -> list[tuple[Phone, bool]]:
        """Its numbers, and whether each is private. None of a reported facility is public."""
        all_private = self.facility.is_reported
        return [(one, all_private or one.visible_to != Visibility.PUBLIC) for one in self.facility.phones.all()]

    @property
    def said(self) -> list[tuple[FactLine, bool]]:
        """What it says of each who comes, and whether that is private; what nobody said is not known."""
        return [_line(group, self._rules.get(group)) for group in Group if group in self.wish.who]

    @property
    def refuses(self) -> bool:
        return any(line.code == Verdict.NO for line, _private in self.said)

    @property
    def sons_up_to(self) -> int | None:
        """An age in years; None: not known."""
        rule = self._rules.get(Group.WOMAN_WITH_CHILDREN)
        return rule.sons_up_to if rule else None

    @property
    def doubts_son(self) -> bool:
        return ranking.doubts_son(self.sons_up_to, self.wish)

    @cached_property
    def _rules(self) -> dict[str, AdmissionRule]:
        return {rule.group: rule for rule in self.facility.rules.all()}


@dataclass(frozen=True)
class BestPlace:
    """The best place for a need. None: no place fits. `told_above`: it is the best for an earlier need, too."""

    need: str
    place: StaffResult | None
    told_above: bool


@dataclass(frozen=True)
class StaffSearch:
    """What was found: the places that may take whoever comes, and those that say no where only staff can read it.

    `best`: where several things are needed, the best place for each.
    """

    found: SearchOutcome
    fitting: list[StaffResult]
    refusing: list[StaffResult]
    best: list[BestPlace]

    @property
    def others(self) -> list[StaffResult]:
        """The places that may take them and are not the best for a need."""
        shown = {one.place.facility.pk for one in self.best if one.place}
        return [one for one in self.fitting if one.facility.pk not in shown]

    @property
    def asked(self) -> list[str]:
        """What was asked for, in words."""
        wish = self.found.wish
        words = [str(group.label) for group in Group if group in wish.who]
        words += [str(PartySize(wish.people).label)] if wish.people else []
        words += [_("the oldest son: %(age)s years") % {"age": wish.oldest_son}] if wish.oldest_son is not None else []
        words += [str(service.label) for service in Service if service in wish.need]
        return words + ([_("surely open now")] if wish.open_now else [])


def search_as_staff(asked: Mapping[str, Any]) -> StaffSearch:
    """Search by exact counts, for the validated fields of `forms.NearForm`. Raises as `search` does."""
    rooms: dict[str, list[tuple[Room, PoolSnapshot]]] = {}
    facilities: dict[str, Facility] = {}
    people, who = asked.get("people", ""), frozenset(asked.get("who") or ())

    def counted(cards: Sequence[PublishedCard]) -> list[Availability]:
        ids, now = [card.shown["id"] for card in cards], timezone.now()
        rooms.update(_rooms(ids, now))
        facilities.update(_facilities(ids))
        shut = {one for one in ids if one in facilities and facilities[one].takes_nobody(now)}
        pools = {one: [known for _room, known in rooms.get(one, ())] for one in ids}
        return [Availability.FULL if one in shut else availability(pools[one], people, who) for one in ids]

    # What says no to staff only is told apart below: the list is read as far as it goes, so that none takes a place.
    found = search({**asked, "limit": ranking.ENOUGH}, counted)
    # Rooms are asked of shelters alone.
    facilities.update(_facilities({result.shown["id"] for result in found.results} - facilities.keys()))
    told = [
        StaffResult(result, facilities[public_id], _beds(rooms.get(public_id, ()), found), found.wish)
        for result in found.results
        if (public_id := result.shown["id"]) in facilities
    ]
    fitting, refusing = [one for one in told if not one.refuses], [one for one in told if one.refuses]
    return StaffSearch(found, fitting, refusing, _best(asked))


def _best(asked: Mapping[str, Any]) -> list[BestPlace]:
    """Each need is searched for by itself: the nearest of one must not hide the only one of another."""
    needs = [service for service in Service if service in (asked.get("need") or ())]
    made: list[BestPlace] = []
    for need in needs if len(needs) > 1 else ():
        fitting = search_as_staff({**asked, "need": [need]}).fitting
        place = next((one for one in fitting if not one.takes_nobody), None)
        told = {one.place.facility.pk for one in made if one.place}
        made.append(BestPlace(str(need.label), place, bool(place and place.facility.pk in told)))
    return made


def _rooms(ids: Collection[str], now: datetime) -> dict[str, list[tuple[Room, PoolSnapshot]]]:
    """The pools of some facilities as they are now, whether the public is told of them or not. In three queries."""
    found: dict[str, list[tuple[Room, PoolSnapshot]]] = defaultdict(list)
    for room in rooms_of(_counted(BedPool.objects.filter(facility__public_id__in=ids).select_related("facility")), now):
        pool = room.pool
        known = PoolSnapshot(frozenset(pool.groups), room.free, age(pool.observed_at, pool.facility, now))
        found[pool.facility.public_id].append((room, known))
    return dict(found)


def _counted(pools: Iterable[BedPool]) -> list[BedPool]:
    """A pool whose numbers nobody counted here reads as never counted: somebody wrote them into the database."""
    known = list(pools)
    counts = BedCount.objects.filter(pool__in=known, version__in={pool.version for pool in known})
    by_version = {(count.pool_id, count.version): count for count in counts}
    for pool in known:
        counted = by_version.get((pool.pk, pool.version))
        if not (counted and counted.counts_for(pool)):
            pool.observed_at = None
    return known


def _beds(pairs: Iterable[tuple[Room, PoolSnapshot]], found: SearchOutcome) -> list[FreeBeds]:
    """Those for whoever comes first."""
    now, who = found.at.now, found.wish.who
    made = [
        FreeBeds(room, known.age, known.fits(who), is_just_now(room.pool.observed_at, now)) for room, known in pairs
    ]
    return sorted(made, key=lambda one: not one.fits)


def _facilities(ids: Iterable[str]) -> dict[str, Facility]:
    """With their rules and phone numbers, the private ones too, as they are bound. In two queries."""
    found = bound.as_bound(Facility.objects.filter(public_id__in=list(ids)))
    return {facility.public_id: facility for facility in found}


def _line(group: Group, rule: AdmissionRule | None) -> tuple[FactLine, bool]:
    if rule is None:
        return FactLine(str(group.label), str(Verdict.UNKNOWN.label), None), False
    verdict = Verdict(rule.verdict)
    line = FactLine(str(group.label), str(verdict.label), rule, rule.condition, verdict)
    return line, rule.visible_to != Visibility.PUBLIC
