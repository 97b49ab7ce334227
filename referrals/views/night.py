"""The night at a house: a page that says when something waits, who came to the door, and that nobody is to be sent."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from shelters.beds.counting import CountedBy
from shelters.codes.staff import CountRoute, Role
from shelters.directory import pausing
from shelters.hours.clock import next_oclock
from shelters.models import BedPool, Organisation, User, WalkIn
from shelters.models.sourced import NumberField
from shelters.night import asked_after, rota, walk_ins, watch
from shelters.staff import team

from .. import access
from ..codes import ShiftNeed
from ..forms.shift import ShiftNoteForm
from ..forms.staff import once_field
from ..models import ShiftNote
from ..pages import worklist
from ..vault import sealing, shift_notes
from ..vault.shift_notes import ShiftContent
from .errors import once

REFRESH = 60  # seconds
PEOPLE = range(1, 7)
MORNING, NOON, UNKNOWN = "8", "12", ""
UNTIL = ((MORNING, _("until 8 in the morning")), (NOON, _("until noon")), (UNKNOWN, _("nobody knows yet")))


class DutyForm(forms.Form):
    """Who is on duty in a night, who is second, and the number at which to ring the second."""

    night = forms.TypedChoiceField(label=_("Which night"), coerce=int)
    first = forms.ModelChoiceField(User.objects.none(), label=_("On duty"))
    second = forms.ModelChoiceField(User.objects.none(), label=_("Second"), required=False)
    number = forms.CharField(label=_("Number to ring for the second"), max_length=40, required=False)

    def __init__(self, house: Organisation, data: Any = None) -> None:
        super().__init__(data, auto_id="duty_%s")
        nights = [(0, gettext("tonight")), (1, gettext("tomorrow night"))]
        self.fields["night"].choices = nights  # type: ignore[attr-defined]
        for field in ("first", "second"):
            self.fields[field].queryset = team.hosts([house.pk])  # type: ignore[attr-defined]

    def clean_number(self) -> str:
        return str(NumberField().to_python(self.cleaned_data["number"]))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("second") and given["second"] == given.get("first"):
            self.add_error("second", gettext("The second is somebody else."))
        return given


class WalkInForm(forms.Form):
    people = forms.TypedChoiceField(choices=[(number, number) for number in PEOPLE], coerce=int)
    until = forms.ChoiceField(choices=UNTIL, required=False)
    pool = forms.CharField(max_length=6)
    once = once_field()


@require_safe
def night(request: HttpRequest) -> HttpResponse:
    """All that a house needs at night, on a page."""
    return _page(request, access.organisation_of(request, Role.HOST))


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Open the page that watches. Its address holds a token of its own."""
    access.organisation_of(request, Role.HOST)
    return redirect("night_watch", token=watch.begin(team.user_of(request), timezone.now()))


@require_safe
def watching(request: HttpRequest, token: str) -> HttpResponse:
    """How many wait, and no more. It looks at no session, so it prolongs none."""
    now = timezone.now()
    user = watch.watcher(token, now)
    waiting = worklist.waiting(user, now).count() if user else 0
    about = {"over": user is None, "waiting": waiting, "waits_for_you": waiting, "refresh": REFRESH}
    with translation.override((user and user.language) or translation.get_language()):
        return render(request, "staff/night/watch.html", about, status=410 if user is None else 200)


@require_POST
def come(request: HttpRequest) -> HttpResponse:
    """Somebody came to the door: `people`, `until`, and the `pool` whose beds they take. Sent twice, it counts once."""
    house, form = access.organisation_of(request, Role.HOST), WalkInForm(request.POST)
    if not form.is_valid():
        return _page(request, house, 400, sorry=_("Choose how many came."))
    pool = get_object_or_404(_pools(house), public_id=form.cleaned_data["pool"])
    until = next_oclock(int(form.cleaned_data["until"]), timezone.now()) if form.cleaned_data["until"] else None
    by, number = team.actor_of(request), form.cleaned_data["people"]
    once(form, by, lambda: walk_ins.come(pool, number, until=until, by=_by(request)))
    return redirect("night")


