"""To which name passkeys belong, and from which page they come: both are compared exactly.

The libraries would also take a page of a host below that name, and over plain HTTP any page.
"""

import json
from typing import Any

from allauth.core import context
from django.conf import settings
from fido2.utils import websafe_decode


def name() -> str:
    """The name that passkeys belong to: that of the staff's host."""
    return settings.PASSKEY_HOST or str(context.request.get_host()).partition(":")[0]


def check(credential: Any) -> None:
    """Raises ValueError where a browser showed the passkey to another page."""
    said = json.loads(websafe_decode(credential["response"]["clientDataJSON"]))
    if said["origin"] != (settings.PASSKEY_ORIGIN or f"{context.request.scheme}://{context.request.get_host()}"):
        raise ValueError("a passkey of another page")
