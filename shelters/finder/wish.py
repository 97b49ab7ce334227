"""What a search is for: where she is, who comes, what is needed, and where not."""

from dataclasses import dataclass

from ..places.points import Degrees


@dataclass(frozen=True)
class Origin:
    """Where she is. `network` None: nobody knows whether a road leads from here, so no warning is given."""

    lat: float
    lon: float
    network: str | None = None


@dataclass(frozen=True)
class Wish:
    """Who comes, what for, and where not. Groups and services are codes; `oldest_son` is in years, `people` a band.

    `avoid` are points to keep away from. `open_now`: only what is surely open.
    """

    who: frozenset[str] = frozenset()
    need: frozenset[str] = frozenset({"emergency_shelter"})
    oldest_son: int | None = None
    avoid: tuple[Degrees, ...] = ()
    people: str = ""
    limit: int = 10
    open_now: bool = False
