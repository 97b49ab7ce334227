"""Each address of the site, and which of them are public."""

import re

from django.urls import URLResolver, get_resolver
from django.utils import translation

ADDRESSES = ("", "api/v1/", "api/v1/near/", "api/v1/hours/", "api/v1/beds/1/", "api/v1/schema/", "api/v1/docs/")
PUBLIC = {
    "/.well-known/security.txt",
    *(f"/{address}" for address in (*ADDRESSES, "healthz")),
    *(f"/az/{address}" for address in ("", "near/", "hours/", "site/", "lines/", "safety/", "ask/", "answer/")),
    *(f"/az/{address}/" for address in ("ready", "rights", "phone", "help", "listing", "easy", "easy/hours")),
    *(
        "/work/sign-in/",
        "/work/join/",
        "/work/join/1/",
        "/work/still/1/",
        "/work/night/watch/1/",
        "/work/keys/authenticate/",
        "/work/keys/webauthn/login/",
    ),
}


def views(resolver=None, prefix="/", space=""):
    """Each address of the site with its view's name; where an address takes an argument, with a 1."""
    for pattern in (resolver or get_resolver()).url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from views(pattern, address, f"{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield filled(address), f"{space}{pattern.name}"


def filled(address):
    for part, filling in (("<str:move>", "offer"), ("<str:kind>", "facility")):
        address = address.replace(part, filling)
    address = re.sub(r"<\w+:\w+>", "1", address)
    return address.replace("^(?P<app_label>shelters)/$", "shelters/").replace("(?P<url>.*)$", "none/")


with translation.override("az"):
    VIEWS = list(views())
STAFF = sorted({address for address, _name in VIEWS} - PUBLIC)
