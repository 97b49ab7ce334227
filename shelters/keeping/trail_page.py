"""The trail as people read it: what was done, by whom, who had proposed it, and before and after."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ..approvals.diff import Difference, lines
from ..approvals.named import Mentioned
from ..beds.counting import FIELDS
from ..beds.typed_counts import LABELS
from ..codes.public import ConfirmationMethod
from ..codes.staff import CountRoute, Informant, OutOfService, Role
from ..faces.fields import MODELS
from ..models import BedCount, TrailEntry, User
from .acts import WORDS
from .readable import Readable, actor_of, parted, payload_of, subject_of

SHOWN = 30
_COUNTS = ("beds.changed", "beds.confirmed", "beds.undone")


@dataclass(frozen=True)
class Act:
    """An entry in words. `erased`: it had details, which are kept no more. `told`: who said so, or how."""

    at: datetime
    said: Promise
    subject: str
    by: str
    proposed_by: str
    told: str
    lines: list[Difference]
    erased: bool
    proposal: str = ""  # its public id, for a link


@dataclass(frozen=True)
class TrailPage:
    """Some acts, the newest first. `older`: the number before which the next page begins, or None."""

    acts: list[Act]
    older: int | None


def page(entries: QuerySet[TrailEntry], reader: User, before: int | None) -> TrailPage:
    """A page of the trail. Its number of queries does not grow with its acts."""
    newest = entries.order_by("-number")
    shown = list((newest.filter(number__lt=before) if before else newest)[: SHOWN + 1])
    rest = shown[SHOWN:]
    shown = shown[:SHOWN]
    names, mentioned = Readable(reader, shown), Mentioned.of(_faces(shown))
    counts = _counts(shown)
    acts = [_act(one, names, list(_lines(one, mentioned, counts))) for one in shown]
    return TrailPage(acts, shown[-1].number if rest else None)


def _act(entry: TrailEntry, names: Readable, differences: list[Difference]) -> Act:
    details, numbers = payload_of(entry), entry.numbers
    proposal = names.proposals.get(numbers.get("proposal") or _of(entry, "proposal"))
    confirmed = entry.what.endswith((".changed", ".moved")) and proposal is not None
    may_look = proposal is not None and Role.COORDINATOR in names.reader.roles
    return Act(
        at=datetime.fromisoformat(details["at"]) if "at" in details else entry.at,
        said=WORDS[entry.what],
        subject=names.subject(subject_of(entry)),
        by=names.who(actor_of(entry)),
        proposed_by=names.person(proposal.made_by_id) if confirmed and proposal else "",
        told=_told(details | numbers),
        lines=differences,
        erased=bool(entry.commitment) and not hasattr(entry, "payload"),
        proposal=proposal.public_id if may_look and proposal else "",
    )


def _of(entry: TrailEntry, kind: str) -> int:
    one, pk = parted(entry.subject)
    return pk if one == kind else 0


def _told(said: dict[str, Any]) -> str:
    """Who at a house said a count, or how an entry was checked, and how often somebody tried."""
    codes: tuple[tuple[str, Any], ...] = (
        ("told", Informant),
        ("way", CountRoute),
        ("how", ConfirmationMethod),
        ("reason", OutOfService),
    )
    words = [str(kind(said[name]).label) for name, kind in codes if said.get(name) in kind.values]
    if said.get("times"):
        words.append(_("%(times)d times") % {"times": said["times"]})
    if said.get("number"):
        words.append(_("%(number)d names") % {"number": said["number"]})
    return ", ".join(words)


def _faces(entries: list[TrailEntry]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        details = payload_of(entry)
        yield from (details[side] for side in ("before", "after") if isinstance(details.get(side), dict))


def _counts(entries: list[TrailEntry]) -> dict[tuple[int, int], BedCount]:
    """The counts before those that some entries tell of."""
    wanted = {(parted(subject_of(one))[1], payload_of(one)["version"] - 1) for one in entries if one.what in _COUNTS}
    pools, versions = ({pair[at] for pair in wanted} for at in (0, 1))
    if not wanted:
        return {}
    kept = BedCount.objects.filter(pool__in=pools, version__in=versions)
    return {(one.pool_id, one.version): one for one in kept}


def _lines(entry: TrailEntry, mentioned: Mentioned, counts: dict[tuple[int, int], BedCount]) -> Iterator[Difference]:
    details, (kind, pk) = payload_of(entry), parted(subject_of(entry))
    if kind in MODELS and "after" in details:
        yield from lines(kind, details["before"], details["after"], mentioned)
    elif entry.what in _COUNTS:
        was = counts.get((pk, details["version"] - 1))
        for field in FIELDS:
            old, new = getattr(was, field, None), details[field]
            if old != new and (new or was):
                yield Difference(str(LABELS[field]), "" if old is None else str(old), str(new))
