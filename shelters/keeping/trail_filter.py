"""Which entries of the trail somebody may read, and which of these they look for."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..codes.staff import ProposalKind, Role
from ..hours.clock import BAKU
from ..models import BedPool, Facility, Invitation, Organisation, Proposal, TrailEntry, User
from ..staff import team
from . import acts
from .acts import ACTS, OF_A_HOUSE, OWN, About

_PASSING = ("pool", "user")  # subjects of acts whose details go
MOST = 50  # places that a typed name may mean
CONSOLE = "console"


class TrailForm(forms.Form):
    """What somebody looks for. Whatever cannot be read filters nothing."""

    about = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    place = forms.CharField(label=gettext_lazy("Place, by its name or key"), required=False, max_length=100)
    person = forms.ChoiceField(label=gettext_lazy("Done by"), required=False)
    day = forms.DateField(
        label=gettext_lazy("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, reader: User, data: Any = None) -> None:
        super().__init__(data)
        some = About if Role.COORDINATOR in reader.roles else OF_A_HOUSE
        everything = [("", _("everything"))]
        self.fields["about"].choices = everything + [(one.value, one.label) for one in some]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", _("anybody")), *_people(reader)]  # type: ignore[attr-defined]


def _people(reader: User) -> list[tuple[str, str]]:
    """Of their own house people by name; of others the house alone."""
    if Role.COORDINATOR not in reader.roles:
        mates = User.objects.filter(organisation=reader.organisation).exclude(organisation=None).order_by("username")
        return [(f"user {one.pk}", one.username) for one in mates]
    houses = Organisation.objects.filter(members__isnull=False).distinct().order_by("name_az", "pk")
    return [
        *((f"user {one.pk}", one.username) for one in team.coordinators().order_by("username")),
        *((f"house {one.pk}", _("somebody of “%(name)s”") % {"name": one.name or one.key}) for one in houses),
        (CONSOLE, _("the console")),
    ]


def readable(reader: User) -> QuerySet[TrailEntry]:
    """The acts of the whole installation for a coordinator, those of the own house for all others."""
    entries = _with_details(ACTS)
    if Role.COORDINATOR in reader.roles:
        return entries
    house = reader.organisation_id or 0
    facilities = Facility.objects.filter(organisation=house)
    mates = User.objects.filter(organisation=house).values_list("pk", flat=True)
    invitations = Invitation.objects.filter(organisation=house).values_list("pk", flat=True)
    own = _named("organisation", [house]) | _named("user", mates) | _named("invitation", invitations)
    return entries.filter(what__in=acts.acts(OF_A_HOUSE)).filter(own | _about(facilities.values_list("pk", flat=True)))


def of_account(user: User) -> QuerySet[TrailEntry]:
    """All that touched an account, and all that it did."""
    invitations = Invitation.objects.filter(user=user).values_list("pk", flat=True)
    touched = _named("user", [user.pk]) | _named("invitation", invitations) | _done_by([user.pk])
    touched |= Q(subject="user", payload__subject=f"user {user.pk}")
    return _with_details(ACTS | OWN).filter(touched)


def found(entries: QuerySet[TrailEntry], form: TrailForm) -> QuerySet[TrailEntry]:
    """The entries that a form asks for."""
    said = form.cleaned_data if form.is_valid() else getattr(form, "cleaned_data", {})
    if said.get("about"):
        entries = entries.filter(what__in=acts.acts([About(said["about"])]))
    if said.get("place"):
        entries = entries.filter(_about(_places(said["place"])))
    if said.get("person"):
        entries = entries.filter(_by(said["person"]))
    if said.get("day") and date.min < said["day"] < date.max:  # else the day after it is none
        start = datetime.combine(said["day"], time(), BAKU)
        entries = entries.filter(at__gte=start, at__lt=start + timedelta(days=1))
    return entries


def _with_details(which: Any) -> QuerySet[TrailEntry]:
    """These acts. An act whose details go is among them while it says of whom; one of a person's way never is."""
    entries = TrailEntry.objects.filter(what__in=list(which)).select_related("payload")
    kept = Q(payload__subject__startswith="pool ") | Q(payload__subject__startswith="user ")
    return entries.filter(~Q(subject__in=_PASSING) | kept)


def _places(typed: str) -> list[int]:
    named = Q(key=typed) | Q(public_id=typed)
    for code in ("az", "ru", "en"):
        named |= Q(**{f"name_{code}__icontains": typed})
    return list(Facility.objects.filter(named).order_by("pk").values_list("pk", flat=True)[:MOST])


def _about(facilities: Any) -> Q:
    """Acts about some places: the places, their beds, and what was proposed of them."""
    ids = list(facilities)
    proposals = Proposal.objects.filter(kind=ProposalKind.FACILITY, target__in=ids).values_list("pk", flat=True)
    pools = [f"pool {pk}" for pk in BedPool.objects.filter(facility__in=ids).values_list("pk", flat=True)]
    return _named("facility", ids) | _named("proposal", proposals) | Q(subject="pool", payload__subject__in=pools)


def _named(kind: str, ids: Any) -> Q:
    return Q(subject__in=[f"{kind} {pk}" for pk in ids])


def _by(person: str) -> Q:
    kind, _space, number = person.partition(" ")
    if kind == CONSOLE:
        return Q(actor=CONSOLE)
    if kind == "user":
        return _done_by([int(number)])
    return _done_by(User.objects.filter(organisation_id=int(number)).values_list("pk", flat=True))


def _done_by(people: Any) -> Q:
    """Acts of some people. Who counted beds stands in the details."""
    actors = [f"user {pk}" for pk in people]
    return Q(actor__in=actors) | Q(subject="pool", payload__data__actor__in=actors)
