"""Who sent a form."""

from django.http import HttpRequest

_OURS = ("same-origin", "none")


def is_same_origin(request: HttpRequest) -> bool:
    """Whether a page of ours sent it, or the person herself, as her browser says; one that says nothing is believed.

    Else another site could send its own code in her name, and read what she then writes to the places.
    """
    return request.headers.get("Sec-Fetch-Site", "none") in _OURS
