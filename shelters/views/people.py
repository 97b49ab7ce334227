"""The people who work here: joining, leaving, and lost keys."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..approvals import departures, proposals
from ..codes.staff import ProposalKind, Role
from ..desk.link import Link
from ..models import Invitation, Organisation, RoleGrant, User
from ..models.proposal import Proposal
from ..staff import team


class InviteForm(forms.Form):
    role = forms.ChoiceField(choices=Role.choices)
    organisation = forms.ModelChoiceField(Organisation.objects.all(), required=False)

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or {}
        if fields.get("role") != Role.COORDINATOR and not fields.get("organisation"):
            raise ValidationError(_("Choose the organisation."))
        return fields


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The people who work here."""
    team.only(request, Role.COORDINATOR)
    return _page(request, InviteForm())


@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """Make a one-time link, shown once. For a coordinator, only after a second person confirms."""
    team.only(request, Role.COORDINATOR)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    role = Role(form.cleaned_data["role"])
    if role == Role.COORDINATOR:
        return _to(proposals.propose(ProposalKind.COORDINATOR, None, {}, {}, by=team.user_of(request)))
    token = team.invite(role, form.cleaned_data["organisation"], by=team.user_of(request))
    return _page(request, form, link=Link.of(request, token))


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a link that nobody has used."""
    user = team.only(request, Role.COORDINATOR)
    try:
        team.withdraw(get_object_or_404(Invitation, pk=pk), by=user)
    except team.Closed:
        return _page(request, InviteForm(), 409, sorry=_("This link is used or over."))
    return redirect("people")


@require_POST
def renew_keys(request: HttpRequest, pk: int) -> HttpResponse:
    """Renew lost keys. A second person confirms before any key is removed or made."""
    team.only(request, Role.COORDINATOR)
    return _propose(request, ProposalKind.KEYS, _member(pk))


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account at once. For a coordinator or the last host, only after a second person confirms."""
    user, member = team.only(request, Role.COORDINATOR), _member(pk)
    try:
        departures.leave_alone(member, by=user)
    except departures.NeedsTwo:
        return _propose(request, ProposalKind.DEPARTURE, member)
    return redirect("people")


def _member(pk: int) -> User:
    return get_object_or_404(User.objects.filter(is_active=True, role_grants__isnull=False).distinct(), pk=pk)


def _propose(request: HttpRequest, kind: ProposalKind, member: User) -> HttpResponse:
    try:
        return _to(proposals.propose(kind, member.pk, {}, {}, by=team.user_of(request)))
    except proposals.Waiting:
        return _page(request, InviteForm(), 409, sorry=_("This waits for a second person already."))


def _to(proposal: Proposal) -> HttpResponse:
    return redirect("proposal", public_id=proposal.public_id)


def _page(request: HttpRequest, form: InviteForm, status: int = 200, **said: Any) -> HttpResponse:
    grants = RoleGrant.objects.filter(user__is_active=True).select_related("user__organisation")
    standing = Invitation.objects.standing(timezone.now()).select_related("organisation", "user", "made_by")
    about = {"grants": grants, "form": form, "last_hosts": departures.last_hosts(), "invitations": standing}
    return render(request, "staff/people/people.html", about | said, status=status)
