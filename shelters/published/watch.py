"""A thread of each worker that looks once a second whether something changed. No request ever waits for it."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.db import Error, connections

from ..witness import agreement
from . import current, database, file, front
from .publishing import Publisher, key, path

EVERY = 1.0  # seconds
_log = logging.getLogger(__name__)


def first_look() -> None:
    """Before the workers begin: hold what the database says; where it does not answer, what the file says."""
    current.watched()
    Watch().look()
    connections.close_all()


def begin(changed: Callable[[], None] = lambda: None) -> None:
    """Call it in the worker, after the fork: threads do not survive one. `changed` is called after each change."""
    current.watched()
    threading.Thread(target=Watch(changed).look_on, name="published", daemon=True).start()


class Watch:
    """Looks at the database, or on a front at its file. It logs what goes wrong once, not each second."""

    def __init__(self, changed: Callable[[], None] = lambda: None) -> None:
        self._changed = changed
        self._wrong: set[str] = set()
        self._look: Callable[[], object] = front.Front().look if settings.FRONT else current.refresh_now
        self._publisher = Publisher()
        self._told: object = None

    def look_on(self) -> None:
        while True:
            self._try("the look", self.look, Exception)
            self._try("what follows a change", self._tell, Exception)
            time.sleep(EVERY)

    def look(self) -> None:
        """Once."""
        if settings.FRONT:
            self._try("the file cannot be read", self._look, file.UnreadableFile, OSError)
            return
        with database.waiting_at_most(database.LOOK):
            answered = self._try("the database does not answer", self._look_at_database, Error)
        database.note(answered)
        if not answered:
            connections.close_all()
        if answered and agreement.agrees():
            self._try("the file cannot be written", self._publish, OSError)
        else:
            self._try("the file cannot be read", self._hold_file, file.UnreadableFile, OSError, ValueError)

    def _look_at_database(self) -> None:
        """An older copy may hold numbers that were taken back since. So nothing is read from it."""
        agreement.note(agreement.look())
        self._try("the database is not the one that the witness knows", agreement.require, agreement.Disagrees)
        if agreement.agrees():
            if not current.held_since():  # what was altered in the database stays as the file has it
                with suppress(file.UnreadableFile, OSError, ValueError):
                    self._hold_file()
            self._look()

    def _publish(self) -> None:
        if held := current.held_since():
            self._publisher.publish(*held)

    def _hold_file(self) -> None:
        if not current.held_since():
            header, read = file.read(path(), key().public_key())
            current.hold(read, header.moment)

    def _tell(self) -> None:
        held = current.held_since()
        if held and held[0] is not self._told:
            self._told = held[0]
            self._changed()

    def _try(self, wrong: str, act: Callable[[], object], *errors: type[Exception]) -> bool:
        try:
            act()
        except errors as error:
            if wrong not in self._wrong:
                _log.error(wrong, exc_info=error)
            self._wrong.add(wrong)
            return False
        self._wrong.discard(wrong)
        return True
