"""The pages that anybody may open. A search travels in the body of a POST, and is stored nowhere."""

import sys
from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ..aftercare import short_advice
from ..aftercare.plan import plan
from ..codes.hours import PartOfDay
from ..codes.public import Group
from ..codes.wording import capital
from ..finder import hotlines, small_map
from ..finder.answer_page import AnswerPage
from ..finder.candidates import ENOUGH
from ..finder.forms import HoursForm, NearForm
from ..finder.search import look_up, search
from ..guides import lines as calling
from ..guides.contents import GUIDES
from ..guides.phone import WATCHED
from ..hours.moment_words import long_day
from ..published import current, database
from ..published.remembered import remembered
from ..web import kept_form
from .asking import RefusedForm, ask, asked, form_page, form_values, search_form, search_page
from .away import unavailable


@require_safe
def to_a_language(request: HttpRequest) -> HttpResponse:
    """Redirect `/` to the pages in the reader's language, or to Azerbaijani if we have none of theirs."""
    return redirect("home")


@require_safe
@remembered
def home(request: HttpRequest) -> HttpResponse:
    """The search form, and the numbers that answer at once."""
    return search_page(request)


@csrf_exempt  # an anonymous search needs no authorisation, so there is nothing to forge
@require_http_methods(["GET", "HEAD", "POST"])
@remembered
def near(request: HttpRequest) -> HttpResponse:
    """The ranked list. With GET, or with unreadable input, the form."""
    entered = asked(request)
    if request.method != "POST" or request.POST.get("show") == "form":
        return search_page(request, entered)
    # The page parts what can be reached from the rest, so it takes all that there is.
    found = ask(request, NearForm, search, entered | {"limit": ENOUGH})
    if isinstance(found, RefusedForm):
        return search_page(request, entered, found)
    towns = [(result.place, result.distance_km) for result in found.results]
    here = found.begun.origin if found.begun else None
    drawn = {"ring": small_map.ring(here.lat, here.lon) if here else None, "dots": small_map.dots(towns)}
    again = {"form": "wish", "path": "near"}
    told = {"found": found, "page": AnswerPage.of(found, entered), "map": drawn, "watched": WATCHED}
    return render(request, "finder/results.html", form_values(entered) | told | {"again": again})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@remembered
def hours(request: HttpRequest) -> HttpResponse:
    """Tonight's plan. With GET it is what helps without any answer; its form stands below."""
    entered = asked(request)
    context = form_values(entered) | {"days": _days(), "parts": PartOfDay.choices}
    is_asked = request.method == "POST" and request.POST.get("show") != "form"
    found = ask(request, HoursForm, plan, entered) if is_asked else plan({})
    if isinstance(found, RefusedForm):
        context |= {"plan": plan({}), "is_refused": True}
        return form_page(request, "aftercare/plan.html", "hours", context, found)
    again = {"form": "wish", "path": "hours"}
    return render(request, "aftercare/plan.html", context | {"plan": found, "is_asked": is_asked, "again": again})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@remembered
def easy(request: HttpRequest) -> HttpResponse:
    """A search in short sentences: its form, and with a POST the number to call and the nearest places."""
    entered = asked(request)
    if request.method != "POST" or request.POST.get("show") == "form":
        return form_page(request, "easy/home.html", "easy", search_form(entered))
    found = ask(request, NearForm, search, entered | {"limit": ENOUGH})
    if isinstance(found, RefusedForm):
        return form_page(request, "easy/home.html", "easy", search_form(entered), found)
    told = {"page": AnswerPage.of(found, entered), "again": {"form": "wish", "path": "easy"}}
    return render(request, "easy/results.html", form_values(entered) | told)


@require_safe
@remembered
def easy_hours(request: HttpRequest) -> HttpResponse:
    """Tonight's plan in short sentences."""
    return render(request, "easy/plan.html", {"steps": short_advice.STEPS, "path": "easy_hours"})


def _days() -> list[tuple[str, str]]:
    """Today and the seven days before, each with its name, and a last choice for all earlier days."""
    today = timezone.localdate()
    days = [today - timedelta(days=number) for number in range(9)]
    names = [_("today"), _("yesterday"), *(capital(long_day(day)) for day in days[2:8]), _("earlier")]
    return [(day.isoformat(), name) for day, name in zip(days, names, strict=True)]


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@remembered
def site(request: HttpRequest) -> HttpResponse:
    """A facility, by its id. With GET, the form."""
    if request.method != "POST":
        return search_page(request)
    seen = look_up(request.POST.get("id", ""))
    if seen is None:
        raise Http404
    back = "hours" if request.POST.get("back") == "hours" else "near"
    again = {"form": "more", "path": "site"}
    return render(
        request, "finder/facility.html", form_values(asked(request)) | {"seen": seen, "again": again, "back": back}
    )


@require_safe
@remembered
def lines(request: HttpRequest) -> HttpResponse:
    """All telephone lines, what calling them does, and how we know."""
    found = hotlines.at(current.get(), timezone.now())
    apart = [*hotlines.emergency(found), *hotlines.complaints(found)]
    told = {
        "known": found,
        "emergency": hotlines.emergency(found),
        "others": [line for line in found if line not in apart],
        "complaints": hotlines.complaints(found),
    }
    said = calling.told(child_hotline=any(Group.MINOR_ALONE in line.hotline.for_groups for line in found))
    return render(request, "finder/lines.html", {"lines": told, "said": said, "path": "lines"})


@require_safe
@remembered
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """A guide: a number, general information about a single subject, and one next step."""
    return render(request, "guides/guide.html", {"guide": GUIDES[code], "path": code})


@require_safe
@remembered
def safety(request: HttpRequest) -> HttpResponse:
    """The page on safety: from whom something is hidden, and from whom not."""
    return render(request, "safety.html", {"path": "safety"})


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This server is alive. Whether it is ready is for its operator alone (`web.health`)."""
    return JsonResponse({"status": "ok"})


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to tell of a fault of the site (RFC 9116), if the settings name a contact."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    lines = [f"Contact: {contact}" for contact in settings.SECURITY_CONTACT]
    until = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=180)
    lines += [f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}", "Preferred-Languages: az, ru, en", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 403, "forbidden", _("This is for somebody else to open."))


def out_of_date(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the token of this session. Mostly it stood open for too long: on a staff page it comes back."""
    detail = _("This form does not work any more. Open its page again, and do it once more.")
    return kept_form.page(request) or _error(request, 403, "forbidden", detail)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 404, "not_found", _("There is nothing here."))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for unreadable requests. A session that cannot be written is our error, so the page says: try again."""
    if isinstance(exception, SessionInterrupted):
        return server_error(request)
    return _error(request, 400, "invalid", _("This page cannot read what was sent."))


def server_error(request: HttpRequest) -> HttpResponse:
    if database.is_the_reason(sys.exception()):
        return unavailable(request)
    return _error(request, 500, "error", _("Something broke here. You did nothing wrong. Try again, or ring a number."))


def _error(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        return JsonResponse({"code": code, "detail": detail}, status=status)
    return render(request, "error.html", {"detail": detail, "languages": settings.LANGUAGES}, status=status)
