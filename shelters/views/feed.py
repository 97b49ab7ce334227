"""Tokens for a shelter's own system: made, shown once, and revoked."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from ..api import bed_feed_tokens
from ..codes.staff import Role
from ..models import FeedToken
from ..staff import team
from .beds import TRUSTED, own_facility
from .work import sent_id


@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest, public_id: str) -> HttpResponse:
    """The valid tokens of the facility's feed. POST makes a new token, which is shown only now.

    Only the house itself makes tokens: what a token counts is the house's own word.
    """
    home = own_facility(request, public_id, TRUSTED if request.method != "POST" else (Role.HOST,))
    token = bed_feed_tokens.make_token(home, by=team.user_of(request)) if request.method == "POST" else ""
    said = {
        "facility": home,
        "token": token,
        "address": request.build_absolute_uri(reverse("api-beds", args=[public_id])),
        "may_make": Role.HOST in team.user_of(request).roles,
        "tokens": list(bed_feed_tokens.live().filter(facility=home)),
    }
    return render(request, "staff/beds/feed.html", said)


@require_POST
def revoke(request: HttpRequest, public_id: str) -> HttpResponse:
    """Revoke the token with the id `token`."""
    home = own_facility(request, public_id, TRUSTED)
    token = FeedToken.objects.filter(facility=home, pk=sent_id(request, "token")).first()
    if token is None:
        raise Http404
    bed_feed_tokens.revoke_token(token, by=team.user_of(request))
    return redirect("beds_feed", public_id=public_id)
