"""Values that a process keeps in memory until the stamp of their tables changes."""

from collections.abc import Callable, Hashable
from typing import Any, ClassVar, Generic, TypeVar

Stamp = TypeVar("Stamp", bound=Hashable)
Value = TypeVar("Value")


class PerStamp(Generic[Stamp, Value]):
    """A value that is loaded again when a caller asks for it under another stamp (`Revision.now`).

    Two threads may load it at the same time. Each then gets a value of its own stamp.
    """

    _all: ClassVar[list["PerStamp[Any, Any]"]] = []

    def __init__(self, load: Callable[[Stamp], Value]) -> None:
        self._load = load
        self._kept: tuple[Stamp, Value] | None = None
        self._all.append(self)

    @property
    def stamp(self) -> Stamp | None:
        """The stamp of the value in memory. None: nothing is in memory."""
        return self._kept[0] if self._kept else None

    def get(self, stamp: Stamp) -> Value:
        kept = self._kept
        if kept is None or kept[0] != stamp:
            self._kept = kept = (stamp, self._load(stamp))
        return kept[1]

    @classmethod
    def clear(cls) -> None:
        """Forget all values. Tests call it, so that no test depends on an earlier test."""
        for one in cls._all:
            one._kept = None
