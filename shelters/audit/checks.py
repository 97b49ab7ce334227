"""Checks of the keys and of the database itself. Django runs them when it migrates or checks."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from . import triggers


@register(Tags.database)
def the_trail_is_kept(app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Report databases without the triggers that refuse changes of the trail."""
    missing = {alias: triggers.missing(connections[alias]) for alias in databases or ()}
    return [
        Error(f"The trail of {alias} can be changed: {', '.join(sorted(names))} missing.", id="shelters.E001")
        for alias, names in missing.items()
        if names
    ]


@register()
def every_purpose_has_a_key(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Report the keys that are empty, and away from localhost those that were not set."""
    hint = "python -c 'import secrets; print(secrets.token_urlsafe(50))'"
    empty = settings.MISSING_KEYS
    return [Error(f"{name} is empty: set one of its own.", hint=hint, id="shelters.E002") for name in empty]
