"""Staff pages in a list: what each role gets with GET, and an address of each."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLResolver, get_resolver, reverse

from shelters.models import Facility

WHO = ("counter", "host", "caseworker", "coordinator")
EVERYBODY, OPEN = dict.fromkeys(WHO, 200), "open"
# What each role gets with GET: of its own organisation, and of another's ("other").
MATRIX = {
    "work": EVERYBODY,
    "calendar": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "people": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "invite": dict.fromkeys(WHO, 405),
    "renew_keys": dict.fromkeys(WHO, 405),
    "leave": dict.fromkeys(WHO, 405),
    "nearly_in": dict.fromkeys(WHO, 302),
    "joining": EVERYBODY | {"counter": 403},
    "joining_one": dict.fromkeys(WHO, 404) | {"counter": 403},
    "joining_type": dict.fromkeys(WHO, 405),
    "joining_stop": dict.fromkeys(WHO, 405),
    "proposals": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "proposal": dict.fromkeys(WHO, 403) | {"coordinator": 404},
    "proposal_confirm": dict.fromkeys(WHO, 405),
    "proposal_withdraw": dict.fromkeys(WHO, 405),
    "proposal_put_back": dict.fromkeys(WHO, 405),
    "places": dict.fromkeys(WHO, 403) | {"host": 200, "coordinator": 200},
    "place_sources": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "places_recall": dict.fromkeys(WHO, 405),
    "place_new": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "place": dict.fromkeys(WHO, 403) | {"host": 200, "coordinator": 200},
    "place_preview": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "place_show": dict.fromkeys(WHO, 405),
    "place_step": dict.fromkeys(WHO, 403) | {"host": 200, "coordinator": 200},
    "trail": EVERYBODY | {"counter": 403},
    "trail_own": EVERYBODY,
    "opening": dict.fromkeys(WHO, 405),
    "first_day": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "second_coordinator": dict.fromkeys(WHO, 405),
    "ring": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "ring_many": dict.fromkeys(WHO, 405),
    "ring_take_back": dict.fromkeys(WHO, 405),
    "ring_when": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "ring_call": dict.fromkeys(WHO, 403) | {"coordinator": 404},
    "letters": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "letter": dict.fromkeys(WHO, 405),
    "letter_settle": dict.fromkeys(WHO, 405),
    "directory": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "directory_template": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "directory_template_csv": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "directory_list": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "directory_list_csv": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "whole_ask": dict.fromkeys(WHO, 405),
    "whole_list": dict.fromkeys(WHO, 405),
    "freeze": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "person": dict.fromkeys(WHO, 403) | {"coordinator": 404},
    "role_more": dict.fromkeys(WHO, 405),
    "seen": EVERYBODY,
    "frozen": dict.fromkeys(WHO, 302),
    "frozen_arrivals": dict.fromkeys(WHO, 405),
    "mail": EVERYBODY,
    "sessions": EVERYBODY,
    "session_end": dict.fromkeys(WHO, 405),
    "join": OPEN,
    "join_words": OPEN,
    "invitation_withdraw": dict.fromkeys(WHO, 405),
    "language": dict.fromkeys(WHO, 405),
    "sign_out_everywhere": dict.fromkeys(WHO, 405),
    "place_wrong": dict.fromkeys(WHO, 405),
    "work_near": EVERYBODY | {"counter": 403},
    "beds": EVERYBODY | {"caseworker": 403, "other": 404},
    "beds_first": dict.fromkeys(WHO, 405),
    "beds_confirm": dict.fromkeys(WHO, 405),
    "beds_undo": dict.fromkeys(WHO, 405),
    "beds_feed": EVERYBODY | {"counter": 403, "caseworker": 403, "other": 404},
    "beds_feed_revoke": dict.fromkeys(WHO, 405),
    "beds_history": EVERYBODY | {"caseworker": 403, "other": 404},
    "overdue": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "overdue_call": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "overdue_complaint": dict.fromkeys(WHO, 405),
    "overdue_settle": dict.fromkeys(WHO, 405),
    "still": OPEN,
    "questions": dict.fromkeys(WHO, 403) | {"host": 200},
    "questions_pause": dict.fromkeys(WHO, 405),
    "question": dict.fromkeys(WHO, 403) | {"host": 404},
    "question_next": dict.fromkeys(WHO, 403) | {"host": 404},
    "question_contact": dict.fromkeys(WHO, 405),
    "question_move": dict.fromkeys(WHO, 405),
    "night": dict.fromkeys(WHO, 403) | {"host": 200},
    "night_begin": dict.fromkeys(WHO, 405),
    "night_watch": OPEN,
    "night_come": dict.fromkeys(WHO, 405),
    "night_nobody": dict.fromkeys(WHO, 405),
    "night_note": dict.fromkeys(WHO, 405),
    "night_note_read": dict.fromkeys(WHO, 405),
    "night_asked": dict.fromkeys(WHO, 405),
    "night_duty": dict.fromkeys(WHO, 405),
    "night_gone": dict.fromkeys(WHO, 405),
    "requests": dict.fromkeys(WHO, 403) | {"caseworker": 200},
    "requests_load": dict.fromkeys(WHO, 403) | {"caseworker": 200},
    "requests_search": dict.fromkeys(WHO, 405),
    "request_calls": dict.fromkeys(WHO, 403) | {"caseworker": 200},
    "case_new": dict.fromkeys(WHO, 403) | {"caseworker": 200},
    "case": dict.fromkeys(WHO, 403) | {"caseworker": 404},
    "case_contact": dict.fromkeys(WHO, 405),
    "case_move": dict.fromkeys(WHO, 405),
    "request_new": dict.fromkeys(WHO, 403) | {"caseworker": 200},
    "requests_overdue": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "request": dict.fromkeys(WHO, 403) | {"caseworker": 404},
    "request_contact": dict.fromkeys(WHO, 405),
    "request_move": dict.fromkeys(WHO, 405),
    "request_towards": dict.fromkeys(WHO, 405),
    "request_paper": dict.fromkeys(WHO, 403) | {"caseworker": 404},
    "account_login": OPEN,
    "account_logout": EVERYBODY,
    "account_reauthenticate": dict.fromkeys(WHO, 404),
    "key_confirm": dict.fromkeys(WHO, 405),
    "account_signup": dict.fromkeys(WHO, 404),
    "account_reset_password": dict.fromkeys(WHO, 404),
    "account_inactive": dict.fromkeys(WHO, 404),
    "mfa_index": EVERYBODY,
    "mfa_authenticate": OPEN,
    "mfa_login_webauthn": OPEN,
}
# allauth's own pages of one's own keys: signed in, they open, ask for the password again, or lead back to the list.
KEYS = {
    *("mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_activate_totp", "mfa_deactivate_totp"),
    *("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes"),
    *("mfa_list_webauthn", "mfa_add_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn"),
}
# Lists of names, each with the parts of its address. "zzzzzz" and 999 are nobody's.
_NOBODY: dict[tuple[Any, ...], tuple[str, ...]] = {
    ("zzzzzz",): (
        *("proposal", "proposal_confirm", "proposal_withdraw", "proposal_put_back"),
        *("joining_one", "joining_type", "joining_stop", "question", "question_contact", "question_next"),
        *("request", "request_contact", "case", "case_contact", "night_note_read"),
        *("whole_list", "joining_one", "joining_type", "joining_stop", "question", "question_contact", "question_next"),
        *("request", "request_contact", "case", "case_contact"),
    ),
    ("zzzzzz", "offer"): ("question_move",),
    ("zzzzzz", "set_out"): ("request_move",),
    ("zzzzzz", "withdraw"): ("case_move",),
    ("zzzzzz", "zzzzzz", "choose"): ("request_towards",),
    ("zzzzzz", "zzzzzz"): ("request_paper",),
    ("facility", 999): ("ring_call",),
    (999,): (
        "letter",
        "letter_settle",
        "renew_keys",
        "leave",
        "night_gone",
        "invitation_withdraw",
        "person",
        "role_more",
    ),
    ("x",): ("join", "still", "night_watch"),
}
_OF_A_PLACE = ("overdue_call", "overdue_settle", "overdue_complaint", "place", "place_preview", "place_show")
_PARTS = {name: parts for parts, some in _NOBODY.items() for name in some}


def names(resolver: Any = None, prefix: str = "") -> Iterator[Any]:
    """The names of all patterns under /work/."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from names(pattern, route)
        elif route.startswith("work/"):
            yield pattern.name


def path_of(name: str, home: Facility) -> str:
    """The address of a page, where it names a place that of this place."""
    if name == "place_step":
        parts: tuple[Any, ...] = (home.public_id, "takes")
    elif name in _OF_A_PLACE or name.startswith("beds"):
        parts = (home.public_id,)
    elif name.endswith(("remove_webauthn", "edit_webauthn", "key_confirm")):
        parts = (999,)
    else:
        parts = _PARTS.get(name, ())
    return reverse(name, args=parts)
