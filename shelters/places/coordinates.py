"""Coordinates as people paste them: a pair of numbers, a geo: address, a link to a map."""

import re
from urllib.parse import unquote

_NUMBER = r"(-?\d{1,3}(?:\.\d+)?)"
_PAIR = rf"{_NUMBER}\s*[,; ]\s*{_NUMBER}"
_SHAPES = (
    re.compile(rf"\s*\(?{_PAIR}\)?\s*"),
    re.compile(rf"geo:{_PAIR}(?:[,;?].*)?", re.IGNORECASE),
    # A pin comes before the middle of the picture.
    re.compile(
        rf"https?://\S*[?&](?:q|query|ll|destination|daddr|sll|mlat)=(?:loc:)?{_NUMBER}(?:,|&mlon=){_NUMBER}\S*"
    ),
    re.compile(rf"https?://\S*!3d{_NUMBER}!4d{_NUMBER}\S*"),
    re.compile(rf"https?://\S*@{_NUMBER},{_NUMBER}\S*"),
    re.compile(rf"https?://\S*#map=[\d.]+/{_NUMBER}/{_NUMBER}\S*"),
)
Degrees = tuple[float, float]  # latitude, longitude


def read(text: str) -> Degrees | None:
    """Latitude and longitude rounded to 0.01 degree (about a kilometre); None where the text holds none."""
    plain = unquote(text.strip()).replace("\u2212", "-")
    for shape in _SHAPES:
        if found := shape.fullmatch(plain):
            lat, lon = (round(float(number), 2) for number in found.groups())
            if abs(lat) <= 90 and abs(lon) <= 180:
                return lat, lon
    return None
