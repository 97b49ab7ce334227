"""Who comes in, and who goes: each of these is one function, with an entry in the trail."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from . import trail
from .models.facility import Organisation
from .models.team import Invitation, Membership, Person
from .staff_codes import Role
from .trail import CONSOLE, Actor

User = get_user_model()


class Closed(Exception):
    """The invitation was used, is over, or never was."""


def actor(user: Any) -> Actor:
    return Actor("user", user.pk) if user is not None else CONSOLE


def role_of(user: Any) -> Role | None:
    """Of a signed-in user; a superuser made at the console does what a coordinator does."""
    if getattr(user, "is_superuser", False):
        return Role.COORDINATOR
    membership = Membership.objects.filter(user=user.pk).first()
    return Role(membership.role) if membership and user.is_active else None


@transaction.atomic
def invite(role: Role, organisation: Organisation | None, *, by: Any) -> str:
    """The token of a link that makes one account. `by` None: the console."""
    invitation, token = Invitation.make(role, organisation if role != Role.COORDINATOR else None, by)
    trail.write(actor(by), "team.invited", f"invitation {invitation.pk}", {"role": role.value})
    return token


@transaction.atomic
def join(token: str, *, username: str, password: str, language: str) -> Any:
    """Make the account that an invitation is for. Raises Closed."""
    now = timezone.now()
    invitation = Invitation.objects.select_for_update().open(token, now).first()
    if invitation is None:
        raise Closed
    invitation.used_at = now
    invitation.save(update_fields=["used_at"])
    user = User.objects.create_user(username, password=password)
    user.is_staff = invitation.role == Role.COORDINATOR
    user.save(update_fields=["is_staff"])
    Person.objects.create(user=user, language=language)
    Membership.objects.create(user=user, organisation=invitation.organisation, role=invitation.role)
    trail.write(actor(user), "team.joined", f"invitation {invitation.pk}", {"role": invitation.role, "user": user.pk})
    return user


@transaction.atomic
def sign_out_everywhere(user: Any) -> None:
    """End all sessions of an account, on every device."""
    Person.objects.update_or_create(user=user, defaults={"out_at": timezone.now()})
    trail.write(actor(user), "team.signed_out", f"user {user.pk}")
