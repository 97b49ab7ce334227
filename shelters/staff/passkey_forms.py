"""allauth's forms for passkeys, which read what a stranger sends: nothing that they choke on may be a 500."""

import struct
from collections.abc import Callable
from typing import Any

from allauth.mfa.adapter import get_adapter

from . import passkey_origin
from .allauth_internals import passkey_forms as forms


def _or_wrong(read: Callable[[], Any]) -> Any:
    """What no browser would send makes the libraries stumble in many ways: it is a wrong key, like any other."""
    try:
        return read()
    except (AttributeError, LookupError, TypeError, ValueError, struct.error) as error:
        raise get_adapter().validation_error("incorrect_code") from error


class AddForm(forms.AddWebAuthnForm):  # type: ignore[misc]
    def clean(self) -> Any:
        _or_wrong(lambda: passkey_origin.check(self.cleaned_data["credential"]))
        return _or_wrong(super().clean)


class AuthenticateForm(forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    def clean_credential(self) -> Any:
        _or_wrong(lambda: passkey_origin.check(self.cleaned_data["credential"]))
        return _or_wrong(super().clean_credential)


class LoginForm(forms.LoginWebAuthnForm):  # type: ignore[misc]
    def clean_credential(self) -> Any:
        _or_wrong(lambda: passkey_origin.check(self.cleaned_data["credential"]))
        return _or_wrong(super().clean_credential)


class ReauthenticateForm(forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    def clean_credential(self) -> Any:
        _or_wrong(lambda: passkey_origin.check(self.cleaned_data["credential"]))
        return _or_wrong(super().clean_credential)
