"""Who sent a form."""

from django.http import HttpRequest

_OURS = ("same-origin", "none")


def is_same_origin(request: HttpRequest) -> bool:
    """Whether a page of ours sent it, or the person herself, as her browser says; one that says nothing is believed.

    Another site could else send a code of its own in her name, and read what she then writes to the places.
    """
    return request.headers.get("Sec-Fetch-Site", "none") in _OURS
