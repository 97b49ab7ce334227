"""Numbers that somebody types: the first count of some beds, and a count that was told by phone."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..codes.staff import Informant
from ..models.beds import MOST, BedPool
from . import counting

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

    def propose_full(self, told: str) -> None:
        """As a caseworker heard it: no bed is free. The coordinator sees it, and sends it or not."""
        self.initial["told"] = told
        for pool in self.pools:
            self.initial[f"occupied-{pool.public_id}"] = max(pool.occupied, pool.capacity - pool.out_of_service)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for pool in self.pools:
            if not any(f"{field}-{pool.public_id}" in self.errors for field in counting.FIELDS):
                self._check(pool, self._numbers(pool))
        return said

    def _check(self, pool: BedPool, numbers: counting.Numbers) -> None:
        """Check that a shelter can have these numbers. "Still correct" needs a count, with its numbers unchanged."""
        try:
            numbers.check()
        except counting.Nonsense as wrong:
            text = _("%(pool)s, %(field)s: more than there are beds.")
            words = {"pool": pool.name, "field": LABELS[wrong.field]}
            self.add_error(f"{wrong.field}-{pool.public_id}", text % words)
        same = self.cleaned_data.get("answer") == SAME and self.seen[pool.pk] == pool.version
        if same and pool.observed_at is None:
            text = _("%(pool)s: nobody has counted here before. Write down the numbers as a new count.")
            self.add_error(None, text % {"pool": pool.name})
        elif same and numbers != counting.Numbers.of(pool):
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


class FirstCountForm(forms.Form):
    """The first count of some beds. What already came in since stands there as proposed."""

    capacity = forms.IntegerField(label=LABELS["capacity"], min_value=0, max_value=MOST)
    occupied = forms.IntegerField(label=LABELS["occupied"], min_value=0, max_value=MOST)
    out_of_service = forms.IntegerField(label=LABELS["out_of_service"], min_value=0, max_value=MOST, initial=0)
    family_places = forms.IntegerField(label=LABELS["family_places"], min_value=0, max_value=MOST, initial=0)

    def __init__(self, pool: BedPool, data: Any = None) -> None:
        given = {"occupied": pool.occupied} if pool.occupied else {}
        super().__init__(data, initial=given, auto_id=f"{pool.public_id}-%s")
        self.pool = pool
        for field in self.fields.values():
            field.widget.attrs["inputmode"] = "numeric"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors:
            try:
                self.numbers.check()
            except counting.Nonsense as wrong:
                self.add_error(wrong.field, _("These are more than there are beds."))
        return said

    @property
    def numbers(self) -> counting.Numbers:
        return counting.Numbers(**{field: self.cleaned_data[field] for field in counting.FIELDS})
