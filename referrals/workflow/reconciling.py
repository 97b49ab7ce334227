"""Erase anew what was erased after a backup."""

from collections.abc import Iterable

from shelters.approvals.reconciling import Endable
from shelters.witness.ledger import Ending

from ..models import Case
from ..vault import contents, keyring


def cases() -> Endable:
    return Endable(Ending.CASE, _living, contents.erase)


def without_key() -> int:
    """How many cases no key of the ring opens."""
    return Case.objects.exclude(wrapped_by__in=keyring.names()).count()


def _living() -> Iterable[tuple[str, Case]]:
    return [(case.public_id, case) for case in Case.objects.all()]
