"""Who comes in, and who goes: each of these is one function, with an entry in the trail."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from ..audit import trail
from ..audit.trail import CONSOLE, Actor
from ..codes.staff import Role
from ..models.facility import Organisation
from ..models.team import Invitation, Membership, Person

User = get_user_model()


class Closed(Exception):
    """The invitation was used, is over, or never was."""


def actor(user: Any) -> Actor:
    return Actor("user", user.pk) if user is not None else CONSOLE


def role_of(user: Any) -> Role | None:
    """Of a signed-in user, read once a request; a superuser made at the console does what a coordinator does."""
    if getattr(user, "is_superuser", False):
        return Role.COORDINATOR
    membership = getattr(user, "membership", None)
    return Role(membership.role) if membership and user.is_active else None


def only(user: Any, *roles: Role) -> Role:
    """The role, one of these. Raises PermissionDenied for everybody else."""
    role = role_of(user)
    if role not in roles or role is None:
        raise PermissionDenied
    return role


def coordinated_before(user: Any, moment: datetime) -> bool:
    """Whether a coordinator was one before a moment already, and so is nobody's helper."""
    if role_of(user) != Role.COORDINATOR:
        return False
    membership = getattr(user, "membership", None)
    return bool((membership.since if membership else user.date_joined) < moment)


def coordinators() -> QuerySet[Any]:
    """Those who can confirm what another proposes: a superuser of the console is not counted on."""
    return User.objects.filter(is_active=True, membership__role=Role.COORDINATOR)


def hosts(organisations: Iterable[int]) -> QuerySet[Any]:
    """Who answers questions there."""
    there = {"membership__role": Role.HOST, "membership__organisation__in": set(organisations)}
    return User.objects.filter(is_active=True, **there)


@transaction.atomic
def invite(role: Role, organisation: Organisation | None, *, by: Any) -> str:
    """The token of a link that makes one account. `by` None: the console."""
    invitation, token = Invitation.make(role, organisation if role != Role.COORDINATOR else None, by)
    trail.write(actor(by), "team.invited", f"invitation {invitation.pk}", {"role": role.value})
    return token


@transaction.atomic
def join(token: str, *, username: str, password: str, language: str) -> Any:
    """Make the account that an invitation is for. Raises Closed."""
    invitation = _use(token)
    if invitation.user_id:
        raise Closed
    user = User.objects.create_user(username, password=password)
    user.is_staff = invitation.role == Role.COORDINATOR
    user.save(update_fields=["is_staff"])
    Person.objects.create(user=user, language=language)
    Membership.objects.create(user=user, organisation=invitation.organisation, role=invitation.role)
    trail.write(actor(user), "team.joined", f"invitation {invitation.pk}", {"role": invitation.role, "user": user.pk})
    return user


@transaction.atomic
def come_back(token: str, *, password: str) -> Any:
    """A new password for whoever lost the keys, from a link that two people made. Raises Closed."""
    invitation = _use(token)
    if invitation.user is None:
        raise Closed
    invitation.user.set_password(password)
    invitation.user.save(update_fields=["password"])
    trail.write(actor(invitation.user), "team.came_back", f"invitation {invitation.pk}")
    return invitation.user


def _use(token: str) -> Invitation:
    now = timezone.now()
    invitation = Invitation.objects.select_for_update(of=("self",)).open(token, now).first()
    if invitation is None:
        raise Closed
    invitation.used_at = now
    invitation.save(update_fields=["used_at"])
    return invitation


@transaction.atomic
def renew_keys(user: Any, *, by: Any) -> str:
    """Take all keys and the password of somebody who lost them; the token of a link to make new ones."""
    membership = Membership.objects.get(user=user)
    Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    Person.objects.update_or_create(user=user, defaults={"out_at": timezone.now()})
    invitation, token = Invitation.make(membership.role, membership.organisation, by, user)
    trail.write(actor(by), "team.keys_renewed", f"user {user.pk}", {"invitation": invitation.pk})
    return token


@transaction.atomic
def leave(user: Any, *, by: Any) -> None:
    """Somebody works here no more: nothing opens for them from now on."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    Person.objects.update_or_create(user=user, defaults={"out_at": timezone.now()})
    trail.write(actor(by), "team.left", f"user {user.pk}")


@transaction.atomic
def sign_out_everywhere(user: Any) -> None:
    """End all sessions of an account, on every device."""
    Person.objects.update_or_create(user=user, defaults={"out_at": timezone.now()})
    trail.write(actor(user), "team.signed_out", f"user {user.pk}")
