"""What the public is told of one shelter's room: an answer for each band of people and group, and never a count."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..codes.public import GUARDED_GROUPS, Availability, Group, PartySize
from .availability import PoolSnapshot, availability

_PUBLIC = [group.value for group in Group if group not in GUARDED_GROUPS]
_BANDS = PartySize.values
Groups = frozenset[str]


@dataclass(frozen=True)
class RoomAnswers:
    """It holds no more than somebody would read who asked for every group in turn.

    Pools for the same groups are one. `fits` maps a group to the pools that are for it, as bits; a group that is not
    there has those of "". `answers` maps the pools that fit everybody who comes to an answer for each band.
    """

    fits: tuple[tuple[str, int], ...]
    answers: tuple[tuple[int, tuple[Availability, ...]], ...]

    @classmethod
    def of(cls, pools: Sequence[PoolSnapshot]) -> "RoomAnswers":
        kinds = sorted({pool.groups for pool in pools}, key=sorted)
        others = _bits(not kind for kind in kinds)
        fits = {group: _bits(not kind or group in kind for kind in kinds) for group in _PUBLIC}
        reachable = {_bits(True for kind in kinds)}
        for bits in {others, *fits.values()}:
            reachable |= {one & bits for one in reachable}
        told = []
        for bits in sorted(reachable):
            here = [pool for pool in pools if bits >> kinds.index(pool.groups) & 1]
            told.append((bits, tuple(availability(here, band, ()) for band in _BANDS)))
        named = [(group, bits) for group, bits in fits.items() if bits != others]
        return cls((("", others), *named), tuple(told))

    def answer(self, people: str, who: Collection[str]) -> Availability:
        """For so many people (a band; empty: one) of these groups. A guarded group makes no difference."""
        fits, answers = dict(self.fits), dict(self.answers)
        pools = max(answers)  # where nobody is named, all of them
        for group in set(who) - GUARDED_GROUPS:
            pools &= fits.get(group, fits[""])
        return answers[pools][_BANDS.index(people) if people else 0]

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return {"fits": dict(self.fits), "answers": {str(bits): list(told) for bits, told in self.answers}}

    @classmethod
    def read(cls, plain: dict[str, Any]) -> "RoomAnswers":
        told = ((int(bits), tuple(Availability(one) for one in said)) for bits, said in plain["answers"].items())
        return cls(tuple(plain["fits"].items()), tuple(told))


def _bits(flags: Iterable[bool]) -> int:
    return sum(1 << number for number, flag in enumerate(flags) if flag)
