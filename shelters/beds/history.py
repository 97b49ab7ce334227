"""The counts of the last two days, for each pool: a small chart, and rows with the same facts.

A line begins with the first known count; changes before it are left out. Each count holds until the next. If that
lasts longer than the facility's counts are trusted, the ground is shaded.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, Q, Subquery
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..audit import trail
from ..codes.wording import small
from ..hours.clock import BAKU
from ..models import BedCount, BedPool, Facility

ROWS = 100
_DRAWN = 2_000  # counts of a facility: a busy feed must not make an endless page
# The chart is 288 wide. The lines stand between these; their names are on the right, the days at the foot.
LEFT, RIGHT, TOP, BOTTOM = 28, 214, 14, 114
_APART = 32  # from a name to the other


@dataclass(frozen=True)
class Frame:
    """The range of a chart: its first and last moment, and its highest number."""

    start: datetime
    end: datetime
    top: int

    def x(self, at: datetime) -> float:
        part = (min(max(at, self.start), self.end) - self.start) / (self.end - self.start)
        return round(LEFT + part * (RIGHT - LEFT), 1)

    def y(self, number: int) -> float:
        return round(BOTTOM - number / self.top * (BOTTOM - TOP), 1)


@dataclass(frozen=True)
class ChartLine:
    """A path of steps, its last number, and the heights of this number and of the line's name."""

    path: str
    last: int
    number_y: int
    name_y: int


@dataclass(frozen=True)
class Chart:
    """A chart of a pool. Paths are text and heights are whole: a template would write a fraction with a comma."""

    top: int
    taken: ChartLine
    usable: ChartLine
    stale: str
    days: list[str]  # at its left, its middle and its right
    says: str


@dataclass(frozen=True)
class CountRow:
    count: BedCount

    @property
    def when(self) -> str:
        local = self.count.at.astimezone(BAKU)
        return f"{_short(local)} {local:%Y, %H:%M}"


@dataclass(frozen=True)
class PoolHistory:
    """`chart` is None if nobody ever counted."""

    pool: BedPool
    chart: Chart | None
    rows: list[CountRow]


def history(facility: Facility, now: datetime) -> list[PoolHistory]:
    """The history of each pool, in two queries."""
    start = now - trail.EXACT
    made = BedCount.objects.exclude(observed_at=None)
    before = made.filter(pool=OuterRef("pk"), at__lt=start).order_by("-pk").values("pk")[:1]
    pools = list(facility.pools.annotate(before=Subquery(before)))
    shown = Q(at__gte=start) | Q(pk__in=[pool.before for pool in pools if pool.before])
    found = defaultdict(list)
    for count in made.filter(shown, pool__in=pools).order_by("-pk")[:_DRAWN]:
        found[count.pool_id].append(count)
    told = []
    for pool in pools:
        counts = found[pool.pk]
        drawn = chart(pool, counts[::-1], start, now, timedelta(hours=facility.stale_hours)) if counts else None
        told.append(PoolHistory(pool, drawn, [CountRow(count) for count in counts[:ROWS]]))
    return told


def chart(pool: BedPool, counts: Sequence[BedCount], start: datetime, end: datetime, trusted: timedelta) -> Chart:
    """The chart of one or more counts, from the oldest to the newest. The first may be from before the start."""
    taken = [(count.at, count.occupied) for count in counts]
    usable = [(count.at, count.capacity - count.out_of_service) for count in counts]
    numbers = [number for _at, number in taken]
    frame = Frame(start, end, max(1, *numbers, *(number for _at, number in usable)))
    taken_y, usable_y = apart(frame.y(numbers[-1]), frame.y(usable[-1][1]))
    says = _(
        "%(pool)s in the last two days. Taken: between %(low)s and %(high)s, at the end %(taken)s."
        " Beds that can be used: at the end %(usable)s."
    )
    words = {"pool": pool.name, "low": min(numbers), "high": max(numbers)}
    return Chart(
        frame.top,
        _line(taken, frame, taken_y),
        _line(usable, frame, usable_y),
        stale(counts, frame, trusted),
        [_short((start + (end - start) * part / 2).astimezone(BAKU)) for part in range(3)],
        says % (words | {"taken": numbers[-1], "usable": usable[-1][1]}),
    )


def _line(points: Sequence[tuple[datetime, int]], frame: Frame, y: int) -> ChartLine:
    return ChartLine(steps(points, frame), points[-1][1], y, y + 13)


def steps(points: Sequence[tuple[datetime, int]], frame: Frame) -> str:
    """An SVG path: level from each point to the next that differs, and from the last point to the end."""
    (first_at, before), *others = points
    path = [f"M{frame.x(first_at)} {frame.y(before)}"]
    for at, number in others:
        if number != before:
            path.append(f"H{frame.x(at)}V{frame.y(number)}")
            before = number
    return "".join([*path, f"H{RIGHT}"])


def stale(counts: Sequence[BedCount], frame: Frame, trusted: timedelta) -> str:
    """An SVG path of the ground, from when a count became too old until the next count. Empty if no count did."""
    ends = [*(count.at for count in counts[1:]), frame.end]
    spans = [
        (max(frame.x(count.at), frame.x((count.observed_at or count.at) + trusted)), frame.x(end))
        for count, end in zip(counts, ends, strict=True)
    ]
    return "".join(f"M{left} {TOP}V{BOTTOM}H{right}V{TOP}" for left, right in spans if right - left >= 1)


def apart(taken: float, usable: float) -> tuple[int, int]:
    """The heights of the text beside two lines that end there. The two texts stay clear of each other."""
    if abs(taken - usable) < _APART:
        middle = min(max((taken + usable) / 2, TOP + _APART / 2), BOTTOM - _APART / 2)
        half = _APART / 2 if taken >= usable else -_APART / 2
        taken, usable = middle + half, middle - half
    return round(taken), round(usable)


def _short(day: datetime) -> str:
    words = date_format(day, "j M")
    return words if get_language() == "en" else small(words)
