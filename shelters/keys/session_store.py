"""Sessions that a copy of the database does not open.

A row is called by a keyed hash of the cookie, so no cookie can be read from it. Its contents are sealed under a key
made of the cookie and `settings.SESSION_KEY`. They open in no other row, and to nobody without the cookie.
"""

import base64
import hashlib
import hmac
import time
from datetime import UTC, datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.auth import SESSION_KEY as USER_ID
from django.contrib.sessions.backends import db
from django.utils import timezone

from ..models.sign_in import Session


def row_of(cookie: str | None) -> str:
    """The name of the row of a cookie: 40 hexadecimal digits."""
    return _digest(b"row", cookie or "").hex()[:40]


def _digest(purpose: bytes, cookie: str) -> bytes:
    return hmac.digest(settings.SESSION_KEY.encode(), purpose + b":" + cookie.encode(), hashlib.sha256)


class SessionStore(db.SessionStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:  # type: ignore[override]
        return Session

    def _get_session_from_db(self) -> Session | None:
        found = Session.objects.filter(pk=row_of(self.session_key), expire_date__gt=timezone.now()).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str | None) -> bool:
        return super().exists(row_of(session_key))

    def delete(self, session_key: str | None = None) -> None:
        if cookie := session_key or self.session_key:
            super().delete(row_of(cookie))

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

    def _seal(self) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(_digest(b"contents", self.session_key or "")))


def _minute(moment: int) -> datetime:
    return datetime.fromtimestamp(moment - moment % 60, UTC)
