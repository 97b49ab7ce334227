"""Settings of a front: the public pages and the search from a signed file, without a database, a key or a secret."""

import os
import secrets
from pathlib import Path
from typing import Any

# Nothing of the main machine's environment is read, and the key of Django signs nothing that lasts.
os.environ["SECRET_KEY"] = secrets.token_urlsafe(50)
os.environ.setdefault("ENV_FILE", str(Path(__file__).resolve().parent.parent / ".env.front"))

from .settings import *  # noqa: F403
from .settings import BASE_DIR, DEMO, INSTALLED_APPS, MIDDLEWARE, TEMPLATES, env

FRONT = env.str("FRONT")
FRONT_KEY = env.str("FRONT_KEY")
MAIN_SITE = env.str("MAIN_SITE", "")
PUBLISHED = env.path("PUBLISHED", BASE_DIR / "var" / ("demo-front" if DEMO else "front"))
DATABASES = {"default": {"ENGINE": "django.db.backends.dummy"}}
ROOT_URLCONF = "config.front_urls"
TRAIL_KEY = CODE_KEY = ""
MAIL_THREAD = False
INSTALLED_APPS = [
    app
    for app in INSTALLED_APPS
    if not app.startswith("allauth")
    and app
    not in {
        "shelters.staff.admin_site.StaffAdmin",
        "django.contrib.sessions",
        "django.contrib.messages",
        "referrals",
    }
]
# What knows of sessions, people and their forms goes.
_OF_STAFF = (
    *("django.contrib.", "django.middleware.csrf.", "allauth.", "shelters.staff."),
    *("config.middleware.staff_", "config.middleware.admin_refuses_nonsense", "config.middleware.say_when_busy"),
)
# The first counts the headers that all others set.
_FIRST, *_OTHERS = (one for one in MIDDLEWARE if not one.startswith(_OF_STAFF))
MIDDLEWARE = [_FIRST, "config.away.name_the_file", *_OTHERS]
READY_PROBES = ["shelters.operations.probes.file_of_a_front"]
# Those of Django for signed-in people and their messages go.
_CONTEXT: dict[str, Any] = TEMPLATES[0]["OPTIONS"]  # type: ignore[assignment]
_CONTEXT["context_processors"] = [one for one in _CONTEXT["context_processors"] if "contrib" not in one]
