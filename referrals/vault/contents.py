"""The only way to the contents of a referral: it seals and opens them. Each reading by staff is in the trail."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal, Unpack, overload

from django.db import transaction
from django.utils import timezone

from shelters.audit import trail, wal, weekly
from shelters.audit.trail import Actor
from shelters.models import Organisation
from shelters.witness import ledger
from shelters.witness.ledger import Ending

from ..codes import EnquiryStatus
from ..models import Case, Message, Note, Referral
from . import hashes, sealing
from .sealing import DataKey
from .values import Contact, Exit, MayTell, Minor, Opened, Question, Safe, Sealed

_MESSAGES = Message._meta.db_table
_NOTES = Note._meta.db_table


def key_of(case: Case) -> DataKey:
    """Raises sealing.Unreadable if the contents are due, or if the keyring has no key for them."""
    if case.erase_at <= timezone.now():
        raise sealing.Unreadable
    return last_key(case)


def last_key(case: Case) -> DataKey:
    """The key, also if the contents are due: to count them and to wrap them anew. Raises sealing.Unreadable."""
    return sealing.unwrap(case.public_id, owners(case), case.data_key, case.wrapped_by)


def owners(case: Case) -> tuple[str, str]:
    """Who may open a case: the hash of its code, and its organisation."""
    return case.code or "", str(case.organisation_id or "")


def hand_to(case: Case, organisation: Organisation) -> None:
    """Let another organisation open it, in place of the one before. The caller saves. Raises sealing.Unreadable."""
    key = key_of(case)
    case.organisation = organisation
    case.data_key, case.wrapped_by = sealing.wrap(replace(key, owners=owners(case)))


def put(row: Case | Referral, key: DataKey, **values: Unpack[Sealed]) -> None:
    """Seal values into their columns. None empties. The caller saves. Raises sealing.TooLong."""
    for column, value in values.items():
        sealed = None if value is None else key.seal(value, row._meta.db_table, column, _row_of(row, column))
        setattr(row, column, sealed)


@overload
def get(row: Referral, column: Literal["question"], key: DataKey | None = None) -> Question: ...


@overload
def get(
    row: Case, column: Literal["name", "next_step", "given_word", "outcome"], key: DataKey | None = None
) -> str | None: ...


@overload
def get(row: Case, column: Literal["safe_way"], key: DataKey | None = None) -> Safe | None: ...


@overload
def get(row: Case, column: Literal["safety_plan"], key: DataKey | None = None) -> list[str] | None: ...


@overload
def get(row: Case, column: Literal["minor"], key: DataKey | None = None) -> Minor | None: ...


@overload
def get(row: Case, column: Literal["may_tell"], key: DataKey | None = None) -> MayTell | None: ...


@overload
def get(row: Referral, column: Literal["contact"], key: DataKey | None = None) -> Contact | None: ...


@overload
def get(row: Referral, column: Literal["exit"], key: DataKey | None = None) -> Exit | None: ...


def get(row: Case | Referral, column: str, key: DataKey | None = None) -> Opened | None:
    """The value of a column, or None. Raises sealing.Unreadable, also without a question."""
    sealed = getattr(row, column)
    if sealed is not None:
        key = key or key_of(row if isinstance(row, Case) else row.case)
        opened: Opened = key.open(sealed, row._meta.db_table, column, _row_of(row, column))
        return opened
    if column == "question":
        raise sealing.Unreadable
    return None


def _row_of(row: Case | Referral, column: str) -> str:
    """The row in the seal. A contact names the chosen enquiry too, so it does not open for another house."""
    if isinstance(row, Case) or column != "contact":
        return row.public_id
    chosen = row.enquiries.filter(status=EnquiryStatus.CHOSEN).values_list("public_id", flat=True)
    return " ".join([row.public_id, *chosen])


def put_message(message: Message, key: DataKey, text: str) -> None:
    message.body = key.seal(text, _MESSAGES, "body", _row(message))


def text_of(message: Message, key: DataKey) -> str:
    return str(key.open(message.body, _MESSAGES, "body", _row(message)))


def _row(message: Message) -> str:
    """The row in the seal. It names the enquiry and the side too, so a message cannot move to another place or side."""
    return f"{message.pk} {message.enquiry_id} {'house' if message.from_house else 'her'}"


def put_note(note: Note, key: DataKey, text: str) -> None:
    note.body = key.seal(text, _NOTES, "body", note.pk)


def text_of_note(note: Note, key: DataKey) -> str:
    return str(key.open(note.body, _NOTES, "body", note.pk))


def subject(case_id: int) -> str:
    """A case as the subject of the trail. The entries themselves do not say which case it was."""
    return f"case {case_id}"


def note_reading(case: Case, what: str, by: Actor) -> None:
    """Record that staff read it. `what` is "question", "contact", "messages" or "paper".

    The entry's details go with the case. How often each person read in each week stays.
    """
    trail.write_erasable(by, f"read.{what}", subject(case.pk))
    if by.kind == "user" and by.id is not None:
        weekly.count(by.id, what, timezone.now())


def note_search(by: Actor, number: int) -> None:
    """Record that a caseworker opened so many code names to find a case."""
    trail.write(by, "read.names", str(by), {"number": number})


def by_code(typed: str, now: datetime | None = None) -> Referral | None:
    """What was asked with this code, spaces and hyphens aside. Wrong, expired and withdrawn codes look the same."""
    digits, now = "".join(letter for letter in typed if letter in "0123456789"), now or timezone.now()
    if len(digits) != hashes.DIGITS:
        return None
    case = Case.objects.readable(now).filter(code__in=hashes.all_hashes(digits, "code")).first()
    found = case.referrals.select_related("case").first() if case else None
    return None if found is None or _ended_by_arriving(found, now) else found


def _ended_by_arriving(referral: Referral, now: datetime) -> bool:
    """Whether the code ended after an arrival. It ends as after any other end, so it does not tell that she stays."""
    arrived = referral.arrived_at
    return arrived is not None and now >= arrived + timedelta(days=referral.case.keep_days)


def by_once(once: str) -> Referral | None:
    """The request that a person's own form with this key made already, or None."""
    made = Referral.objects.filter(case__in=Case.objects.readable(timezone.now()).exclude(code=None))
    return made.filter(idempotency_key__in=hashes.all_hashes(once, "once")).select_related("case").first()


def erase(case: Case) -> None:
    """Remove a case with all that belongs to it: referrals, messages, consents, and the details in the trail."""
    ledger.end(Ending.CASE, case.public_id)
    trail.erase(subject(case.pk))
    case.delete()
    transaction.on_commit(wal.truncate)
