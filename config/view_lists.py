"""Which views open to everybody, and which ask for the key afresh; all others ask for a second factor.

And lists of names: of the forms of sign-in, of the API's parts, and of the probes of `/readyz`.
"""

# The views that open without a second factor; all others ask for it. In the second line staff come in.
PUBLIC_VIEWS = {
    *("to_a_language", "home", "near", "hours", "site", "lines", "safety", "ask", "answer", "healthz", "security-txt"),
    *("ready", "rights", "phone", "help", "listing", "easy", "easy_hours"),
    *("account_login", "mfa_authenticate", "mfa_login_webauthn", "join", "join_words", "still"),
    "night_watch",
    *("api-contents", "api-near", "api-hours", "api-beds", "api-schema", "api-docs"),
}
# A POST to these asks for the key afresh, ten minutes after it was shown; so does any look at the pages of one's keys.
# Of a view that makes many moves, only the named move asks.
FRESH_VIEWS = {
    *("question_contact", "request_contact", "invite", "second_coordinator", "role_more", "renew_keys", "leave"),
    *("proposal_confirm", "whole_list", "joining_type", "opening", "freeze", "frozen", "frozen_arrivals"),
    *("beds_feed", "beds_feed_revoke", "mail", "case_move hand_over"),
}
FRESH_KEY_PAGES = {
    *("mfa_add_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn", "mfa_activate_totp", "mfa_deactivate_totp"),
    *("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes"),
}
# How the API reads and answers.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_PARSER_CLASSES": ["shelters.api.protocol.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "shelters.api.protocol.AlwaysJSON",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "shelters.api.protocol.explain",
    "UNAUTHENTICATED_USER": None,
}
MFA_FORMS = {
    "add_webauthn": "shelters.staff.key_forms.AddForm",
    "authenticate": "shelters.staff.key_forms.CodeForm",
    "authenticate_webauthn": "shelters.staff.key_forms.AuthenticateForm",
    "login_webauthn": "shelters.staff.key_forms.LoginForm",
    "reauthenticate": "shelters.staff.key_forms.CodeAgainForm",
    "reauthenticate_webauthn": "shelters.staff.key_forms.ReauthenticateForm",
}
# What `/readyz` asks.
READY_PROBES = [
    *(f"shelters.operations.probes.{name}" for name in ("database_writes", "disk", "witness")),
    "referrals.vault.keyring.probe",
]
