"""Eight digits that follow from all keys of an account. Its owner reads them to those who ask for the account.

They show that the person made the keys, and nobody who found the link. Another key makes other digits.
"""

import json

from allauth.mfa.models import Authenticator
from django.utils.crypto import salted_hmac

from ..codes.staff import Role
from ..models import User
from ..staff.second_factor import accepted

DIGITS = 8
_PASSKEYS = 2
# The part of a key that never changes: its name does, and the list of used recovery codes.
_PARTS = {
    Authenticator.Type.WEBAUTHN: "credential",
    Authenticator.Type.TOTP: "secret",
    Authenticator.Type.RECOVERY_CODES: "seed",
}


def has_keys(user: User) -> bool:
    """Two passkeys; or codes of an app, where they are enough for the roles of the account."""
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    codes = Authenticator.Type.TOTP.value
    roles = {*user.grants, *(Role(one.adds) for one in user.wakings.adding())}
    by_codes = codes in kinds and codes in accepted(roles)
    return by_codes or kinds.count(Authenticator.Type.WEBAUTHN) >= _PASSKEYS


def digits(user: User) -> str:
    """The digits, or "" as long as keys are missing."""
    if not has_keys(user):
        return ""
    keys = Authenticator.objects.filter(user=user).order_by("pk")
    parts = [[key.pk, key.type, key.data.get(_PARTS[Authenticator.Type(key.type)])] for key in keys]
    mac = salted_hmac(f"fingerprint {user.pk}", json.dumps(parts, sort_keys=True), algorithm="sha256").digest()
    return str(int.from_bytes(mac, "big") % 10**DIGITS).zfill(DIGITS)


def typed(text: str) -> str:
    """The digits in what somebody typed; spaces and hyphens do not count."""
    return "".join(letter for letter in text if letter in "0123456789")