@require_POST
def gone(request: HttpRequest, pk: int) -> HttpResponse:
    """They have left, or they stay (`stays`)."""
    house = access.organisation_of(request, Role.HOST)
    one = get_object_or_404(WalkIn, pk=pk, pool__facility__organisation=house)
    if request.POST.get("stays"):
        walk_ins.stay(one)
    else:
        walk_ins.leave(one, by=_by(request))
    return redirect("night")


@require_POST
def duty(request: HttpRequest) -> HttpResponse:
    """Say who is on duty tonight or tomorrow night, and who is second."""
    house, now = access.organisation_of(request, Role.HOST), timezone.now()
    form = DutyForm(house, request.POST)
    if not form.is_valid():
        return _page(request, house, 400, duty_form=form)
    given = dict(form.cleaned_data)
    rota.put(house, rota.nights(now)[given.pop("night")], **given, by=team.actor_of(request))
    return redirect("night")


@require_POST
def nobody(request: HttpRequest) -> HttpResponse:
    """Ask that nobody is sent to a `facility` for 24 hours (`stopped` 1), or take that back (0)."""
    house = access.organisation_of(request, Role.HOST)
    facility = get_object_or_404(house.facilities, public_id=request.POST.get("facility", ""))
    if request.POST.get("stopped") not in ("0", "1"):
        raise Http404
    pausing.send_nobody(facility, request.POST["stopped"] == "1", by=team.actor_of(request))
    return redirect("night")


@require_POST
def note(request: HttpRequest) -> HttpResponse:
    """Leave a note for the next shift. Sent twice, it is left once."""
    house, form = access.organisation_of(request, Role.HOST), ShiftNoteForm(request.POST)
    if not form.is_valid():
        return _page(request, house, 400, note_form=form)
    given, by = form.cleaned_data, team.actor_of(request)
    said: ShiftContent = {"word": given["word"], "people": given["people"], "needs": given["needs"]}
    once(form, by, lambda: shift_notes.write(house, said, by=by))
    return redirect("night")


@require_POST
def note_read(request: HttpRequest, public_id: str) -> HttpResponse:
    """Somebody of the next shift has read it."""
    access.organisation_of(request, Role.HOST)
    shift_notes.tick(get_object_or_404(_notes(team.user_of(request)), public_id=public_id), by=team.actor_of(request))
    return redirect("night")


@require_POST
def asked(request: HttpRequest) -> HttpResponse:
    """Somebody asked after somebody: it is counted, and nothing else is kept."""
    asked_after.count(access.organisation_of(request, Role.HOST), by=team.actor_of(request))
    return redirect("night")


def _notes(user: User) -> QuerySet[ShiftNote]:
    """What was left since this account woke."""
    since = user.awake_at or timezone.now()
    return ShiftNote.objects.readable(timezone.now()).filter(organisation=user.organisation_id or 0, at__gte=since)


def _opened(one: ShiftNote) -> tuple[ShiftNote, ShiftContent | None, list[str]]:
    """The note, what it says, and what to prepare in words. A note that does not open is a dash."""
    try:
        content = shift_notes.content_of(one)
    except sealing.Unreadable:
        return one, None, []
    return one, content, [str(ShiftNeed(need).label) for need in content["needs"]]


def _page(request: HttpRequest, house: Organisation, status: int = 200, **more: object) -> HttpResponse:
    now = timezone.now()
    facilities = [(facility, facility.takes_nobody(now)) for facility in house.facilities.all()]
    came = WalkIn.objects.filter(pool__facility__organisation=house).select_related("pool__facility")
    about = {"facilities": facilities, "pools": _pools(house), "came": came, "people": PEOPLE, "until": UNTIL}
    notes = [_opened(one) for one in _notes(team.user_of(request))]
    more = {"notes": notes, "note_form": ShiftNoteForm(), "asked_after": asked_after.lately(house, now)} | more
    more = {"duty_form": DutyForm(house), "duties": rota.of(house, now), "now": now} | more
    return render(request, "staff/night/page.html", about | {"once": WalkInForm()["once"]} | more, status=status)


def _pools(house: Organisation) -> QuerySet[BedPool]:
    return BedPool.objects.filter(facility__organisation=house).select_related("facility")


def _by(request: HttpRequest) -> CountedBy:
    return CountedBy(team.actor_of(request), CountRoute.PAGE)
