"""The project's sessions, and in the clear what the tests of this process put into them."""

from collections import deque
from typing import Any

from shelters.keys import session_store

WRITTEN: deque[dict[str, Any]] = deque(maxlen=500)


class SessionStore(session_store.SessionStore):
    def encode(self, session_dict: dict[str, Any]) -> str:
        WRITTEN.append(dict(session_dict))
        return super().encode(session_dict)
