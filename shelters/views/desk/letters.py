"""How a place comes to be listed, with a form for strangers; and what they wrote, for coordinators."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ...codes.staff import LetterKind, Role
from ...desk import letters
from ...models import Letter
from ...staff import team
from ...web.same_origin import is_same_origin
from ...web.throttle import seconds_to_ask


class LetterForm(forms.Form):
    kind = forms.ChoiceField(choices=LetterKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("What you want to say"), max_length=letters.LONGEST)


@csrf_exempt  # nothing ambient authorises it: there is nothing to forge
@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """The rules, and the form. What is sent changes nothing and is answered with nothing."""
    about = {"path": "listing", "kinds": LetterKind.choices, "longest": letters.LONGEST}
    if request.method != "POST" or not is_same_origin(request):
        return render(request, "listing.html", about)
    form = LetterForm(request.POST)
    about["form"] = form
    if wait := seconds_to_ask(request):
        about["sorry"] = gettext("That was a lot at once. Try again in a minute.")
        response = render(request, "listing.html", about, status=429)
        response["Retry-After"] = str(wait)
        return response
    if not form.is_valid():
        about["sorry"] = gettext("Choose what it is about, and say it in 1,000 letters at most.")
        return render(request, "listing.html", about, status=400)
    letters.put(LetterKind(form.cleaned_data["kind"]), form.cleaned_data["text"], timezone.now())
    return render(request, "listing.html", about | {"form": None, "sent": True})


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The letters by day and kind; none is opened."""
    team.only(request, Role.COORDINATOR)
    about = {"letters": Letter.objects.all(), "not_kept": letters.not_kept(timezone.now())}
    return render(request, "staff/desk/letters.html", about)


@require_POST
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter, opened. It leaves an entry."""
    user = team.only(request, Role.COORDINATOR)
    letter = get_object_or_404(Letter, pk=pk)
    about = {"letter": letter, "text": letters.read(letter, by=team.actor(user))}
    return render(request, "staff/desk/letter.html", about)


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter is done with."""
    user = team.only(request, Role.COORDINATOR)
    letters.settle(get_object_or_404(Letter, pk=pk), by=team.actor(user))
    return redirect("letters")
