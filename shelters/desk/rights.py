"""What each role can see, and who can see its work, in words."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..codes.staff import Role


@dataclass(frozen=True)
class Rights:
    """`sees`: what this role reads. `seen_by`: who reads what is done in it."""

    role: Role
    sees: tuple[Promise, ...]
    seen_by: tuple[Promise, ...]


_COUNTS = _("The beds of your organisation: the numbers, who counted, and when.")
_COUNTS_SEEN = _("Your counts: your organisation, coordinators, and caseworkers, who read the number and its age.")
_OWN_KEYS = _(
    "Your keys, your sessions and your mail address: you alone. That a key was made: coordinators and your house."
)
RIGHTS = {
    Role.COUNTER: Rights(Role.COUNTER, (_COUNTS,), (_COUNTS_SEEN, _OWN_KEYS)),
    Role.HOST: Rights(
        Role.HOST,
        (
            _COUNTS,
            _("Questions put to your organisation since you joined; how to reach somebody only once they chose you."),
            _("The whole search, with what is told to caseworkers only."),
        ),
        (
            _COUNTS_SEEN,
            _("Your answers: the person who asked, and those who answer for your organisation."),
            _("That a question waits unanswered: coordinators, without a word of what was asked."),
            _OWN_KEYS,
        ),
    ),
    Role.CASEWORKER: Rights(
        Role.CASEWORKER,
        (
            _("The cases of your organisation since you joined, and older ones that a colleague opens to you."),
            _("The whole search, with free beds and what is told to caseworkers only."),
        ),
        (
            _("A case: caseworkers of your organisation who were there before it. No coordinator reads a case."),
            _("A question that you put: the place that you ask, and what you let it know."),
            _OWN_KEYS,
        ),
    ),
    Role.COORDINATOR: Rights(
        Role.COORDINATOR,
        (
            _("The whole directory, counts of beds, and who changed what."),
            _("Who works here, in which role, and the day on which they last signed in."),
            _("Which questions wait too long. Never what was asked, by whom, or where they are."),
        ),
        (
            _("Every change of the directory and of people: all coordinators, for two years with before and after."),
            _("A change of a place: those who answer there are told of it."),
            _OWN_KEYS,
        ),
    ),
}


def rights(roles: Collection[Role]) -> list[Rights]:
    """Those of an account, in the order in which the roles stand."""
    return [RIGHTS[role] for role in Role if role in roles]
