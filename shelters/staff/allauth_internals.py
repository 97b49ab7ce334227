"""All that this project takes from allauth's insides. They may change with each release: import them from here only.

Another version than TRIED fails a test: try sign-in with a passkey, an app and a recovery code, then change it.
"""

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn import forms as passkey_forms

TRIED = "65.21.1"

__all__ = ["TRIED", "RecoveryCodes", "get_authentication_records", "passkey_forms", "record_authentication", "totp"]
