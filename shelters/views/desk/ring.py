"""The ringing list, a call to confirm an entry, and what share was confirmed when."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ...approvals import changes, proposals, public_fields
from ...codes.public import ConfirmationMethod
from ...codes.staff import ProposalKind, Role
from ...desk import calls, ringing, shares
from ...desk.questions import QuestionsForm
from ...desk.ringing import ToConfirm
from ...directory import confirmations
from ...models import Confirmation, Facility, User
from ...staff import team


class ManyForm(forms.Form):
    how = forms.ChoiceField(choices=ConfirmationMethod.choices)
    entry = forms.MultipleChoiceField()

    def __init__(self, found: list[ToConfirm], data: Any = None) -> None:
        super().__init__(data)
        self.fields["entry"] = forms.MultipleChoiceField(choices=[(one.subject, "") for one in found])


class LaterForm(forms.Form):
    """When they asked to be rung again, as the two fields of a day and an hour. It lies ahead."""

    AHEAD = timedelta(days=5 * 366)

    day = forms.DateField()
    hour = forms.TimeField()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if {"day", "hour"} <= given.keys():
            # The years 1 and 9999 have no other time zones.
            now, at = timezone.localtime().replace(tzinfo=None), datetime.combine(given["day"], given["hour"])
            if not now < at < now + self.AHEAD:
                raise forms.ValidationError("past")
            given["at"] = timezone.make_aware(at)
        return given


@require_safe
def ring(request: HttpRequest) -> HttpResponse:
    """Whom to ring: confirmed longest ago first. Then all others, and what was confirmed within 24 hours."""
    team.only(request, Role.COORDINATOR)
    return _list(request)


@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """A call: the numbers, what to ask first, the questions. A POST says what came of it."""
    user = team.only(request, Role.COORDINATOR)
    one = next((one for one in ringing.entries() if one.subject == f"{kind} {pk}"), None)
    if one is None:
        raise Http404
    outcome = request.POST.get("outcome", "")
    if outcome == "not_reached":
        calls.note(one.subject, by=user)
        return redirect("ring")
    if outcome == "later":
        return _later(request, one, user)
    if outcome == "confirmed":
        return _confirm(request, one, user)
    return _call(request, one, _questions(one, request.POST or None), 400 if request.method == "POST" else 200)


def _later(request: HttpRequest, one: ToConfirm, user: User) -> HttpResponse:
    form = LaterForm(request.POST)
    if not form.is_valid():
        past = form.non_field_errors()
        sorry = _("Write a day and an hour to come.") if past else _("Write down the day and the hour.")
        return _call(request, one, _questions(one), 400, sorry)
    calls.note(one.subject, form.cleaned_data["at"], by=user)
    return redirect("ring")


def _confirm(request: HttpRequest, one: ToConfirm, user: User) -> HttpResponse:
    form = _questions(one, request.POST)
    if not one.has_number:
        return _call(request, one, form, 409, sorry=_("No number of it is known here."))
    if form is not None and not form.is_valid():
        return _call(request, one, form, 400)
    try:
        confirmations.confirm(one.thing, by=user, how=ConfirmationMethod.PHONE)
    except confirmations.TooMany:
        return _call(request, one, form, 409, sorry=_too_many())
    try:
        waits = form is not None and _change(one, form, user)
    except proposals.Waiting:
        sorry = _("It is confirmed. Your answers are not kept: something of it waits for a second person already.")
        return _call(request, one, form, 409, sorry=sorry)
    return redirect("proposals" if waits else "ring")


def _change(one: ToConfirm, form: QuestionsForm, user: User) -> bool:
    """Whether any answer differs from what was known: it waits for a second person, unless it only takes away."""
    source = one.thing.organisation.name_az if isinstance(one.thing, Facility) else ""
    wanted = form.wanted(source or one.thing.key, timezone.localdate())
    if wanted == form.face:
        return False
    return changes.change(ProposalKind.FACILITY, one.thing.pk, wanted, by=user).waiting is not None


@require_POST
def many(request: HttpRequest) -> HttpResponse:
    """Confirm the ticked entries, after a second question. By telephone none without a number."""
    user, found = team.only(request, Role.COORDINATOR), ringing.entries()
    form = ManyForm(found, request.POST)
    if not form.is_valid():
        return _list(request, 400, sorry=_("Tick what you confirm, and say how."))
    how = ConfirmationMethod(form.cleaned_data["how"])
    ticked = [one for one in found if one.subject in form.cleaned_data["entry"]]
    kept = [one for one in ticked if one.has_number or how != ConfirmationMethod.PHONE]
    left = max(0, confirmations.left(user))
    about = {"kept": kept, "mute": [one for one in ticked if one not in kept], "how": how, "left": left}
    if "sure" not in request.POST:
        return render(request, "staff/desk/ring_many.html", about | {"too_many": len(kept) > left})
    try:
        confirmations.confirm_many([one.thing for one in kept], by=user, how=how)
    except confirmations.TooMany:
        return _list(request, 409, sorry=_too_many())
    return redirect("ring")


@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Take back confirmations of the last 24 hours, of whichever coordinator."""
    user = team.only(request, Role.COORDINATOR)
    ticked = [pk for pk in request.POST.getlist("confirmation") if pk.isascii() and pk.isdecimal() and len(pk) < 16]
    for record in Confirmation.objects.recent(timezone.now()).filter(pk__in=ticked):
        confirmations.take_back(record, by=user)
    return redirect("ring")


@require_safe
def when(request: HttpRequest) -> HttpResponse:
    """What share of the directory was confirmed when."""
    team.only(request, Role.COORDINATOR)
    return render(request, "staff/desk/ring_when.html", {"shares": shares.shares(timezone.localdate())})


def _too_many() -> str:
    sorry = _("One person confirms at most %(most)d entries in 24 hours. Nothing is confirmed now.")
    return sorry % {"most": confirmations.MOST}


def _questions(one: ToConfirm, data: Any = None) -> QuestionsForm | None:
    """A line has none."""
    if not isinstance(one.thing, Facility):
        return None
    return QuestionsForm(public_fields.read(ProposalKind.FACILITY, one.thing.pk) or {}, data)


def _call(
    request: HttpRequest, one: ToConfirm, form: QuestionsForm | None, status: int = 200, sorry: str = ""
) -> HttpResponse:
    day = request.POST.get("day", timezone.localdate().isoformat())
    about = {"one": one, "form": form, "sorry": sorry, "day": day, "hour": request.POST.get("hour", "")}
    return render(request, "staff/desk/ring_call.html", about, status=status)


def _list(request: HttpRequest, status: int = 200, sorry: str = "") -> HttpResponse:
    now, found = timezone.now(), ringing.entries()
    today = timezone.localdate(now)
    last = calls.last([one.subject for one in found], now)
    due = [(one, last.get(one.subject)) for one in found if one.is_due(today)]
    recent = Confirmation.objects.recent(now).select_related("facility", "hotline", "confirmed_by")
    about = {
        "due": [pair for pair in due if pair[0].has_number],
        "mute": [pair for pair in due if not pair[0].has_number],
        "others": [(one, None) for one in found if not one.is_due(today)],
        "recent": recent.order_by("-made_at"),
        "how": ConfirmationMethod.choices,
        "sorry": sorry,
    }
    return render(request, "staff/desk/ring.html", about, status=status)
