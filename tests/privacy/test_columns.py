"""Every column of a request is sealed, or may stand in the clear."""

from django.apps import apps
from django.db import models

from tests.support.canaries import SEALED

# What stands in the clear, and why it may: no column can be added without a word here.
CLEAR = {
    "Case.public_id": "ours, random",
    "Case.code": "a keyed hash",
    "Case.data_key": "wrapped by the keyring",
    "Case.wrapped_by": "the name of a key of the ring",
    "Case.group": "a code, coarse",
    "Case.danger": "a code: it sorts the work",
    "CaseAccess.bond": "a keyed hash",
    "Referral.public_id": "ours, random",
    "Referral.state": "a code",
    "Referral.idempotency_key": "a keyed hash",
    "Enquiry.public_id": "ours, random",
    "Enquiry.status": "a code",
    "Enquiry.channel": "a code",
    "WaitingCount.data_key": "wrapped by the keyring",
    "WaitingCount.wrapped_by": "the name of a key of the ring",
    "ShiftNote.public_id": "ours, random",
    "ShiftNote.data_key": "wrapped by the keyring",
    "ShiftNote.wrapped_by": "the name of a key of the ring",
    "MonthlyCount.fact": "a code, or the name of an economic region, of five cases or more",
    "Consent.what": "a code",
    "Consent.how": "a code",
}


TEXTS = (models.CharField, models.TextField, models.BinaryField, models.JSONField, models.FileField)


def test_every_column_is_sealed_or_may_be_read():
    """Whoever adds a column seals it, marked in the story, or says here why it stands in the clear."""
    sealed = {f"{model.__name__}.{name}" for model, names in SEALED.items() for name in names}
    columns = {
        f"{model.__name__}.{one.name}"
        for model in apps.get_app_config("referrals").get_models()
        for one in model._meta.get_fields()
        if isinstance(one, TEXTS)
    }
    assert columns == sealed | set(CLEAR)
    assert sealed == {
        *(f"Case.{name}" for name in ("name", "safe_way", "next_step", "given_word", "outcome")),
        *(f"Case.{name}" for name in ("safety_plan", "minor", "may_tell")),
        *(f"Referral.{name}" for name in ("question", "contact", "exit")),
        *(f"Enquiry.{name}" for name in ("bound", "arrival", "reason", "details")),
        "Message.body",
        "Note.body",
        "WaitingCount.content",
        "ShiftNote.content",
    }
