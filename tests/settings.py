"""Settings of the tests: those of the project, without an `.env`, and with what is quick in place of what is safe."""

import os
import tempfile
from pathlib import Path

os.environ["ENV_FILE"] = os.devnull
os.environ["HTTPS"] = "off"
os.environ.setdefault("SECRET_KEY", "tests-only")

from config.settings import *  # noqa: F403
from tests.support.translations import compile_all

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Tests search, ask and answer as often as they like.
SEARCHES_PER_MINUTE = QUESTIONS_PER_MINUTE = ANSWERS_PER_MINUTE = 10**9

# Each client of a test would read all files that bin/serve collected.
STATIC_ROOT = Path(tempfile.gettempdir()) / f"no-static-files-{os.getpid()}"

WITNESS = Path(tempfile.gettempdir()) / f"witness-{os.getpid()}"

MIDDLEWARE = ["tests.support.looking.before_each_request", *MIDDLEWARE]  # noqa: F405

# No key has replaced another.
TRAIL_KEY_FALLBACKS = CODE_KEY_FALLBACKS = FACTOR_KEY_FALLBACKS = SESSION_KEY_FALLBACKS = LEDGER_KEY_FALLBACKS = []

FORM_RENDERER = "tests.support.quick_widgets.Renderer"
SESSION_ENGINE = "tests.support.sessions"

compile_all()  # Django reads the translations before pytest reads the first conftest.py
