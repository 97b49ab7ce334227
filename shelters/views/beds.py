"""The page that counts beds, for a phone held in one hand, and their history.

The first count is typed. From then on each number has − and +, and a button says "still correct". A request may
carry a `tap`, a random key under which it counts only once. It may also carry the seconds since the tap (`ago`).
static/beds.js repeats a request that got no answer.
"""

import re
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..beds import counting, history
from ..beds.counting import Room
from ..beds.freshness import age, is_just_now
from ..beds.typed_counts import FirstCountForm
from ..codes.staff import CountRoute, OutOfService, Role
from ..models import BedCount, BedPool, Facility
from ..staff import team
from ..web import idempotency
from ..web.idempotency import Reply
from .work import facilities_of, sent_id

# Roles that may handle tokens. Counters may not: their second factor may be of a kind that can be copied.
TRUSTED = (Role.HOST, Role.COORDINATOR)
COUNTING = (Role.COUNTER, Role.HOST, Role.COORDINATOR)
_NEVER = gettext_lazy("Nobody has counted here yet: first write down how many there are.")
_REFUSED: dict[type[Exception], Any] = {
    counting.LostRace: gettext_lazy("Somebody counted in between. Look at the numbers again."),
    counting.NeverCounted: _NEVER,
    counting.TooLate: gettext_lazy("That cannot be taken back any more. Count it anew."),
}
_SEEN = re.compile(r"(\d{1,15}):(\d{1,9})", re.ASCII)  # a pool and its version


class SentForm(forms.Form):
    tap = forms.RegexField(r"^[A-Za-z0-9_-]{1,64}\Z", required=False)
    ago = forms.IntegerField(min_value=0, max_value=86_400, required=False)


class TapForm(SentForm):
    field = forms.ChoiceField(choices=[(field, field) for field in (*counting.FIELDS, "reason")])
    more = forms.ChoiceField(choices=[("1", "+"), ("-1", "−")], required=False)
    reason = forms.ChoiceField(choices=OutOfService.choices, required=False)

    def clean_more(self) -> str:
        more = str(self.cleaned_data["more"])
        if not more and self.cleaned_data.get("field") != "reason":
            raise ValidationError("required")
        return more


def own_facility(request: HttpRequest, public_id: str, roles: Collection[Role] = COUNTING) -> Facility:
    """A facility that this person may act for. Another's facility is 404, a role outside `roles` is 403."""
    user = team.only(request, *roles)
    found: Facility = get_object_or_404(facilities_of(user).distinct(), public_id=public_id)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def facility(request: HttpRequest, public_id: str) -> HttpResponse:
    """The pools of a facility. POST takes a tap: `pool`, `field`, `more` (+1 or -1), and the version `seen`.

    Or it sets why beds are out of service: `field` is "reason", with the `reason`.
    """
    home = own_facility(request, public_id)
    if request.method != "POST":
        return _page(request, home)
    pool, sent = _pool(request, home), TapForm(request.POST)
    if pool is None:
        return _page(request, home, 404, sorry=_("These beds are not counted here any more."))
    if not sent.is_valid():
        return _unreadable(request, home)
    if pool.observed_at is None:
        return _page(request, home, 409, sorry=_NEVER)
    try:
        said = _once(request, sent, lambda: _change(pool, request, sent))
    except counting.Nonsense as error:
        none = error.field == "reason"
        return _page(request, home, 400, sorry=_("No bed is out of service.") if none else _("That number cannot be."))
    counted = BedCount.objects.filter(pool=pool, pk=said.get("count", 0)).first()
    return _page(request, home, undo=counted, between=pool if said.get("others") else None)


