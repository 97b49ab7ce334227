"""Names of rows in the ledger. No other row ever gets the same one, even after a restore gave numbers out again."""

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator

from ..codes.public import Verdict, Visibility
from ..models.user import User


def of_person(user: User) -> str:
    return f"{user.pk} {user.joined_at.isoformat()}"


def of_key(key: Authenticator) -> str:
    return f"{key.pk} {key.created_at.isoformat()}"


def of_facts(owner: str, face: Mapping[str, Any]) -> set[str]:
    """What of a facility or a hotline (`owner`) may be trusted, rung or gone to, by its face."""
    found = {name for name in ("listed", "takes_questions", "public_rooms") if face.get(name)}
    found |= (
        {f"where {face['address']} {face['lat']} {face['lon']}"} if face.get("address") or face.get("lat") else set()
    )
    found |= {f"number {row['number']}" for row in face.get("phones", ()) if row["visible_to"] == Visibility.PUBLIC}
    found |= {f"number {face['number']}"} if face.get("number") else set()
    found |= {
        f"takes {row['group']}"
        for row in face.get("rules", ())
        if row["visible_to"] == Visibility.PUBLIC and row["verdict"] in (Verdict.YES, Verdict.CONDITIONAL)
    }
    return {f"{owner} {one}" for one in found}
