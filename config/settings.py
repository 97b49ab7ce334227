"""All settings. Each value that differs between installations is an environment variable.

`bin/serve` writes a `.env` with fresh keys; docs/operating.md lists every variable.
"""

from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from . import keys
from .database import with_limits
from .headers import compact, content_security_policy, of_a_file
from .log_settings import LOGGING as LOGGING
from .view_lists import FRESH_KEY_PAGES as FRESH_KEY_PAGES
from .view_lists import FRESH_VIEWS as FRESH_VIEWS
from .view_lists import MFA_FORMS as MFA_FORMS
from .view_lists import PUBLIC_VIEWS as PUBLIC_VIEWS
from .view_lists import READY_PROBES as READY_PROBES
from .view_lists import REST_FRAMEWORK as REST_FRAMEWORK

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(env.str("ENV_FILE", str(BASE_DIR / ".env")))

SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
SITE_NAME = env.str("SITE_NAME", "Yaxın")
EXIT_URL = env.str("EXIT_URL", "https://www.wikipedia.org/")

# --- Where it answers -------------------------------------------------------------------------
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
# The demo answers on this machine only, in any environment.
ALLOWED_HOSTS = LOCAL_HOSTS if DEMO else env.list("ALLOWED_HOSTS", default=LOCAL_HOSTS)
# The host of the staff pages, with its port if that is not the usual one; all other hosts answer 404 there. Empty: any.
STAFF_HOST = env.str("STAFF_HOST", "")
if STAFF_HOST and not DEMO:
    ALLOWED_HOSTS = list({*ALLOWED_HOSTS, STAFF_HOST.partition(":")[0]})
HEALTH_FROM = env.list("HEALTH_FROM", default=["127.0.0.0/8", "::1/128"])  # who may ask /readyz
# TLS is on by default, so nobody can forget it. bin/serve turns it off for localhost.
HTTPS = env.bool("HTTPS", True)
if env.bool("BEHIND_TLS_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT, SECURE_REDIRECT_EXEMPT = HTTPS, [r"^(healthz|readyz)$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
# The site stands at the root of its host: no header and no variable moves it below another address.
FORCE_SCRIPT_NAME = ""
SECURE_REFERRER_POLICY = "no-referrer"
X_FRAME_OPTIONS = "DENY"

# --- Applications -----------------------------------------------------------------------------
INSTALLED_APPS = [
    "shelters.staff.admin_site.StaffAdmin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "shelters",
    "referrals",
]
MIDDLEWARE = [
    # The outermost: it counts every header that the others set.
    "config.padding.pad_answers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.leave_nothing_behind",
    # Before anything looks at the host.
    "shelters.web.health.say_how_it_is",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    # After the language is known, before any body is read.
    "config.middleware.staff_on_their_host_only",
    "config.middleware.small_bodies_only",
    # Before anything asks the database who this is.
    "config.away.say_what_is_away",
    "config.middleware.staff_over_tls_only",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # Before the check for forged forms, which reads the body.
    "shelters.staff.second_factor.require_second_factor",
    "django.middleware.csrf.CsrfViewMiddleware",
    "shelters.staff.step_up.ask_for_the_key_again",
    "config.middleware.admin_refuses_nonsense",
    "config.middleware.explain_wrong_methods",
    "config.middleware.say_when_busy",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
                "shelters.views.context.directory",
            ]
        },
    }
]

# --- Data -------------------------------------------------------------------------------------
# Seconds that a request waits for the database. Servers set it; commands such as migrate wait for as long as it takes.
DATABASE_SECONDS = env.float("DATABASE_SECONDS", 0)
DATABASES = {"default": with_limits(env.db("DATABASE_URL", f"sqlite:///{BASE_DIR}/var/db.sqlite3"), DATABASE_SECONDS)}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 600)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The process's own memory holds how often somebody guessed. Nothing of a survivor is ever cached.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- What anybody may read, as a file -----------------------------------------------------------
# The folder of the signed file and of the page of lines; and the key that signs, which no copy of the folder holds.
PUBLISHED = env.path("PUBLISHED", BASE_DIR / "var" / ("demo-published" if DEMO else "published"))
PUBLISHED_KEY = env.path("PUBLISHED_KEY", BASE_DIR / "var" / ("demo-published.key" if DEMO else "published.key"))
FRONT = FRONT_KEY = MAIN_SITE = ""  # of a front alone: config/front.py

# --- Sign-in ----------------------------------------------------------------------------------
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["shelters.keys.hashers.PatientArgon2Hasher"]
AUTH_USER_MODEL = "shelters.User"
AUTHENTICATION_BACKENDS = ["shelters.staff.allauth_adapters.StaffBackend"]
LOGIN_URL = "account_login"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
ACCOUNT_ADAPTER = "shelters.staff.allauth_adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# Failures are counted over all workers: shelters/staff/allauth_adapters.py.
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "", "reauthenticate": "10/m/user"}
MFA_ADAPTER = "shelters.staff.allauth_adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # of half a minute: phones go slow
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
# To which name passkeys belong, and from which page they are shown: compared exactly, so no host above or below counts.
# Empty: the host of STAFF_HOST; without it, the host of the request.
PASSKEY_HOST = STAFF_HOST.partition(":")[0]
PASSKEY_ORIGIN = f"{'https' if HTTPS else 'http'}://{STAFF_HOST}" if STAFF_HOST else ""
# "device": a coordinator needs a passkey that no cloud account can copy.
COORDINATOR_KEYS = keys.either(env, "COORDINATOR_KEYS", "any", "device")
# Browsers treat localhost as secure, so these work there too.
SESSION_ENGINE = "shelters.keys.session_store"
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_FAILURE_VIEW = "shelters.views.pages.out_of_date"
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_SAMESITE = "Strict"

