"""Who works here: who comes in, who goes, and who lost their keys."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..approvals import proposals
from ..codes.staff import ProposalKind, Role
from ..models import Membership, Organisation
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
    """Who works here."""
    team.only(request.user, Role.COORDINATOR)
    return _page(request, InviteForm())


@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """A one-time link, shown once; for a coordinator only when a second person confirms."""
    team.only(request.user, Role.COORDINATOR)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    role = Role(form.cleaned_data["role"])
    if role == Role.COORDINATOR:
        return _to(proposals.propose(ProposalKind.COORDINATOR, None, {}, {}, by=request.user))
    token = team.invite(role, form.cleaned_data["organisation"], by=request.user)
    return _page(request, form, link=request.build_absolute_uri(f"/work/join/{token}/"))


@require_POST
def renew_keys(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody lost their keys: a second person confirms before anything is taken or made."""
    team.only(request.user, Role.COORDINATOR)
    return _propose(request, ProposalKind.KEYS, _member(pk))


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody goes: at once, but a coordinator only when a second person confirms."""
    team.only(request.user, Role.COORDINATOR)
    member = _member(pk)
    if member.role == Role.COORDINATOR:
        return _propose(request, ProposalKind.DEPARTURE, member)
    team.leave(member.user, by=request.user)
    return redirect("people")


def _member(pk: int) -> Membership:
    return get_object_or_404(Membership.objects.select_related("user"), user=pk, user__is_active=True)


def _propose(request: HttpRequest, kind: ProposalKind, member: Membership) -> HttpResponse:
    try:
        return _to(proposals.propose(kind, member.user_id, {}, {}, by=request.user))
    except proposals.Waiting:
        return _page(request, InviteForm(), 409, sorry=_("This waits for a second person already."))


def _to(proposal: Proposal) -> HttpResponse:
    return redirect("proposal", public_id=proposal.public_id)


def _page(request: HttpRequest, form: InviteForm, status: int = 200, **said: Any) -> HttpResponse:
    members = Membership.objects.filter(user__is_active=True).select_related("user", "organisation")
    return render(request, "work/people.html", {"members": members, "form": form} | said, status=status)
