"""The rule for the address of a page, as people copy it from a browser: https, a host, and a path.

The public reads it as text. So it is ASCII alone (punycode stays punycode), names nobody, and holds no number to ring.
"""

import re
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 300
_PART = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?=.{{4,253}}\Z)(?:{_PART}\.)+(?:[a-z]{{2,63}}|xn--[a-z0-9-]{{1,58}}[a-z0-9])", re.IGNORECASE)
_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(?:[/?][A-Za-z0-9/?%&=+,;:!~_.()*'-]*)?")
# With the country's code, or with 0 and the code of a network. Days and numbers of articles begin otherwise.
_RINGS = re.compile(r"(?<!\d)(?:(?:00)?994\d{9}|0(?:1[28]|2\d|36|4[46]|5[015]|60|7[07]|99)\d{7})(?!\d)")
_DIGITS = 5  # so many in the name of a site are a number


def check_page(address: str) -> None:
    """Raises ValidationError."""
    if len(address) > LONGEST or not _ADDRESS.fullmatch(address) or not _HOST.fullmatch(urlsplit(address).netloc):
        raise ValidationError(_("Write the page's address as https://site/page: no other sign, name or port in it."))
    digits = re.sub(r"[-_.+/(),;:~*'!\s]", "", unquote(address))
    if _RINGS.search(digits) or len(re.findall(r"\d", urlsplit(address).netloc)) >= _DIGITS:
        raise ValidationError(_("This address holds a phone number. Numbers have a place of their own."))


def host(address: str) -> str:
    """The site of a page. Empty: there is no page."""
    return urlsplit(address).netloc.removeprefix("www.")
