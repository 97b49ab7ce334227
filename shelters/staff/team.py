"""Who comes in, and who goes: each of these is one function, with an entry in the trail."""

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from ..audit import trail
from ..audit.trail import CONSOLE, Actor
from ..codes.staff import Role
from ..models.facility import Organisation
from ..models.user import Invitation, RoleGrant, User, UserQuerySet


class Closed(Exception):
    """The invitation was used, is over, or never was."""


def actor(user: User | None) -> Actor:
    """Who acts, for the trail. None: the console."""
    return Actor("user", user.pk) if user is not None else CONSOLE


def user_of(request: HttpRequest) -> User:
    """Who is signed in. Raises PermissionDenied where nobody is."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def actor_of(request: HttpRequest) -> Actor:
    return actor(user_of(request))


def only(request: HttpRequest, *roles: Role) -> User:
    """Who is signed in, with one of these roles. Raises PermissionDenied for everybody else."""
    user = user_of(request)
    user.require(*roles)
    return user


def coordinators() -> UserQuerySet:
    """Who can confirm what another proposes. A superuser of the console does not count."""
    return User.objects.holding(Role.COORDINATOR)


def hosts(organisations: Iterable[int]) -> UserQuerySet:
    """Who answers questions there."""
    return User.objects.holding(Role.HOST, organisations=set(organisations))


@transaction.atomic
def invite(role: Role, organisation: Organisation | None, *, by: User | None) -> str:
    """The token of a link that makes one account. `by` None: the console."""
    invitation, token = Invitation.make(role, organisation if role != Role.COORDINATOR else None, by)
    trail.write(actor(by), "team.invited", f"invitation {invitation.pk}", {"role": role.value})
    return token


@transaction.atomic
def join(token: str, *, username: str, password: str, language: str) -> User:
    """Make the account that an invitation is for. Raises Closed."""
    invitation = _use(token)
    if invitation.user_id:
        raise Closed
    user = User.objects.create_user(username, password, language=language, organisation=invitation.organisation)
    RoleGrant.objects.create(user=user, role=invitation.role)
    trail.write(actor(user), "team.joined", f"invitation {invitation.pk}", {"role": invitation.role, "user": user.pk})
    return user


@transaction.atomic
def come_back(token: str, *, password: str) -> User:
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
def renew_keys(user: User, *, by: User | None) -> str:
    """Take all keys and the password of somebody who lost them; the token of a link to make new ones."""
    role = next(iter(user.grants))
    Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.signed_out_at = timezone.now()
    user.save(update_fields=["password", "signed_out_at"])
    invitation, token = Invitation.make(role, user.organisation, by, user)
    trail.write(actor(by), "team.keys_renewed", f"user {user.pk}", {"invitation": invitation.pk})
    return token


@transaction.atomic
def leave(user: User, *, by: User | None) -> None:
    """Somebody works here no more: nothing opens for them from now on."""
    user.is_active, user.signed_out_at = False, timezone.now()
    user.save(update_fields=["is_active", "signed_out_at"])
    trail.write(actor(by), "team.left", f"user {user.pk}")


@transaction.atomic
def sign_out_everywhere(user: User) -> None:
    """End all sessions of an account, on every device."""
    user.signed_out_at = timezone.now()
    user.save(update_fields=["signed_out_at"])
    trail.write(actor(user), "team.signed_out", f"user {user.pk}")
