"""The pages of staff, behind sign-in. What allauth offers and we do not leads nowhere."""

from allauth.account import views as accounts
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from .views import beds, work


def nowhere(request: HttpRequest) -> HttpResponse:
    """No open sign-up, and no password by mail."""
    raise Http404


urlpatterns = [
    path("", work.home, name="work"),
    path("people/", work.people, name="people"),
    path("people/invite/", work.invite, name="invite"),
    path("join/<str:token>/", work.join, name="join"),
    path("language/", work.language, name="language"),
    path("sign-out-everywhere/", work.sign_out_everywhere, name="sign_out_everywhere"),
    path("beds/<str:public_id>/", beds.facility, name="beds"),
    path("beds/<str:public_id>/confirm/", beds.confirm, name="beds_confirm"),
    path("beds/<str:public_id>/undo/", beds.undo, name="beds_undo"),
    path("sign-in/", accounts.login, name="account_login"),
    path("sign-out/", accounts.logout, name="account_logout"),
    path("again/", accounts.reauthenticate, name="account_reauthenticate"),
    path("keys/", include("allauth.mfa.urls")),
    path("no/sign-up/", nowhere, name="account_signup"),
    path("no/password/", nowhere, name="account_reset_password"),
    path("no/account/", nowhere, name="account_inactive"),
]
