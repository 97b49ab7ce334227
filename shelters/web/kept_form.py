"""A form whose session ended, or whose token is old: the page comes back with all that was typed.

Nothing of it is stored. The sign-in opens in a new tab, and the same button sends the form again.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

_FORM = "application/x-www-form-urlencoded"
_NOT_TYPED = "csrfmiddlewaretoken"
_OF_KEYS = ("account_", "mfa_", "key_confirm")  # passwords and codes are typed anew


def page(request: HttpRequest, sign_in: str = "", *, known: bool = True) -> HttpResponse | None:
    """The page with what was typed. `sign_in`: the address of the sign-in, where the session has ended.

    `known`: a session of somebody sent it. From a stranger no large body is read.
    None: nothing was typed, or another site may have sent it. Its words must not get a button of ours.
    """
    most = settings.MAX_LARGE_BODY if known else settings.MAX_BODY
    if not _is_from_our_page(request) or not 0 < int(request.META.get("CONTENT_LENGTH") or 0) <= most:
        return None
    entered = [(name, value) for name, values in request.POST.lists() for value in values if name != _NOT_TYPED]
    if not entered or _is_of_keys(request):
        return None
    return render(request, "staff/kept_form.html", {"entered": entered, "sign_in": sign_in, "kept": True}, status=403)


def _is_from_our_page(request: HttpRequest) -> bool:
    """Whether a browser says so. Unlike the guard of the open pages, this one does not believe silence."""
    ours = f"{'https' if request.is_secure() else 'http'}://{request.get_host()}"
    return request.method == "POST" and request.content_type == _FORM and request.headers.get("Origin") == ours


def _is_of_keys(request: HttpRequest) -> bool:
    assert request.resolver_match  # Django resolves the address before any guard looks
    name = str(request.resolver_match.view_name)
    return name in settings.PUBLIC_VIEWS or name.startswith(_OF_KEYS)
