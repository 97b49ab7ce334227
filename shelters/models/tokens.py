"""Random ids, and what is kept of a secret token."""

import hashlib
import secrets

# Without letters that are taken for one another on the phone.
ID_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def new_id() -> str:
    """A short random id: it says nothing, not even which came first."""
    return "".join(secrets.choice(ID_LETTERS) for _letter in range(6))


def digest(token: str) -> str:
    """A token has 192 random bits: a plain hash of it gives nothing away."""
    return hashlib.sha256(token.encode()).hexdigest()
