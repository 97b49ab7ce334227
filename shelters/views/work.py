"""The first page of staff, their own settings, and joining."""

from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib.auth import login, password_validation
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..approvals import freeze, joining, opening, proposals
from ..codes import wording
from ..codes.staff import Role
from ..desk import first_day
from ..hours.calendar import Calendar
from ..hours.year import near_estimates, special_days, year_to_state
from ..models import DayOverride, Facility, Invitation, User
from ..operations import duties
from ..staff import second_factor, sign_in_log, team, waiting
from ..staff.allauth_internals import record_authentication


def facilities_of(user: User) -> QuerySet[Facility]:
    """Facilities that a person may count: of their organisation. A coordinator may count all."""
    if Role.COORDINATOR in user.roles:
        return Facility.objects.all()
    return Facility.objects.filter(organisation__members=user)


def sent_id(request: HttpRequest, name: str) -> int:
    """The id in a field of a form. For any other text it is 0, which no row has."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The person's facilities, and links to everything else."""
    user = team.user_of(request)
    counted = facilities_of(user).filter(pools__isnull=False).distinct().select_related("place")
    unread = proposals.unread(user) if Role.COORDINATOR in user.roles else 0
    about = {"facilities": counted, "roles": user.roles, "unread": unread, "joining": joining.unread(user)}
    about["wanted"] = freeze.wanted_by_another(user, timezone.now()) if Role.COORDINATOR in user.roles else None
    about["may_count"] = user.roles != {Role.CASEWORKER}
    about |= {"keys": sign_in_log.keys_of(user), "gets_role": user.wakings.adding().exists()}
    lines = waiting.lines(user)
    about |= {"lines": lines, "waits_for_you": sum(line.number for line in lines)}
    if Role.COORDINATOR in user.roles:
        about |= {"may_bring": opening.may_bring_second(user), "still_to_do": first_day.still_to_do(timezone.now())}
        about["missed"] = duties.missed(timezone.now())
        calendar, today = _stated_calendar(), timezone.localdate()
        about |= {"year_to_state": year_to_state(calendar, today), "near_days": near_estimates(calendar, today)}
    return render(request, "staff/home.html", about)


def _stated_calendar() -> Calendar:
    """The calendar as it stands in the database, with the source of each day that staff stated."""
    return Calendar({one.day: one for one in DayOverride.objects.all()})


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The holidays and moved days to the end of the next year: what is estimated, and who stated what."""
    team.only(request, Role.COORDINATOR)
    stated, today = _stated_calendar(), timezone.localdate()
    years = [(today, date(today.year, 12, 31)), (date(today.year + 1, 1, 1), date(today.year + 1, 12, 31))]
    told = [{"year": last.year, "days": special_days(stated, first, last)} for first, last in years]
    return render(request, "staff/calendar.html", {"years": told, "year_to_state": year_to_state(stated, today)})


class PasswordForm(forms.Form):
    """The form for a person who comes back without keys. Their name stays."""

    password = forms.CharField(max_length=200, strip=False)

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        try:
            password_validation.validate_password(password)
        except ValidationError as error:
            raise ValidationError(_("12 letters or more, and no word that many people use.")) from error
        return password


class JoinForm(PasswordForm):
    username = forms.SlugField(
        max_length=40, error_messages={"invalid": _lazy("Only Latin letters, digits, hyphens and underscores.")}
    )

    def clean_username(self) -> str:
        name = str(self.cleaned_data["username"]).lower()
        if User.objects.filter(username=name).exists():
            raise ValidationError(_("This name is taken. Choose another."))
        return name


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Make an account, or come back to it, with a link. The second factor follows at once."""
    invitation = Invitation.objects.select_related("user").open(token, timezone.now())
    if invitation is None:
        return render(request, "error.html", {"detail": _("This link is used or over. Ask for a new one.")}, status=410)
    form = (PasswordForm if invitation.user else JoinForm)(request.POST or None)
    if not form.is_valid():
        status = 400 if request.method == "POST" else 200
        return render(request, "staff/people/join.html", {"form": form, "back": invitation.user}, status=status)
    try:
        user = _come_in(invitation, token, form.cleaned_data)
    except team.Closed as error:
        raise Http404 from error
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    # The password was typed just now: a key may be added without typing it again.
    record_authentication(request, user, "password", reauthenticated=True)
    codes_do = Authenticator.Type.TOTP.value in second_factor.accepted(user.grants)
    return redirect("mfa_index" if codes_do else "mfa_add_webauthn")


def _come_in(invitation: Invitation, token: str, given: dict[str, Any]) -> User:
    if invitation.user:
        return team.come_back(token, password=given["password"])
    return team.join(token, language=wording.language(), **given)


class MailForm(forms.Form):
    email = forms.EmailField(required=False, max_length=200)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Set the person's own language, stored with the account."""
    chosen = request.POST.get("language")
    if chosen is None or chosen not in dict(settings.LANGUAGES):
        raise Http404
    user = team.user_of(request)
    user.language = chosen
    user.save(update_fields=["language"])
    return redirect("work")


@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: HttpRequest) -> HttpResponse:
    """Set the address for notices that something waits. Empty: no notices."""
    user = team.user_of(request)
    form = MailForm(request.POST if request.method == "POST" else {"email": user.email})
    if request.method != "POST" or not form.is_valid():
        return render(
            request, "staff/people/mail.html", {"form": form}, status=400 if request.method == "POST" else 200
        )
    team.change_mail(user, form.cleaned_data["email"])
    return redirect("work")


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    team.sign_out_everywhere(team.user_of(request))
    return redirect("account_login")
