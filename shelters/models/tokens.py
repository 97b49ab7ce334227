"""Random ids, and digests of secret tokens."""

import hashlib
import secrets

# Without letters that people confuse on the phone.
ID_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def new_id() -> str:
    """A short random id. It tells nothing, not even the order of two rows."""
    return "".join(secrets.choice(ID_LETTERS) for _letter in range(6))


def digest(token: str) -> str:
    """A plain hash of a token. A token has 192 random bits, so the hash gives nothing away."""
    return hashlib.sha256(token.encode()).hexdigest()
