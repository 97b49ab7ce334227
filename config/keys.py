"""The keys of this installation: each for one purpose, none in the database."""

import hashlib
import hmac
from collections.abc import Iterable

import environ
from django.core.exceptions import ImproperlyConfigured

# The purpose that makes a key out of SECRET_KEY, where it has none of its own.
PURPOSES = {
    "TRAIL_KEY": b"trail",
    "CODE_KEY": b"codes",
    "FACTOR_KEY": b"second factors",
    "SESSION_KEY": b"sessions",
    "LEDGER_KEY": b"ledger",
}


def derived(secret: str, name: str) -> str:
    """The key of that name that follows from a SECRET_KEY."""
    return hmac.new(secret.encode(), PURPOSES[name], hashlib.sha256).hexdigest()


def own(env: environ.Env, name: str, secret: str) -> str:
    """The key from the environment. Without it, it follows from `secret`: no purpose is ever without a key."""
    return str(env.str(name, "") or derived(secret, name))


def earlier(env: environ.Env, name: str, secrets: Iterable[str]) -> list[str]:
    """The keys that this one replaced: those that are named, and what followed from a SECRET_KEY."""
    return [*env.list(f"{name}_FALLBACKS", default=[]), *(derived(secret, name) for secret in secrets)]


def either(env: environ.Env, name: str, *words: str) -> str:
    """The word of a setting, at first the first of them. Any other word is an error: nobody must believe in a rule."""
    word = str(env.str(name, words[0]))
    if word not in words:
        raise ImproperlyConfigured(f"{name} is {word!r}: it may be {' or '.join(words)}.")
    return word


def missing(env: environ.Env, *, local: bool) -> list[str]:
    """The keys that an installation has to set. `local`: on this machine only, they may follow from SECRET_KEY."""
    return [name for name in PURPOSES if not env.str(name, "unset" if local else "")]
