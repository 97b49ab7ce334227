"""All that this project takes from allauth's insides. They may change with each release: import them from here only.

Another version than TRIED fails a test: try sign-in with a passkey, an app and a recovery code, then change it.
"""

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY as SUSPENDED
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn import forms as passkey_forms
from allauth.mfa.webauthn.internal import auth as passkeys
from allauth.mfa.webauthn.internal.auth import WebAuthn

TRIED = "65.21.1"

__all__ = [
    "SUSPENDED",
    "TRIED",
    "RecoveryCodes",
    "WebAuthn",
    "get_authentication_records",
    "passkey_forms",
    "passkeys",
    "record_authentication",
    "totp",
]
