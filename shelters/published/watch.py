"""A thread of each worker that looks once a second whether something changed. No request ever waits for it."""

import logging
import threading
import time

from django.db import Error, connections

from . import current

EVERY = 1.0  # seconds
_log = logging.getLogger(__name__)


def begin() -> None:
    """Call it in the worker, after the fork: threads do not survive one."""
    threading.Thread(target=_look_on, name="published", daemon=True).start()


def _look_on() -> None:
    answered = True
    while True:
        try:
            current.refresh_now()
            answered = True
        except Error as error:
            connections.close_all()
            if answered:  # once, not each second
                _log.error("the database does not answer", exc_info=error)
            answered = False
        time.sleep(EVERY)
