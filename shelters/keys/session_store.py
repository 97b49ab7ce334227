"""Sessions that a copy of the database does not open.

A row is called by a keyed hash of the cookie, so no cookie can be read from it. Its contents are sealed under a key
made of the cookie and `settings.SESSION_KEY`. They open in no other row, and to nobody without the cookie.
A row from before the key was renewed gets its new name and seal at its next request.
"""

import hashlib
import hmac
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from cryptography.fernet import InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth import SESSION_KEY as USER_ID
from django.contrib.sessions.backends import db
from django.utils import timezone

from ..models.sign_in import Session
from .seals import seal


def row_of(cookie: str | None) -> str:
    """The name of the row of a cookie: 40 hexadecimal digits."""
    return _rows_of(cookie)[0]


def _rows_of(cookie: str | None) -> list[str]:
    """Its name under the key of today, then under earlier keys."""
    return [one.hex()[:40] for one in _digests(b"row", cookie or "")]


def _digests(purpose: bytes, cookie: str) -> Iterator[bytes]:
    for key in (settings.SESSION_KEY, *settings.SESSION_KEY_FALLBACKS):
        yield hmac.digest(key.encode(), purpose + b":" + cookie.encode(), hashlib.sha256)


class SessionStore(db.SessionStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:  # type: ignore[override]
        return Session

    def _get_session_from_db(self) -> Session | None:
        rows = _rows_of(self.session_key)
        found = Session.objects.filter(pk__in=rows, expire_date__gt=timezone.now()).first()
        if found is None:
            self._session_key = None
        elif found.pk != rows[0]:
            sealed = self.encode(self.decode(found.session_data))
            Session.objects.filter(pk=found.pk).update(session_key=rows[0], session_data=sealed)
        return found

    def exists(self, session_key: str | None) -> bool:
        return Session.objects.filter(pk__in=_rows_of(session_key)).exists()

    def delete(self, session_key: str | None = None) -> None:
        if cookie := session_key or self.session_key:
            Session.objects.filter(pk__in=_rows_of(cookie)).delete()

    def create_model_instance(self, data: dict[str, Any]) -> Session:  # type: ignore[override]
        row = row_of(self._get_or_create_session_key())  # type: ignore[attr-defined]
        now = int(time.time())
        return Session(
            session_key=row,
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            user_id=data.get(USER_ID),
            began_at=_minute(data.get("since", now)),
            used_at=_minute(data.get("seen", now)),
        )

    def encode(self, session_dict: dict[str, Any]) -> str:
        return self._seal().encrypt(self.serializer().dumps(session_dict)).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Contents that this cookie does not open are no contents."""
        try:
            return dict(self.serializer().loads(self._seal().decrypt(session_data)))
        except InvalidToken:
            return {}

    def _seal(self) -> MultiFernet:
        return seal(_digests(b"contents", self.session_key or ""))


def _minute(moment: int) -> datetime:
    return datetime.fromtimestamp(moment - moment % 60, UTC)
