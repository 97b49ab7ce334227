"""Logs and error mails that hold no address, no user agent and no input of a person.

A traceback's text can hold typed text (`invalid literal for int(): '…'`). A database error can hold the whole row, and
Django's error mail holds the request. So an error is logged by its type, its code word and its places in the code.
"""

import errno
import logging
import threading
import traceback
from types import TracebackType
from typing import Any

from django.conf import settings
from django.core.mail import mail_admins
from gunicorn.glogging import Logger

ERROR_MAIL = "error mail"  # the thread's name
Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class QuietFormatter(logging.Formatter):
    """Level, logger and status; for an exception, its type, code word and places. Never its message or a request."""

    def format(self, record: logging.LogRecord) -> str:
        words = [self.formatTime(record), record.levelname, record.name]
        status = getattr(record, "status_code", None)
        if status:
            words.append(str(status))
        elif not record.exc_info:
            words.append(record.getMessage())
        text = " ".join(words)
        return text + "\n" + self.formatException(record.exc_info) if record.exc_info else text

    def formatException(self, ei: Caught) -> str:  # noqa: N802 (the base class's name)
        lines = []
        error = ei[1]
        while error is not None:
            frames = traceback.extract_tb(error.__traceback__)
            lines += [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
            lines.append(f"{type(error).__module__}.{type(error).__qualname__}{_code(error)}")
            error = error.__cause__ or error.__context__
        return "\n".join(lines)


def _code(error: BaseException) -> str:
    """The code word of SQLite, PostgreSQL or the system for an error, such as SQLITE_FULL. It never holds a value."""
    found = (getattr(error, name, None) for name in ("sqlite_errorname", "pgcode"))
    code = next(filter(None, found), None) or errno.errorcode.get(getattr(error, "errno", None) or 0)
    return f" {code}" if code else ""


class QuietMailHandler(logging.Handler):
    """Mail the same few words to ERROR_MAIL_TO; Django's own handler would mail the request.

    A thread sends them, one mail at a time, so that no answer waits for a mail server. What goes wrong meanwhile
    stands in the log alone.
    """

    _sending = threading.Lock()

    def emit(self, record: logging.LogRecord) -> None:
        if settings.ADMINS and self._sending.acquire(blocking=False):
            threading.Thread(
                target=self._send, args=(record, self.format(record)), name=ERROR_MAIL, daemon=True
            ).start()

    def _send(self, record: logging.LogRecord, text: str) -> None:
        try:
            mail_admins(record.levelname, text, fail_silently=True)
        except Exception:  # a broken mail server must not break anything else
            self.handleError(record)
        finally:
            self._sending.release()


class QuietLogger(Logger):  # type: ignore[misc]
    """gunicorn's logger without its access log, and without the addresses in its warnings."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(QuietFormatter())

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        return

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Drop `Invalid request from ip=…`, which only concerns the client. Keep the rest for the operator."""
        if "ip=" not in str(msg):
            super().warning(msg, *args, **kwargs)

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Log only that a request failed: gunicorn puts the request's path into the message."""
        super().exception("failed")