# --- Keys of one purpose each (config/keys.py) ------------------------------------------------
# They chain the trail, hash the codes of answers, seal second factors, and hide the rows of sessions.
TRAIL_KEY, CODE_KEY, FACTOR_KEY, SESSION_KEY, LEDGER_KEY = (keys.own(env, name, SECRET_KEY) for name in keys.PURPOSES)
# Earlier keys, the newest first: what was made under them opens and verifies, too (docs/keyring.md).
TRAIL_KEY_FALLBACKS, CODE_KEY_FALLBACKS, FACTOR_KEY_FALLBACKS, SESSION_KEY_FALLBACKS, LEDGER_KEY_FALLBACKS = (
    keys.earlier(env, name, (SECRET_KEY, *SECRET_KEY_FALLBACKS)) for name in keys.PURPOSES
)
MISSING_KEYS = keys.missing(env, local=DEMO or not HTTPS)

# --- Requests: sealed contents, and what has ended ---------------------------------------------
# A folder outside the database and the keyring: what a restored backup is compared with (docs/backup.md).
WITNESS = env.path("WITNESS", BASE_DIR / "var" / ("demo-witness" if DEMO else "witness"))
MACHINE, WITNESS_MONTHS = env.str("MACHINE", "main"), env.int("WITNESS_MONTHS", 13)
# Where backups go, the public key that seals them, how long they stay; and the file of the site's certificate.
BACKUP_TO, BACKUP_RECIPIENT = env.str("BACKUP_TO", ""), env.str("BACKUP_RECIPIENT", "")
BACKUP_DAYS, CERTIFICATE = env.int("BACKUP_DAYS", 90), env.str("CERTIFICATE", "")
# A folder outside the database, with the keys that open it; never in the same backup (docs/keyring.md).
KEYRING = env.path("KEYRING", BASE_DIR / "var" / ("demo-keyring" if DEMO else "keyring"))
# After this many days a key of the ring is superseded; a day later it is destroyed.
KEY_DAYS = env.int("KEY_DAYS", 7)
# Days after which contents are erased: of closed requests, and of unanswered requests.
CLOSED_DAYS, UNANSWERED_DAYS = env.int("CLOSED_DAYS", 30), env.int("UNANSWERED_DAYS", 14)
# Days without a word after which an open case is closed.
SILENT_DAYS = env.int("SILENT_DAYS", 180)

# --- Languages and time -----------------------------------------------------------------------
LANGUAGE_CODE = "az"
LANGUAGES = [("az", _("Azerbaijani")), ("ru", _("Russian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Baku"

# --- Static files, and the sources that a page may load from ----------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", BASE_DIR / "var" / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
# The style sheet stands inside each page, so that the first response is readable. Staff pages link work.css as well.
STYLE = compact((BASE_DIR / "static" / "site.css").read_text(encoding="utf-8"))
CONTENT_SECURITY_POLICY = content_security_policy(STYLE)
WHITENOISE_ADD_HEADERS_FUNCTION = of_a_file
# Where to tell of a fault of the site: mailto: or https:. Without it /.well-known/security.txt is a 404.
SECURITY_CONTACT = env.list("SECURITY_CONTACT", default=[])
MAX_BODY, MAX_LARGE_BODY = 16 * 1024, 2_500_000  # bytes; the second for whoever is signed in
# A file is kept in memory, never on the disk.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = MAX_LARGE_BODY
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- API --------------------------------------------------------------------------------------
SPECTACULAR_SETTINGS = {
    "TITLE": f"{SITE_NAME} API",
    "VERSION": "1.0.0",
    "DESCRIPTION": "What is near, whom it takes, and whom to ring. Nothing that is asked here is stored.",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {name: f"shelters.codes.public.{name}" for name in ("Group", "Service", "Answer")},
}
# Searches per minute and client, counted per process. Many people share an address (a phone network).
SEARCHES_PER_MINUTE = env.int("SEARCHES_PER_MINUTE", 240)
# New questions, and tried codes, per minute and client. Counted in the same way.
QUESTIONS_PER_MINUTE, ANSWERS_PER_MINUTE = env.int("QUESTIONS_PER_MINUTE", 20), env.int("ANSWERS_PER_MINUTE", 20)
# Beyond these a question is sorted, and none is refused: to a house and to all in an hour, of a network in a day.
QUESTIONS_PER_HOUSE, QUESTIONS_PER_HOUR = env.int("QUESTIONS_PER_HOUSE", 12), env.int("QUESTIONS_PER_HOUR", 120)
CODES_PER_DAY = env.int("CODES_PER_DAY", 20)
# The assumed speed of a journey: the straight line x 1.3 at this speed.
TRAVEL_KM_PER_HOUR = env.int("TRAVEL_KM_PER_HOUR", 50)
# How many of our proxies stand in front and append to X-Forwarded-For.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)

# --- Mail and logs ----------------------------------------------------------------------------
vars().update(env.email("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 5  # seconds
# Whether each worker sends the mails that wait; off where cron runs `send_mail`.
MAIL_THREAD = env.bool("MAIL_THREAD", True)
SERVER_EMAIL = DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", "noreply@localhost")
ADMINS = [("", address) for address in env.list("ERROR_MAIL_TO", default=[])]
