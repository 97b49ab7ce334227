"""The person's own keys and sessions: seen, made, removed, confirmed and ended one by one."""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..approvals import fingerprint
from ..keys import challenge, passkeys
from ..keys.session_store import row_of
from ..models import Session, User
from ..models.sign_in import SessionQuerySet
from ..night import rota
from ..staff import key_changes, key_forms, second_factor, sign_in_log, step_up, team
from ..staff.allauth_adapters import FAILURES
from ..staff.allauth_internals import totp
from ..web import throttle


class Index(IndexView):  # type: ignore[misc]
    """The keys, whether each may be copied or sleeps, and what happened with them."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, now = team.user_of(self.request), timezone.now()
        context: dict[str, Any] = super().get_context_data(**kwargs)
        keys = [key.instance for key in context["authenticators"].get("webauthn", [])]
        shown = [(key, passkeys.may_be_copied(key), passkeys.asleep_until(key, now)) for key in keys]
        paper = key_changes.for_counting_only(user)
        asked = {"few": len(keys) < 2 and not paper, "device": second_factor.lacks_device_key(user)}
        return (
            context
            | asked
            | {
                "keys": shown,
                "paper": paper,
                "happened": sign_in_log.recent(user),
                "weeks": sign_in_log.weeks(user, now),
            }
        )


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]
    """Make a key. Then comes what somebody came for: the second key, the digits, or their work."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = team.user_of(self.request)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"sleeps": user.awake_at is None, "number": _passkeys(user)}

    def form_valid(self, form: Any) -> HttpResponse:
        given, user = form.cleaned_data, team.user_of(self.request)
        made = key_changes.add_passkey(user, name=given["name"], credential=given["credential"], now=timezone.now())
        second_factor.show_first(self.request, made)
        if user.awake_at is None:
            return redirect("nearly_in" if fingerprint.has_keys(user) else "mfa_add_webauthn")
        return redirect("mfa_index" if _passkeys(user) > 1 else "work")


def _passkeys(user: User) -> int:
    return int(Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).count())


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]
    def form_valid(self, form: Any) -> HttpResponse:
        key = self.get_object()
        if not get_adapter().can_delete_authenticator(key):
            sorry = _("The last key that opens something stays. Make another first.")
            return render(self.request, self.template_name, self.get_context_data(sorry=sorry), status=409)
        key_changes.remove(key, by=team.user_of(self.request))
        return redirect("mfa_index")


class SignIn(LoginWebAuthnView):  # type: ignore[misc]
    """Sign in with a passkey alone. No session holds the challenge or what went wrong."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not get_account_adapter().is_ajax(request):
            return redirect("account_login")
        options, _state = key_forms.request_options(challenge.make(challenge.SIGN_IN, timezone.now()))
        return JsonResponse({"request_options": options})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if throttle.many_failed(request, "sign-in", FAILURES):
            return render(request, "429.html", status=429)
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        throttle.failed(self.request, "sign-in")
        return redirect(reverse("account_login") + "?passkey=no")


class SecondStep(AuthenticateView):  # type: ignore[misc]
    """After the password. The library's own challenge would be for anything, and for as long as the session."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user = self.stage.login.user
        asked = challenge.make(step_up.sign_in_of(self.request, user), timezone.now())
        return context | {"js_data": {"request_options": key_forms.request_options(asked, user)[0]}}


class ShowAgain(ReauthenticateWebAuthnView):  # type: ignore[misc]
    """Show the key for what waits in this session. After two minutes the page asks anew, and what waits stays."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = challenge.make(step_up.act(self.request), timezone.now())
        options, _state = key_forms.request_options(asked, team.user_of(self.request))
        # Not the library's own context, whose challenge is for anything.
        context: dict[str, Any] = super(ReauthenticateWebAuthnView, self).get_context_data(**kwargs)
        duty = rota.numbers(timezone.now()).get(team.user_of(self.request).organisation_id or 0)
        return context | {"js_data": {"request_options": options}, "duty": duty}

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=400)
        return response


class AddApp(ActivateTOTPView):  # type: ignore[misc]
    def form_valid(self, form: Any) -> HttpResponse:
        user = team.user_of(self.request)
        second_factor.show_first(self.request, key_changes.add_app(user, secret=form.secret))
        totp.clear_totp_secret(self.request)
        return redirect("mfa_view_recovery_codes" if key_changes.for_counting_only(user) else "mfa_index")


class RemoveApp(DeactivateTOTPView):  # type: ignore[misc]
    def form_valid(self, form: Any) -> HttpResponse:
        key_changes.remove(self.authenticator, by=team.user_of(self.request))
        return redirect("mfa_index")


class NewRecoveryCodes(GenerateRecoveryCodesView):  # type: ignore[misc]
    def form_valid(self, form: Any) -> HttpResponse:
        key_changes.renew_recovery_codes(team.user_of(self.request))
        return redirect("mfa_view_recovery_codes")


index, add_passkey, remove_passkey = Index.as_view(), AddPasskey.as_view(), RemovePasskey.as_view()
second_step = SecondStep.as_view()
passkey_sign_in, passkey_again = SignIn.as_view(), ShowAgain.as_view()
add_app, remove_app = AddApp.as_view(), RemoveApp.as_view()
new_recovery_codes = NewRecoveryCodes.as_view()


@require_POST
def key_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Wake a new key, once another key of the same person was shown after it was made."""
    user, now = team.user_of(request), timezone.now()
    key = get_object_or_404(Authenticator, user=user, type=Authenticator.Type.WEBAUTHN, pk=pk)
    if not passkeys.asleep_until(key, now):
        return redirect("mfa_index")
    if not key_changes.may_confirm(key, second_factor.records(request), now):
        return step_up.suspend(request)
    try:
        key_changes.confirm(key, by=user)
    except passkeys.Foreign as error:
        raise Http404 from error
    return redirect("mfa_index")


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """When each session began and was last used. Nothing tells devices apart: we keep nothing of them."""
    context = {"sessions": _own(request), "this": row_of(request.session.session_key)}
    return render(request, "staff/people/sessions.html", context)


@require_POST
def session_end(request: HttpRequest) -> HttpResponse:
    """End one session."""
    ended = get_object_or_404(_own(request), pk=request.POST.get("session", ""))
    if ended.pk == row_of(request.session.session_key):
        logout(request)
        return redirect("account_login")
    team.end_session(ended)
    return redirect("sessions")


def _own(request: HttpRequest) -> SessionQuerySet:
    user = team.user_of(request)
    return Session.objects.of(user, timezone.now(), timedelta(seconds=second_factor.longest_rest(user)))
