"""Who comes in, and who goes: each of these is one function, with an entry in the trail."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from ..audit import trail
from ..audit.trail import CONSOLE, Actor
from ..codes.staff import Role, WakingState
from ..models.facility import Organisation
from ..models.sign_in import Invitation, Session, Waking
from ..models.user import RoleGrant, User, UserQuerySet
from ..witness import identity, ledger
from ..witness.ledger import Ending
from . import notices, outbox


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


def readers(organisation_id: int | None) -> UserQuerySet:
    """Who reads cases there."""
    return User.objects.holding(Role.HOST, Role.CASEWORKER, organisations=[organisation_id or 0])


@transaction.atomic
def invite(role: Role, organisation: Organisation | None, *, by: User | None, asked_by: User | None = None) -> str:
    """The token of a link that makes one account. `by` None: the console. `asked_by`: who proposed it, if not `by`."""
    invitation, token = Invitation.make(role, organisation if role != Role.COORDINATOR else None, asked_by or by)
    trail.write(actor(by), "team.invited", f"invitation {invitation.pk}", {"role": role.value})
    return token


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User) -> None:
    """A link that nobody has used opens nothing any more. Raises Closed."""
    now = timezone.now()
    if not Invitation.objects.standing(now).filter(pk=invitation.pk).update(until=now):
        raise Closed
    trail.write(actor(by), "team.withdrawn", f"invitation {invitation.pk}")


FIRST_LASTS = timedelta(hours=1)


@transaction.atomic
def invite_first() -> str | None:
    """The token of a link for the first coordinator, which ends all earlier ones. None: somebody was made before.

    It lasts an hour. People who are gone count too: only the console brings somebody back after them.
    """
    if User.objects.exists():
        return None
    Invitation.objects.filter(used_at=None).delete()
    invitation, token = Invitation.make(Role.COORDINATOR, None, None, lasts=FIRST_LASTS)
    trail.write(CONSOLE, "team.invited", f"invitation {invitation.pk}", {"role": Role.COORDINATOR.value})
    return token


@transaction.atomic
def join(token: str, *, username: str, password: str, language: str) -> User:
    """Make the account that an invitation is for. Raises Closed.

    It sleeps, unless it only counts beds or the console made the link.
    """
    invitation = _use(token)
    if invitation.user_id:
        raise Closed
    awake_at = timezone.now() if invitation.made_by is None or invitation.role == Role.COUNTER else None
    own = {"organisation": invitation.organisation, "awake_at": awake_at}
    user = User.objects.create_user(username, password, language=language, **own)
    RoleGrant.objects.create(user=user, role=invitation.role)
    user.bind()
    trail.write(actor(user), "team.joined", f"invitation {invitation.pk}", {"role": invitation.role, "user": user.pk})
    _let_sleep(user, invitation)
    return user


@transaction.atomic
def come_back(token: str, *, password: str) -> User:
    """A new password for whoever lost the keys, from a link that two people made. Raises Closed."""
    invitation = _use(token)
    if invitation.user is None:
        raise Closed
    user = invitation.user
    user.set_password(password)
    with user.power_changes():
        if invitation.made_by is None and user.awake_at is None:
            user.awake_at = timezone.now()
        user.save(update_fields=["password", "awake_at"])
    trail.write(actor(user), "team.came_back", f"invitation {invitation.pk}")
    _let_sleep(user, invitation)
    return user


def _let_sleep(user: User, invitation: Invitation) -> None:
    """Tell the house and all coordinators who waits, or who counts beds from now on."""
    if invitation.made_by is not None:
        renewed = invitation.user_id is not None
        made = Waking.begin(user, asked_by=invitation.made_by, renewed=renewed, awake=user.awake_at is not None)
        notices.something_waits(told_of(made))


def told_of(waking: Waking) -> UserQuerySet:
    """Who is told that this person joins: the readers of the house, and all coordinators."""
    return (coordinators() | readers(waking.organisation_id)).exclude(pk=waking.user_id)


def _use(token: str) -> Invitation:
    now = timezone.now()
    invitation = Invitation.objects.select_for_update(of=("self",)).open(token, now)
    if invitation is None:
        raise Closed
    invitation.used_at = now
    invitation.save(update_fields=["used_at"])
    invitation.bind()
    return invitation


@transaction.atomic
def renew_keys(user: User, *, by: User | None, asked_by: User | None = None) -> str:
    """Take all keys and the password of somebody who lost them; the token of a link to make new ones.

    The account sleeps until its new keys are compared, unless it only counts beds or the console does this.
    """
    role = next(iter(user.grants))
    lock_out(user)
    with user.power_changes(trusted=by is None):
        if by is not None and set(user.grants) != {Role.COUNTER}:
            user.awake_at = None
            user.save(update_fields=["awake_at"])
    _end_waking(user, by)
    invitation, token = Invitation.make(role, user.organisation, asked_by or by, user)
    trail.write(actor(by), "team.keys_renewed", f"user {user.pk}", {"invitation": invitation.pk})
    return token


def lock_out(user: User) -> None:
    """Take all keys and the password, and end all sessions."""
    keys = Authenticator.objects.filter(user=user)
    ledger.end(Ending.KEY, *(identity.of_key(key) for key in keys))
    ledger.end(Ending.PASSWORD, user.password)
    keys.delete()
    user.set_unusable_password()
    user.signed_out_at = timezone.now()
    user.save(update_fields=["password", "signed_out_at"])


@transaction.atomic
def leave(user: User, *, by: User | None) -> None:
    """Somebody works here no more: nothing opens for them from now on."""
    ledger.end(Ending.PERSON, identity.of_person(user))
    with user.power_changes():
        user.is_active, user.signed_out_at = False, timezone.now()
        user.save(update_fields=["is_active", "signed_out_at"])
    _end_waking(user, by)
    trail.write(actor(by), "team.left", f"user {user.pk}")


def _end_waking(user: User, by: User | None) -> None:
    ended = {"state": WakingState.ENDED, "decided_at": timezone.now(), "decided_by": by, "bond": ""}
    Waking.objects.waiting().filter(user=user).update(**ended)


@transaction.atomic
def change_mail(user: User, address: str) -> None:
    """Mails go to another address from now on, or to none. The old one is told, too."""
    if address == user.email:
        return
    # If it is changed twice before anybody was told, the first address is the person's own.
    user.former_email, user.email = user.former_email or user.email, address
    user.save(update_fields=["former_email", "email"])
    transaction.on_commit(partial(outbox.put, [user.pk], tonight=False))
    trail.write(actor(user), "mail.changed", f"user {user.pk}")


@transaction.atomic
def sign_out_everywhere(user: User) -> None:
    """End all sessions of an account, on every device."""
    user.signed_out_at = timezone.now()
    user.save(update_fields=["signed_out_at"])
    trail.write(actor(user), "team.signed_out", f"user {user.pk}")


@transaction.atomic
def end_session(session: Session) -> None:
    """End one session of an account, by that account."""
    session.delete()
    trail.write(actor(session.user), "team.session_ended", f"user {session.user_id}")
