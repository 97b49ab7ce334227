"""The people who work here: joining, leaving, and lost keys."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..approvals import departures, joining, proposals
from ..codes.staff import ProposalKind, Role
from ..desk.colleagues import colleagues, working
from ..desk.link import OneTimeLink
from ..desk.rights import rights
from ..models import Invitation, Organisation, User
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
    return _page(request, form, link=OneTimeLink.of(request, token))


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


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody may read, their last key and sign-in by the day, and what can be done about the account."""
    team.only(request, Role.COORDINATOR)
    return _person(request, _member(pk))


@require_POST
def more(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for one more role for somebody who works here."""
    user, member, form = team.only(request, Role.COORDINATOR), _member(pk), InviteForm(request.POST)
    form.is_valid()
    given = form.cleaned_data
    try:
        joining.ask_for_role(member, Role(given.get("role", "")), given.get("organisation"), by=user)
    except (ValueError, joining.MayNotAsk):
        return _person(request, _member(pk), 409, _("This role cannot be asked for now: look at what waits already."))
    return redirect("person", pk=pk)


@require_safe
def seen(request: HttpRequest) -> HttpResponse:
    """What this person can see, and who can see their work."""
    user = team.user_of(request)
    readers = team.readers(user.organisation_id).count() if user.organisation_id else None
    about = {"rights": rights(user.roles), "coordinators": team.coordinators().count(), "readers": readers}
    return render(request, "staff/people/seen.html", about)


def _person(request: HttpRequest, member: User, status: int = 200, sorry: str = "") -> HttpResponse:
    about = {
        "one": colleagues([member])[0],
        "more": [role for role in Role if role not in member.grants] if member.awake_at else [],
        "form": InviteForm(),
        "invitations": Invitation.objects.standing(timezone.now()).filter(user=member).exists(),
        "needs_two": Role.COORDINATOR in member.grants or member.pk in departures.last_hosts(),
        "sorry": sorry,
    }
    return render(request, "staff/people/person.html", about, status=status)


def _member(pk: int) -> User:
    return get_object_or_404(working(), pk=pk)


def _propose(request: HttpRequest, kind: ProposalKind, member: User) -> HttpResponse:
    try:
        return _to(proposals.propose(kind, member.pk, {}, {}, by=team.user_of(request)))
    except proposals.Waiting:
        return _page(request, InviteForm(), 409, sorry=_("This waits for a second person already."))


def _to(proposal: Proposal) -> HttpResponse:
    return redirect("proposal", public_id=proposal.public_id)


def _page(request: HttpRequest, form: InviteForm, status: int = 200, **said: Any) -> HttpResponse:
    found = colleagues(working().select_related("organisation").prefetch_related("role_grants"))
    standing = Invitation.objects.standing(timezone.now()).select_related("organisation", "user", "made_by")
    about = {"colleagues": found, "form": form, "invitations": standing}
    return render(request, "staff/people/people.html", about | said, status=status)
