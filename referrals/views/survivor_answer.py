"""Read the answers with the code, reply, choose, be reached, or take it all back.

Whoever holds the code may do it: the page asks for nothing else, and shows nothing of where or when.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from shelters.beds.holds import NoRoom
from shelters.models import Freeze
from shelters.models.background import Installation
from shelters.published.remembered import remembered
from shelters.web import failures, throttle
from shelters.web.same_origin import is_same_origin

from ..codes import ConsentMethod
from ..forms.contact import SurvivorContactForm, contact_of
from ..forms.survivor import ReplyForm, SurvivorForm
from ..models import Enquiry, Referral
from ..pages import survivor_answers
from ..vault import contents, hashes, keyring, sealing
from ..workflow import cases, placing, sending, stay
from ..workflow.transitions import HER, Illegal

Context = dict[str, Any]


@csrf_exempt  # nothing ambient authorises it: the code does, and it stands in the body
@require_http_methods(["GET", "HEAD", "POST"])
@remembered
def answer(request: HttpRequest) -> HttpResponse:
    """What was answered, by the code alone; `do` says what else is wanted."""
    if request.method != "POST" or not is_same_origin(request):
        return ask_for_code(request)
    if wait := throttle.seconds_to_read(request):
        response = ask_for_code(request, 429, sorry=_("That was a lot at once. Try again in a minute."), keep=True)
        response["Retry-After"] = str(wait)
        return response
    typed = request.POST.get("code", "")
    number = sum(letter in "0123456789" for letter in typed)
    if number != hashes.DIGITS:
        words = _("The code has 16 digits. Here there are %(number)d.") % {"number": number}
        return ask_for_code(request, 400, sorry=words, typed=typed[:40])
    throttle.slow_down_codes()
    referral = contents.by_code(typed)
    if referral:
        return _answered(request, referral)
    throttle.failed(request, failures.CODE)
    return _no_such(request)


def _answered(request: HttpRequest, referral: Referral) -> HttpResponse:
    """What cannot be opened is said so, also where it shows only while a refusal is put into words."""
    try:
        return _done(request, referral)
    except (sealing.Unreadable, keyring.NoKey):
        if Installation.lost_cases(timezone.now()):
            return ask_for_code(request, 404, sorry=_lost())
        return ask_for_code(request, 503, sorry=_("This cannot be read at the moment. Please ring instead."))


def _done(request: HttpRequest, referral: Referral) -> HttpResponse:
    name = request.POST.get("do", "")
    try:
        if name == "erase":
            cases.withdraw(referral.case, by=HER)
            return render(request, "enquiry/erased.html", {"path": "answer"})
        return _page(request, **(_MOVES[name](request, referral) if name in _MOVES else {}))
    except placing.Gone:
        return _changed(request, _("Somebody else has that place now. Another one may still be free."))
    except NoRoom:
        return _changed(request, _("The place is not kept any more. Write to them before you go."))
    except Illegal:
        return _changed(request, _("Something has changed in between. This is how it stands now."))


def _changed(request: HttpRequest, sorry: str) -> HttpResponse:
    return _page(request, sorry=sorry, status=409)


def _choose(request: HttpRequest, referral: Referral) -> Context:
    placing.choose(_one(request, referral), by=HER)
    return {}


def _reply(request: HttpRequest, referral: Referral) -> Context:
    """Write to one place. The same words twice in a row are one message: the button was pressed twice."""
    one = _one(request, referral)
    form = _reply_form(one.public_id, request.POST)
    if not form.is_valid():
        return _mistaken(form, at=one.public_id)
    text = form.cleaned_data["text"]
    last = one.messages.filter(from_house=False).last()
    try:
        if last is None or contents.text_of(last, contents.key_of(referral.case)) != text:
            placing.write(one, text, from_house=False, by=HER)
    except sealing.TooLong:
        form.add_error("text", _("That is too long."))
        return _mistaken(form, at=one.public_id)
    except sending.TooManyMessages as much:
        enough = _("No more can be written here today. If it cannot wait, please ring.")
        form.add_error("text", enough if much.today else _("That was a lot at once. Try again in a minute."))
        return _mistaken(form, at=one.public_id) | {"status": 429}
    return {"done": _("It was sent.")}


def _reply_form(ask: str, data: QueryDict | None = None) -> ReplyForm:
    """The form for a message to a place. Its ids end with the id of the place."""
    return ReplyForm(data, auto_id=f"%s-{ask}")


def _contact(request: HttpRequest, referral: Referral) -> Context:
    form = SurvivorContactForm(request.POST)
    if not form.is_valid():
        return _mistaken(form, at="contact")
    stay.leave_contact(referral, contact_of(form.cleaned_data), how=ConsentMethod.SCREEN, by=HER)
    return {"done": _("The people there can read now how to reach you.")}


def _forget(request: HttpRequest, referral: Referral) -> Context:
    stay.leave_contact(referral, None, how=ConsentMethod.SCREEN, by=HER)
    return {"done": _("It is erased. They cannot read any more how to reach you.")}


def _set_out(request: HttpRequest, referral: Referral) -> Context:
    stay.set_out(referral, by=HER)
    return {}


def _sure(request: HttpRequest, referral: Referral) -> Context:
    return {"template": "enquiry/withdraw.html"}


_MOVES: dict[str, Callable[[HttpRequest, Referral], Context]] = {
    "choose": _choose,
    "reply": _reply,
    "contact": _contact,
    "forget": _forget,
    "set_out": _set_out,
    "sure": _sure,
}


def _one(request: HttpRequest, referral: Referral) -> Enquiry:
    """The place that a form is about. Raises Illegal where it is none of hers."""
    asked = request.POST.get("ask", "")
    found = referral.enquiries.filter(public_id=asked).first() if asked.isalnum() else None
    if found is None:
        raise Illegal("ask")
    return found


def _mistaken(form: SurvivorForm, at: str) -> Context:
    """The context of a form with errors. It keeps the entered values."""
    return {"sent": (at, form), "status": 400}


def _page(
    request: HttpRequest,
    status: int = 200,
    template: str = "enquiry/answers.html",
    sent: tuple[str, SurvivorForm | None] = ("", None),
    **said: object,
) -> HttpResponse:
    """How it stands now, and what may be done. `sent`: a form with errors, after "contact" or the id of its place."""
    fresh = contents.by_code(request.POST.get("code", ""))
    if fresh is None:
        return _no_such(request)
    told, (at, form) = survivor_answers.read(fresh), sent
    context = {
        "told": told,
        "nobody_reads": Freeze.objects.stops_everything(),
        "code": request.POST.get("code", ""),
        "errors": form.errors if form else {},
        "contact": form if at == "contact" else SurvivorContactForm(),
        "places": [(place, form if at == place.id else _reply_form(place.id)) for place in told.places],
        "again": {"form": "look", "path": "answer"},
    }
    return render(request, template, context | said, status=status)


def _no_such(request: HttpRequest) -> HttpResponse:
    """A wrong code, one that ran out and one that was taken back look the same, to the byte."""
    if Installation.lost_cases(timezone.now()):
        return ask_for_code(request, 404, sorry=_lost())
    return ask_for_code(request, 404, sorry=_("With this code there is nothing to read. Look at each digit again."))


def _lost() -> str:
    return _(
        "With this code there is nothing to read. Some of what was asked here was lost, and nobody can bring it back."
        " Look at each digit again; else please ask again, or ring."
    )


def ask_for_code(request: HttpRequest, status: int = 200, *, keep: bool = False, **said: object) -> HttpResponse:
    """The form for the code; `keep` carries all that was entered, so that it can be sent again."""
    context: Context = {"path": "answer"} | said
    if keep:
        context["kept"] = [(name, value) for name, value in request.POST.items() if name != "code"]
        context["typed"] = request.POST.get("code", "")
    return render(request, "enquiry/enter_code.html", context, status=status)
