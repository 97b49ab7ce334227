"""allauth's forms for keys. Nothing that a stranger sends may be a 500; a code and a passkey open once."""

import hmac
import struct
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as code_forms
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone
from fido2.webauthn import AuthenticationResponse, UserVerificationRequirement

from ..keys import challenge, passkey_origin, passkeys
from ..models import User
from ..web import failures
from . import key_changes, step_up
from .allauth_internals import passkey_forms as forms
from .allauth_internals import passkeys as internals
from .allauth_internals import totp

WRONG_CODES = 10  # of a person within a minute, over all workers: whoever gets here has typed the password


def _or_wrong(read: Callable[[], Any]) -> Any:
    """What no browser would send makes the libraries stumble in many ways: it is a wrong key, like any other."""
    try:
        return read()
    except (AttributeError, LookupError, TypeError, ValueError, struct.error) as error:
        raise get_adapter().validation_error("incorrect_code") from error


def _accepted(credential: Any, read: Callable[[], Authenticator]) -> Authenticator:
    """The passkey, if it was made and shown here, is awake and no copy of it has signed since."""
    _or_wrong(lambda: passkey_origin.check(credential))
    key: Authenticator = _or_wrong(read)
    try:
        passkeys.count(key, credential, timezone.now())
    except passkeys.Asleep as error:
        raise get_adapter().validation_error("incorrect_code") from error
    except (passkeys.Foreign, passkeys.WentBack) as error:
        key_changes.refused(key, "keys.foreign" if isinstance(error, passkeys.Foreign) else "keys.went_back")
        raise get_adapter().validation_error("incorrect_code") from error
    key_changes.first_used(key)
    return key


class AddForm(forms.AddWebAuthnForm):  # type: ignore[misc]
    def clean(self) -> Any:
        _or_wrong(lambda: passkey_origin.check(self.cleaned_data["credential"]))
        return _or_wrong(super().clean)


class AuthenticateForm(forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """The second step of a sign-in by password: the key is shown for this person and session."""

    def clean_credential(self) -> Any:
        act = step_up.sign_in_of(context.request, self.user)
        return _signed_for(act, self.cleaned_data["credential"], super().clean_credential)


class LoginForm(forms.LoginWebAuthnForm):  # type: ignore[misc]
    """The challenge comes back signed: before somebody is signed in, no session holds it."""

    def clean_credential(self) -> Any:
        return _signed_for(challenge.SIGN_IN, self.cleaned_data["credential"], super().clean_credential)


def request_options(signed: bytes, user: User | None = None) -> tuple[dict[str, Any], Any]:
    """What a browser is asked to sign, and what the library keeps to check it. `user`: whose keys it may be."""
    server, need = internals.get_server(), UserVerificationRequirement.REQUIRED
    keys = internals.get_credentials(user) if user else []
    options, state = server.authenticate_begin(credentials=keys, user_verification=need, challenge=signed)
    return dict(options), state


class ReauthenticateForm(forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """The key is shown for what waits in this session, and for nothing else."""

    def clean_credential(self) -> Any:
        act = step_up.act(context.request)
        return _signed_for(act, self.cleaned_data["credential"], super().clean_credential)


def _signed_for(act: str, credential: Any, read: Callable[[], Authenticator]) -> Authenticator:
    """The passkey, if it signed our challenge for this act, within two minutes, for the first time."""
    now = timezone.now()
    signed = _or_wrong(lambda: AuthenticationResponse.from_dict(credential).response.client_data.challenge)
    if not challenge.is_ours(signed, act, now):
        raise get_adapter().validation_error("incorrect_code")
    internals.set_state(request_options(signed)[1])
    try:
        key = _accepted(credential, read)
    finally:
        internals.clear_state()
    try:
        challenge.spend(signed, now)
    except challenge.Spent as error:
        raise get_adapter().validation_error("incorrect_code") from error
    return key


class _CodeOpensOnce:
    """In place of allauth's check, which remembers used codes in the memory of one process, for half a minute."""

    user: User
    cleaned_data: dict[str, Any]
    authenticator: Authenticator

    def clean_code(self) -> str:
        code, now, who = str(self.cleaned_data["code"]), timezone.now(), [f"user {self.user.pk}"]
        if failures.are_many("second factor", who, WRONG_CODES, now):
            raise get_account_adapter().validation_error("too_many_login_attempts")
        opened = opened_by(self.user, code)
        if opened is None:
            failures.note("second factor", who, now)
            raise get_adapter().validation_error("incorrect_code")
        key_changes.first_used(opened)
        self.authenticator = opened
        return code


class CodeForm(_CodeOpensOnce, code_forms.AuthenticateForm):  # type: ignore[misc]
    pass


class CodeAgainForm(_CodeOpensOnce, code_forms.ReauthenticateForm):  # type: ignore[misc]
    pass


@transaction.atomic
def opened_by(user: User, code: str) -> Authenticator | None:
    """The key that this code opens, which it then never opens again. Recovery codes are for who only counts beds."""
    found = Authenticator.objects.select_for_update().filter(user=user.pk)
    keys = {key.type: key for key in found if passkeys.is_bound(key)}
    app, paper = keys.get(Authenticator.Type.TOTP), keys.get(Authenticator.Type.RECOVERY_CODES)
    if app and _counts_up(app, "".join(code.split())):
        return app
    if paper and key_changes.for_counting_only(user) and paper.wrap().validate_code(code):
        return paper
    return None


def _counts_up(app: Authenticator, code: str) -> bool:
    """Whether the code is of a moment after the last accepted code. The moment is written down, under the lock."""
    secret, last = get_adapter().decrypt(app.data["secret"]), app.data.get("counter", 0)
    for counter in totp.yield_hotp_counters_from_time():
        expected = totp.format_hotp_value(totp.hotp_value(secret, counter))
        if counter > last and hmac.compare_digest(expected.encode(), code.encode()):
            app.data["counter"] = counter
            passkeys.bind(app)
            app.save(update_fields=["data"])
            return True
    return False
