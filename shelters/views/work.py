"""What staff see first, who they are, and how they come in."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model, login, password_validation
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import team
from ..models import Facility, Invitation, Membership, Organisation, Person
from ..staff_codes import Role


def facilities_of(user: Any) -> Any:
    """Those that somebody may count: of their organisation, or for a coordinator all."""
    if team.role_of(user) == Role.COORDINATOR:
        return Facility.objects.all()
    return Facility.objects.filter(organisation__memberships__user=user.pk)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """One's facilities, and the way to everything else."""
    counted = facilities_of(request.user).filter(pools__isnull=False).distinct().select_related("place")
    is_coordinator = team.role_of(request.user) == Role.COORDINATOR
    return render(request, "work/home.html", {"facilities": counted, "is_coordinator": is_coordinator})


class JoinForm(forms.Form):
    username = forms.SlugField(max_length=40)
    password = forms.CharField(max_length=200, strip=False)

    def clean_username(self) -> str:
        name = str(self.cleaned_data["username"]).lower()
        if get_user_model().objects.filter(username=name).exists():
            raise ValidationError(_("This name is taken. Choose another."))
        return name

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        password_validation.validate_password(password)
        return password


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Make one's account, from an invitation; then at once its second factor."""
    if not Invitation.objects.open(token, timezone.now()).exists():
        return render(request, "error.html", {"detail": _("This link is used or over. Ask for a new one.")}, status=410)
    form = JoinForm(request.POST or None)
    if not form.is_valid():
        status = 400 if request.method == "POST" else 200
        return render(request, "work/join.html", {"form": form}, status=status)
    language = (get_language() or "az")[:2]
    try:
        user = team.join(token, language=language, **form.cleaned_data)
    except team.Closed as error:
        raise Http404 from error
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    _record_password(request, user)
    return redirect("mfa_index")


def _record_password(request: HttpRequest, user: Any) -> None:
    """The password was typed just now: a key may be added without typing it again."""
    from allauth.account.internal.flows.login import record_authentication

    record_authentication(request, user, "password", reauthenticated=True)


class InviteForm(forms.Form):
    role = forms.ChoiceField(choices=Role.choices)
    organisation = forms.ModelChoiceField(Organisation.objects.all(), required=False)

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or {}
        if fields.get("role") != Role.COORDINATOR and not fields.get("organisation"):
            raise ValidationError(_("Choose the organisation."))
        return fields


def _coordinators_only(request: HttpRequest) -> None:
    if team.role_of(request.user) != Role.COORDINATOR:
        raise PermissionDenied


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Who works here."""
    _coordinators_only(request)
    return _people_page(request, InviteForm())


@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """A one-time link, shown once."""
    _coordinators_only(request)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _people_page(request, form, status=400)
    token = team.invite(Role(form.cleaned_data["role"]), form.cleaned_data["organisation"], by=request.user)
    return _people_page(request, form, link=request.build_absolute_uri(f"/work/join/{token}/"))


def _people_page(request: HttpRequest, form: InviteForm, link: str = "", status: int = 200) -> HttpResponse:
    members = Membership.objects.select_related("user", "organisation")
    return render(request, "work/people.html", {"members": members, "form": form, "link": link}, status=status)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """One's own language, kept with the account."""
    chosen = request.POST.get("language")
    if chosen not in dict(settings.LANGUAGES):
        raise Http404
    person: Any = request.user
    Person.objects.update_or_create(user=person, defaults={"language": chosen})
    return redirect("work")


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    team.sign_out_everywhere(request.user)
    return redirect("account_login")
