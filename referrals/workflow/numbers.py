"""Count erased cases: each is sealed until its month is over, and then all are added at once.

So two copies of the database never differ by one person in a count. A fact of fewer than five cases waits, sealed, for
the next month.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ..models import Case, MonthlyCount, Referral, WaitingCount
from ..vault import contents, enquiries, keyring, sealing
from ..vault.sealing import DataKey
from .triage import region_of

SMALLEST = 5
_TABLE, _NOBODY = WaitingCount._meta.db_table, ("", "")


def put(case: Case) -> None:
    """Count a case that is about to be erased, unless she said no to it. Without its key it is not counted."""
    if not case.counted:
        return
    try:
        key = contents.last_key(case)
        facts = Counter(fact for referral in case.referrals.all() for fact in _facts(referral, key))
        facts[f"group {case.group}"] = 1
        if ended := contents.get(case, "outcome", key):
            facts[f"ended {ended}"] = 1
        _wait(facts, _month(timezone.now()))
    except (sealing.Unreadable, keyring.NoKey):
        return


def _facts(referral: Referral, key: DataKey) -> Iterator[str]:
    yield f"outcome {referral.state}"
    if region := region_of(contents.get(referral, "question", key)):
        yield f"region {region}"
    for one in referral.enquiries.all():
        if reason := enquiries.reason(one, key):
            yield f"reason {reason}"
    if left := contents.get(referral, "exit", key):
        yield f"left {left['because']}"
        yield f"ended_by {left['ended_by']}"


def _wait(tally: Counter[str], month: date) -> None:
    made = WaitingCount()
    key, made.data_key, made.wrapped_by = sealing.new_key(str(made.pk), _NOBODY)
    made.content = key.seal({"month": month.isoformat(), "tally": dict(tally)}, _TABLE, "content", made.pk)
    made.save(force_insert=True)


def key_of(one: WaitingCount) -> DataKey:
    """Raises sealing.Unreadable."""
    return sealing.unwrap(str(one.pk), _NOBODY, one.data_key, one.wrapped_by)


@transaction.atomic
def add_up(now: datetime) -> None:
    """Add the cases of the months that are over, all at once, to the count of the last of them."""
    this_month, over, together = _month(now), [], Counter[str]()
    for one in WaitingCount.objects.select_for_update():
        try:
            content = key_of(one).open(one.content, _TABLE, "content", one.pk)
        except sealing.Unreadable:
            continue
        if content["month"] < this_month.isoformat():
            over.append(one.pk)
            together.update(content["tally"])
    if not over:
        return
    WaitingCount.objects.filter(pk__in=over).delete()
    enough = {fact: number for fact, number in together.items() if number >= SMALLEST}
    _add(enough, _month(this_month - timedelta(days=1)))
    if rest := Counter({fact: number for fact, number in together.items() if number < SMALLEST}):
        _wait(rest, this_month)


def _add(numbers: dict[str, int], month: date) -> None:
    for fact, number in numbers.items():
        MonthlyCount.objects.get_or_create(month=month, fact=fact, defaults={"number": 0})
        MonthlyCount.objects.filter(month=month, fact=fact).update(number=F("number") + number)


def _month(day: date) -> date:
    local = timezone.localdate(day) if isinstance(day, datetime) else day
    return local.replace(day=1)
