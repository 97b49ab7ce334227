"""The pages of staff, behind sign-in. Pages of allauth that we do not offer answer 404."""

from allauth.account import views as accounts
from allauth.mfa.base import views as factors
from allauth.mfa.webauthn import views as passkeys
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from .views import (
    beds,
    feed,
    freeze,
    joining,
    keys,
    lists,
    overdue,
    people,
    proposals,
    still,
    work,
    work_near,
)
from .views.desk import coming_in, first_day, ring
from .views.keeping import trail


def nowhere(request: HttpRequest) -> HttpResponse:
    """404: there is no open sign-up, and no password by mail."""
    raise Http404


urlpatterns = [
    path("", work.home, name="work"),
    path("calendar/", work.calendar, name="calendar"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/invitations/<int:pk>/withdraw/", people.withdraw, name="invitation_withdraw"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/role/", people.more, name="role_more"),
    path("people/<int:pk>/keys/", people.renew_keys, name="renew_keys"),
    path("people/<int:pk>/leave/", people.leave, name="leave"),
    path("seen/", people.seen, name="seen"),
    path("nearly-in/", joining.nearly_in, name="nearly_in"),
    path("joining/", joining.listed, name="joining"),
    path("joining/<str:public_id>/", joining.one, name="joining_one"),
    path("joining/<str:public_id>/digits/", joining.type_digits, name="joining_type"),
    path("joining/<str:public_id>/stop/", joining.stop, name="joining_stop"),
    path("proposals/", proposals.listed, name="proposals"),
    path("proposals/<str:public_id>/", proposals.one, name="proposal"),
    path("proposals/<str:public_id>/confirm/", proposals.confirm, name="proposal_confirm"),
    path("proposals/<str:public_id>/withdraw/", proposals.withdraw, name="proposal_withdraw"),
    path("proposals/<str:public_id>/put-back/", proposals.put_back, name="proposal_put_back"),
    path("done/", trail.done, name="trail"),
    path("done/you/", trail.own, name="trail_own"),
    path("opening/", joining.open_site, name="opening"),
    path("first-day/", first_day.checklist, name="first_day"),
    path("first-day/second/", first_day.invite_second, name="second_coordinator"),
    path("ring/", ring.ring, name="ring"),
    path("ring/many/", ring.many, name="ring_many"),
    path("ring/take-back/", ring.take_back, name="ring_take_back"),
    path("ring/when/", ring.when, name="ring_when"),
    path("ring/<str:kind>/<int:pk>/", ring.call, name="ring_call"),
    path("directory/", lists.directory, name="directory"),
    path("directory/template.xlsx", lists.template, {"ending": "xlsx"}, name="directory_template"),
    path("directory/template.csv", lists.template, {"ending": "csv"}, name="directory_template_csv"),
    path("directory/list.xlsx", lists.export, {"ending": "xlsx"}, name="directory_list"),
    path("directory/list.csv", lists.export, {"ending": "csv"}, name="directory_list_csv"),
    path("freeze/", freeze.stop, name="freeze"),
    path("frozen/", freeze.frozen, name="frozen"),
    path("mail/", work.mail, name="mail"),
    path("join/", coming_in.type_words, name="join_words"),
    path("join/<str:token>/", work.join, name="join"),
    path("language/", work.language, name="language"),
    path("sign-out-everywhere/", work.sign_out_everywhere, name="sign_out_everywhere"),
    path("sessions/", keys.sessions, name="sessions"),
    path("sessions/end/", keys.session_end, name="session_end"),
    path("near/", work_near.near, name="work_near"),
    path("beds/<str:public_id>/", beds.facility, name="beds"),
    path("beds/<str:public_id>/first/", beds.first, name="beds_first"),
    path("beds/<str:public_id>/confirm/", beds.confirm, name="beds_confirm"),
    path("beds/<str:public_id>/undo/", beds.undo, name="beds_undo"),
    path("beds/<str:public_id>/feed/", feed.tokens, name="beds_feed"),
    path("beds/<str:public_id>/feed/revoke/", feed.revoke, name="beds_feed_revoke"),
    path("beds/<str:public_id>/history/", beds.beds_history, name="beds_history"),
    path("overdue/", overdue.worklist, name="overdue"),
    path("overdue/<str:public_id>/", overdue.call, name="overdue_call"),
    path("overdue/<str:public_id>/settled/", overdue.settle, name="overdue_settle"),
    path("still/<str:token>/", still.still, name="still"),
    path("sign-in/", accounts.login, name="account_login"),
    path("sign-out/", accounts.logout, name="account_logout"),
    path("keys/", keys.index, name="mfa_index"),
    path("keys/authenticate/", keys.second_step, name="mfa_authenticate"),
    path("keys/reauthenticate/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("keys/totp/activate/", keys.add_app, name="mfa_activate_totp"),
    path("keys/totp/deactivate/", keys.remove_app, name="mfa_deactivate_totp"),
    path("keys/recovery-codes/", include("allauth.mfa.recovery_codes.urls")),
    path("keys/webauthn/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("keys/webauthn/add/", keys.add_passkey, name="mfa_add_webauthn"),
    path("keys/webauthn/login/", keys.passkey_sign_in, name="mfa_login_webauthn"),
    path("keys/webauthn/reauthenticate/", keys.passkey_again, name="mfa_reauthenticate_webauthn"),
    path("keys/webauthn/<int:pk>/edit/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("keys/webauthn/<int:pk>/remove/", keys.remove_passkey, name="mfa_remove_webauthn"),
    path("keys/webauthn/<int:pk>/confirm/", keys.key_confirm, name="key_confirm"),
    path("no/sign-up/", nowhere, name="account_signup"),
    path("no/password/", nowhere, name="account_reset_password"),
    path("no/again/", nowhere, name="account_reauthenticate"),
    path("no/account/", nowhere, name="account_inactive"),
]
