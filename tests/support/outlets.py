"""Where a mark could come out: mails, logs, what commands print, addresses and headers, the cache."""

import io
import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.core import mail
from django.core.cache import cache
from django.core.management import call_command

from config.logs import QuietFormatter
from tests.support.canaries import holds
from tests.support.story import Told

COMMANDS = ["rotate_keys", "verify_trail", "coverage_hours", "refresh_listings", "export_directory", "nudge"]


def everything_logged(caplog: Any) -> Callable[[], str]:
    """All that any logger says from now on, as our handlers write it, and as it was said."""
    for name in (None, "django", "django.template", "referrals", "shelters"):
        caplog.set_level(logging.DEBUG, name)
    return lambda: "\n".join(map(_written, caplog.records))


def _written(record: logging.LogRecord) -> str:
    """Django's own messages name the path; no handler of ours writes it."""
    raw = "" if record.name.startswith("django") else record.getMessage()
    return QuietFormatter().format(record) + raw


def printed() -> str:
    """What each command tells."""
    out = io.StringIO()
    for command in COMMANDS:
        call_command(command, stdout=out, stderr=out)
    call_command("purge", clock_is_right=True, stdout=out)
    call_command("verify_trail", print_head=True, stdout=out)
    call_command("dumpdata", "--exclude", "shelters.place", "--exclude", "shelters.placename", stdout=out)
    return out.getvalue()


def telling(marks: Iterable[str], people: Iterable[Told], **texts: str) -> list[str]:
    """Which of these outlets hold a mark: mails, addresses and headers, the cache, and further texts by name."""
    mails = "".join(f"{one.subject} {one.body} {one.to} {one.extra_headers}" for one in mail.outbox)
    outside = "".join(page.seen_from_outside for one in people for page in one.pages)
    stored: dict[str, bytes] = cache._cache
    cached = str(list(stored)).encode() + b"".join(stored.values())
    found: dict[str, str | bytes] = {"mail": mails, "outside": outside, "cache": cached, **texts}
    return [name for name, text in found.items() if holds(text, marks)]
