"""The facilities that a coordinator rings, and the counts that they hear by phone."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from ..beds import counting
from ..beds.overdue import OverdueCounts, overdue
from ..codes.staff import CountRoute, Informant, Role
from ..models import BedPool, Facility
from ..models.beds import MOST
from ..staff import team
from .beds import own_facility

# In the order in which people say them on the phone.
LABELS = {
    "occupied": gettext_lazy("Taken"),
    "capacity": gettext_lazy("Beds"),
    "out_of_service": gettext_lazy("Out of service"),
    "family_places": gettext_lazy("Family places"),
}
SAME, NEW = "same", "new"


class CallForm(forms.Form):
    """The answer by phone: who said it, and the numbers of each pool. `seen-…` is the version that the page showed."""

    told = forms.ChoiceField(
        choices=Informant.choices,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Who said so? Choose one.")),
    )
    answer = forms.ChoiceField(
        choices=[(SAME, ""), (NEW, "")],
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("This page cannot read what was sent.")
        ),
    )

    def __init__(self, pools: Sequence[BedPool], data: Any = None) -> None:
        super().__init__(data)
        self.pools = pools
        for pool in pools:
            self.fields[f"seen-{pool.public_id}"] = forms.CharField(required=False, initial=pool.version)
            for field, label in LABELS.items():
                self.fields[f"{field}-{pool.public_id}"] = _number(pool, field, str(label))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for pool in self.pools:
            if not any(f"{field}-{pool.public_id}" in self.errors for field in counting.FIELDS):
                self._check(pool, self._numbers(pool))
        return said

    def _check(self, pool: BedPool, numbers: counting.Numbers) -> None:
        """Check that a shelter can have these numbers. With "still correct", the numbers must be unchanged."""
        try:
            numbers.check()
        except counting.Nonsense as wrong:
            text = _("%(pool)s, %(field)s: more than there are beds.")
            words = {"pool": pool.name, "field": LABELS[wrong.field]}
            self.add_error(f"{wrong.field}-{pool.public_id}", text % words)
        same = self.cleaned_data.get("answer") == SAME and self.seen[pool.pk] == pool.version
        if same and numbers != counting.Numbers.of(pool):
            text = _("%(pool)s: these are other numbers than before. Are they the new count?")
            self.add_error(None, text % {"pool": pool.name})

    @property
    def seen(self) -> dict[int, int]:
        """The versions that the page showed. -1: the pool has another version by now."""
        said = self.cleaned_data
        return {
            pool.pk: pool.version if said.get(f"seen-{pool.public_id}") == str(pool.version) else -1
            for pool in self.pools
        }

    @property
    def numbers(self) -> dict[int, counting.Numbers]:
        return {pool.pk: self._numbers(pool) for pool in self.pools}

    def _numbers(self, pool: BedPool) -> counting.Numbers:
        return counting.Numbers(**{field: self.cleaned_data[f"{field}-{pool.public_id}"] for field in counting.FIELDS})


def _number(pool: BedPool, field: str, label: str) -> forms.IntegerField:
    text = _("%(pool)s, %(field)s: a whole number from 0 to %(most)s.")
    wrong = text % {"pool": pool.name, "field": label, "most": MOST}
    return forms.IntegerField(
        min_value=0,
        max_value=MOST,
        label=label,
        initial=getattr(pool, field),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
    )


@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    """Facilities to ring. The longest silence comes first."""
    team.only(request, Role.COORDINATOR)
    return render(request, "staff/beds/overdue.html", {"facilities": overdue(timezone.now())})


@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, public_id: str) -> HttpResponse:
    """The numbers to ring, and the answer by phone: still correct, or the new count."""
    one = _one(own_facility(request, public_id, (Role.COORDINATOR,)))
    form = CallForm(one.pools, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, one, form, 400 if form.is_bound else 200)
    by = counting.CountedBy(team.actor_of(request), CountRoute.PHONE, told=form.cleaned_data["told"])
    try:
        if form.cleaned_data["answer"] == SAME:
            counting.confirm(one.facility, by=by, seen=form.seen)
        else:
            counting.count(one.facility, form.numbers, by=by, seen=form.seen)
    except (counting.LostRace, counting.Nonsense):  # nonsense by now: a pool that is gone
        return _page(request, _one(one.facility), form, 409)
    return redirect("overdue")


def _one(facility: Facility) -> OverdueCounts:
    one = OverdueCounts.of(facility)
    if not one.pools:
        raise Http404
    return one


def _page(request: HttpRequest, one: OverdueCounts, form: CallForm, status: int) -> HttpResponse:
    """The page with the typed values. After a lost race the current numbers stand beside them, and count as seen."""
    lost = status == 409
    sorry = _("Somebody counted in between. The numbers by now stand beside yours.") if lost else ""
    rows = [_row(form, pool, lost) for pool in one.pools if pool in form.pools]
    said = {"one": one, "form": form, "rows": rows, "told": Informant.choices, "sorry": sorry}
    return render(request, "staff/beds/overdue_call.html", said, status=status)


def _row(form: CallForm, pool: BedPool, lost: bool) -> dict[str, Any]:
    seen = form[f"seen-{pool.public_id}"]
    return {
        "pool": pool,
        "inputs": [form[f"{field}-{pool.public_id}"] for field in LABELS],
        "seen": {"name": seen.html_name, "value": pool.version if lost else seen.value()},
    }
