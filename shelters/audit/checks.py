"""Checks of the database itself. Django runs them when it migrates or checks."""

from collections.abc import Sequence
from typing import Any

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
