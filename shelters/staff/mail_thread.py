"""A thread of each worker that sends the mails that wait, for installations without cron."""

import logging
import secrets
import threading
import time

from django.db import connections
from django.utils import timezone

from . import outbox

PAUSE = 10  # seconds


def start() -> None:
    """Begin it; after the worker has forked, as no thread survives that."""
    threading.Thread(target=_send_for_ever, name="mails", daemon=True).start()


def _send_for_ever() -> None:
    while True:
        time.sleep(PAUSE + secrets.randbelow(PAUSE))
        try:
            outbox.send_due(timezone.now())
        except Exception:  # whatever it is, the next round tries again
            logging.getLogger(__name__).warning("mails wait", exc_info=True)
        finally:
            connections.close_all()
