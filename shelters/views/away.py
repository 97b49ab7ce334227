"""What is said while the database is away, when all that is held is too old, and on a front: whom to ring."""

import os
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from ..finder import hotlines
from ..finder.hotlines import HotlineView
from ..published import current

RETRY_AFTER = 30  # seconds
PAGE = "lines.html"


def unavailable(request: HttpRequest) -> HttpResponse:
    """Asking, codes and staff pages; and everything, where there was neither a database nor a file."""
    doing = _("Asking, answers and signing in do not work at the moment. You did nothing wrong.")
    return _answer(request, "unavailable", doing + " " + _("Try again in a few minutes, or ring."))


def restored(request: HttpRequest) -> HttpResponse:
    """Asking, codes and staff pages, on a database that may bring back what was erased."""
    rests = _("Asking, answers and signing in rest until somebody has checked this server. You did nothing wrong.")
    return _answer(request, "restored", rests + " " + _("Please ring."))


def past_use(request: HttpRequest) -> HttpResponse:
    """The list of places is too old. The lines alone are shown, and where to look."""
    detail = _("Our list of places is more than three days old, so we do not show it. These numbers answer.")
    return _answer(request, "out_of_date", detail)


@csrf_exempt  # it reads nothing and changes nothing
def elsewhere(request: HttpRequest) -> HttpResponse:
    """On a front, in place of asking and its answers. What was sent is not read, and goes nowhere."""
    return render(request, "finder/elsewhere.html")


def _answer(request: HttpRequest, code: str, detail: str) -> HttpResponse:
    response: HttpResponse
    if request.path_info.startswith("/api/"):
        response = JsonResponse({"code": code, "detail": detail}, status=503)
    else:
        context = {"detail": detail, "hotlines": lines(), "languages": settings.LANGUAGES}
        response = render(request, "away.html", context, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def lines() -> list[HotlineView]:
    """Empty where nothing is held: then the page has 112, 102 and 103."""
    try:
        return hotlines.at(current.get(), timezone.now())
    except current.NothingHeld:
        return []


def write_page() -> None:
    """A page of the lines in all languages, as a file: a proxy shows it when even this server is gone.

    It stands in settings.PUBLISHED, readable by the proxy. Raises OSError.
    """
    folder = Path(settings.PUBLISHED)
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    context = {"hotlines": lines(), "languages": settings.LANGUAGES, "style": settings.STYLE}
    context |= {"SITE_NAME": settings.SITE_NAME, "DEMO": settings.DEMO}
    page, path = render_to_string("hotlines/page.html", context), folder / PAGE
    if not path.exists() or path.read_text(encoding="utf-8") != page:
        fresh = path.with_name(f"{PAGE}.{os.getpid()}")
        fresh.write_text(page, encoding="utf-8")
        fresh.chmod(0o644)
        fresh.replace(path)