@require_POST
def first(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take the first count of a pool: its numbers, typed."""
    home = own_facility(request, public_id)
    pool, sent = _pool(request, home), SentForm(request.POST)
    if pool is None:
        return _page(request, home, 404, sorry=_("These beds are not counted here any more."))
    form = FirstCountForm(pool, request.POST)
    if not form.is_valid() or not sent.is_valid():
        return _page(request, home, 400, first=form)

    numbers, seen = {pool.pk: form.numbers}, {pool.pk: sent_id(request, "seen")}
    return _acted(request, home, sent, lambda by: counting.count(home, numbers, by=by, seen=seen))


@require_POST
def confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    """Confirm the numbers on the page: somebody looked, and they are still correct."""
    home = own_facility(request, public_id)
    pairs = [_SEEN.fullmatch(one) for one in request.POST.getlist("seen")]
    seen = {int(pair[1]): int(pair[2]) for pair in pairs if pair}
    sent = SentForm(request.POST)
    if not all(pairs) or not sent.is_valid():
        return _unreadable(request, home)

    return _acted(request, home, sent, lambda by: counting.confirm(home, by=by, seen=seen))


@require_POST
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take back the person's own last tap, within a minute."""
    home = own_facility(request, public_id)
    counted = BedCount.objects.filter(pool__facility=home, pk=sent_id(request, "count")).first()
    sent = SentForm(request.POST)
    if counted is None:
        raise Http404
    if not sent.is_valid():
        return _unreadable(request, home)

    return _acted(request, home, sent, lambda by: counting.undo(counted, by=by))


def _pool(request: HttpRequest, home: Facility) -> BedPool | None:
    return next((one for one in home.pools.all() if one.public_id == request.POST.get("pool")), None)


def _change(pool: BedPool, request: HttpRequest, sent: TapForm) -> Reply:
    asked, by = sent.cleaned_data, _by(request, sent)
    if asked["field"] == "reason":
        counting.explain(pool, asked["reason"], by=by)
        return 200, {}
    counted = counting.step(pool, by=by, **{asked["field"]: int(asked["more"])})
    return 200, {"count": counted.pk, "others": request.POST.get("seen") != str(counted.version - 1)}


def _by(request: HttpRequest, sent: SentForm) -> counting.CountedBy:
    """Who counts, and when they looked. The phone's clock may be wrong, so it sends the seconds since the tap."""
    ago = timedelta(seconds=sent.cleaned_data["ago"] or 0)
    return counting.CountedBy(team.actor_of(request), CountRoute.PAGE, observed_at=timezone.now() - ago)


def _acted(
    request: HttpRequest, home: Facility, sent: SentForm, act: Callable[[counting.CountedBy], object]
) -> HttpResponse:
    """The page anew after `act`, or why it was refused."""

    def reply() -> Reply:
        act(_by(request, sent))
        return 200, {}

    try:
        _once(request, sent, reply)
    except tuple(_REFUSED) as error:
        return _page(request, home, 409, sorry=_REFUSED[type(error)])
    return redirect("beds", public_id=home.public_id)


def _once(request: HttpRequest, sent: SentForm, act: Callable[[], Reply]) -> dict[str, Any]:
    """The result of `act`. Without a key, each request takes effect."""
    tap = sent.cleaned_data["tap"]
    _status, body = idempotency.once(f"user {request.user.pk}", tap, act) if tap else act()
    return body


def _unreadable(request: HttpRequest, home: Facility) -> HttpResponse:
    return _page(request, home, 400, sorry=_("This page cannot read what was sent."))


def _page(
    request: HttpRequest, home: Facility, status: int = 200, first: FirstCountForm | None = None, **said: Any
) -> HttpResponse:
    """`first`: a first count that was typed and refused."""
    now = timezone.now()
    rooms = [_shown(room, home, now, first) for room in counting.rooms(home, now)]
    said |= {"facility": home, "rooms": rooms, "reasons": OutOfService.choices}
    said["counted"] = any(room["first"] is None for room in rooms)
    said["may_feed"] = not team.user_of(request).roles.isdisjoint(TRUSTED)
    return render(request, "staff/beds/count.html", said, status=status)


def _shown(room: Room, home: Facility, now: datetime, first: FirstCountForm | None) -> dict[str, Any]:
    pool = room.pool
    form = None if pool.observed_at else first if first and first.pool == pool else FirstCountForm(pool)
    told = {"age": age(pool.observed_at, home, now).value, "just_now": is_just_now(pool.observed_at, now)}
    return {"room": room, "first": form, **told}


@require_safe
def beds_history(request: HttpRequest, public_id: str) -> HttpResponse:
    """A chart and a table for each pool."""
    home = own_facility(request, public_id)
    return render(
        request, "staff/beds/history.html", {"facility": home, "pools": history.history(home, timezone.now())}
    )
