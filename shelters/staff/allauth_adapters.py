"""How allauth signs people in here: nobody signs up, no mail, no address kept, secrets sealed."""

import hashlib
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shelters.codes.staff import Role
from shelters.web import throttle
from shelters.web.throttle import nameless

from ..keys import passkey_origin, passkeys
from ..keys.seals import seal
from ..models.user import RoleGrant, User
from . import sign_in_log

FAILURES = 10  # of a client within a minute, over all workers


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("Name and password do not belong together."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """What guesses are counted under: never an address."""
        return nameless(request)

    def get_http_user_agent(self, request: HttpRequest) -> str:
        return ""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/work/"

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return "/work/sign-in/"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """By client, never by account: a person who guesses a password must not lock the owner out."""
        if throttle.many_failed(request, "sign-in", FAILURES):
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        throttle.failed(request, "sign-in")
        sign_in_log.failed(str(credentials.get("username", "")), timezone.now())

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        sign_in_log.signed_in(user, timezone.now())

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever changes keys is asked for one afresh, never for the password: shelters/staff/step_up.py."""
        return False

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        return [way for way in super().get_reauthentication_methods(user) if way["id"] != "reauthenticate"]

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Pages say what they did themselves; only what went wrong is told, at the sign-in."""
        if level >= messages.ERROR:
            super().add_message(request, level, *args, **kwargs)

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        """No mail tells of an account."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nor of its keys."""


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def _get_site_name(self) -> str:
        return str(settings.SITE_NAME)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": passkey_origin.name(), "name": self._get_site_name()}

    def get_totp_issuer(self) -> str:
        return str(settings.SITE_NAME)

    def encrypt(self, text: str) -> str:
        """Seeds and recovery codes are sealed: a stolen database signs nobody in."""
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _seal().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Never the last one that opens something."""
        kinds, now = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN), timezone.now()
        others = Authenticator.objects.filter(user=authenticator.user_id, type__in=kinds).exclude(pk=authenticator.pk)
        return any(not passkeys.asleep_until(other, now) for other in others)


def _seal() -> MultiFernet:
    digests = (hashlib.sha256(key.encode()).digest() for key in (settings.FACTOR_KEY, *settings.FACTOR_KEY_FALLBACKS))
    return seal(digests)


class StaffBackend(AuthenticationBackend):  # type: ignore[misc]
    """Read an account, its organisation and its roles in one query: every staff page asks for them."""

    def get_user(self, user_id: int) -> User | None:
        grants = list(RoleGrant.objects.filter(user=user_id).select_related("user__organisation"))
        if not grants:
            return super().get_user(user_id)  # type: ignore[no-any-return]
        user: User = grants[0].user
        user.grants = {Role(grant.role): grant for grant in grants}
        return user if self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: User) -> bool:
        """Who left signs in nowhere, nor does an account that somebody altered in the database."""
        return super().user_can_authenticate(user) and user.is_bound()
