"""Coordinates as people paste them: two numbers in any notation, a geo: address, a link to a map."""

import re
import unicodedata
from urllib.parse import unquote_plus

_NUMBER = r"([+-]?\d{1,3}(?:\.\d+)?)"
_FRACTION = r"([+-]?\d{1,3}\.\d+)"
_COMMA = r"[+-]?\d{1,3},\d+"
# Apart from the country nobody types whole degrees; “28 12” is no place.
_LATITUDES, _LONGITUDES = (38, 42), (44, 51)

# In links: first the pin, then the middle of the picture.
_LATITUDE_FIRST = (
    re.compile(rf"geo:{_NUMBER},{_NUMBER}", re.IGNORECASE),
    re.compile(rf"[?&](?:q|query|destination|daddr|saddr|sll|center|point|cp)=(?:loc:)?{_NUMBER}[,~ ]+{_NUMBER}"),
    re.compile(rf"[?&]mlat={_NUMBER}&mlon={_NUMBER}"),
    re.compile(rf"!3d{_NUMBER}!4d{_NUMBER}"),
    re.compile(rf"/(?:place|search|dir)/(?:[^/]*/)*?{_NUMBER},[+ ]*{_NUMBER}"),
    re.compile(rf"@{_NUMBER},{_NUMBER}"),
    re.compile(rf"#map=[\d.]+/{_NUMBER}/{_NUMBER}"),
)
_LL = re.compile(rf"[?&]ll={_NUMBER},{_NUMBER}")
# These maps write the longitude first.
_LONGITUDE_FIRST = (
    re.compile(rf"yandex\.\S*[?&](?:whatshere\[point\]|pt|ll|poi\[point\])={_NUMBER},{_NUMBER}"),
    re.compile(rf"2gis\.\S*?/geo/(?:[^/]*/)?{_NUMBER},{_NUMBER}"),
    re.compile(rf"2gis\.\S*[?&]m={_NUMBER},{_NUMBER}"),
)
_PAIR = re.compile(rf"{_FRACTION}°?\s*[,;/|\s]\s*{_FRACTION}°?")
_WHOLE_PAIR = re.compile(rf"\(?{_NUMBER}°?\s*[,;/|\s]\s*{_NUMBER}°?\)?")
_COMMAS = re.compile(rf"({_COMMA})°?\s*[,;/|\s]\s*({_COMMA})°?")
# Degrees, minutes and seconds, or degrees with a side of the earth; Cyrillic as in “с. ш.” and “в. д.”.
_SIDES = {"n": 1, "с": 1, "e": 1, "в": 1, "s": -1, "ю": -1, "w": -1, "з": -1}
_SIDE = r"([NSEWСЮВЗ])"
_AMOUNT = (
    r"(\d{1,3}(?:[.,]\d+)?)\s*[°º˚]?(?:\s*(\d{1,2}(?:[.,]\d+)?)\s*['′’‘])?"
    r"(?:\s*(\d{1,2}(?:[.,]\d+)?)\s*(?:[\"″”“]|''|′′|’’))?"
)
_SIDE_FIRST = re.compile(rf"\b{_SIDE}[\s.:]*{_AMOUNT}", re.IGNORECASE)
_SIDE_LAST = re.compile(rf"{_AMOUNT}\s*{_SIDE}(?![^\W\d_])", re.IGNORECASE)
_SIGNED = re.compile(_AMOUNT.replace("]?", "]", 1))
_LABELLED = re.compile(rf"lat[a-z]*[\"\s:=]*{_NUMBER}.*?(?:lon|lng)[a-z]*[\"\s:=]*{_NUMBER}", re.IGNORECASE | re.DOTALL)
_LONGITUDE_SIDES = frozenset("ewвз")
Degrees = tuple[float, float]  # latitude, longitude


def read(text: str) -> Degrees | None:
    """Latitude and longitude rounded to 0.01 degree (about a kilometre); None where the text holds none."""
    plain = _plain(text)
    found = _from_link(plain) if "://" in plain or "geo:" in plain.lower() else None
    found = found or _from_numbers(plain) or _from_angles(plain)
    if found is None or abs(found[0]) > 90 or abs(found[1]) > 180:
        return None
    return round(found[0], 2), round(found[1], 2)


def _plain(text: str) -> str:
    """With plain digits, points and minus signs: phones write other digits, and links hide their commas."""
    digits = (str(unicodedata.decimal(c)) if c.isdecimal() else c for c in unquote_plus(text.strip()))
    return "".join(digits).replace("\u2212", "-").replace("٫", ".").replace("،", ",")


def _from_link(text: str) -> Degrees | None:
    for shape in _LONGITUDE_FIRST:
        if found := shape.search(text):
            return float(found[2]), float(found[1])
    for shape in (*_LATITUDE_FIRST, _LL):
        for found in shape.finditer(text):
            if float(found[1]) or float(found[2]):  # a geo: address may begin with 0,0
                return float(found[1]), float(found[2])
    return None


def _from_numbers(text: str) -> Degrees | None:
    """A single pair with fractions; of whole degrees, or among words, only a pair in the country."""
    found = [*_COMMAS.finditer(text)] or [*_PAIR.finditer(text)]
    if len(found) != 1 or "://" in text:
        found = [whole] if (whole := _WHOLE_PAIR.fullmatch(text)) else []
    if not found:
        return None
    lat, lon = (float(number.replace(",", ".")) for number in found[0].groups())
    if _is_here(lon, lat):  # some maps write the longitude first
        return lon, lat
    alone = found[0].re is not _WHOLE_PAIR and not any(c.isalpha() for c in text)
    return (lat, lon) if alone or _is_here(lat, lon) else None


def _is_here(lat: float, lon: float) -> bool:
    return _LATITUDES[0] <= lat <= _LATITUDES[1] and _LONGITUDES[0] <= lon <= _LONGITUDES[1]


def _from_angles(text: str) -> Degrees | None:
    """Two angles, each with a side of the earth before or behind it, or with a sign of degrees."""
    if labelled := _LABELLED.search(text):
        return float(labelled[1]), float(labelled[2])
    if "://" in text:
        return None
    for shape, side, amount in ((_SIDE_FIRST, 1, (2, 3, 4)), (_SIDE_LAST, 4, (1, 2, 3)), (_SIGNED, 0, (1, 2, 3))):
        found = list(shape.finditer(text))
        if len(found) == 2:
            sides = [match[side].casefold() if side else "" for match in found]
            first, second = (
                _SIDES.get(s, 1) * _angle(match.group(*amount)) for s, match in zip(sides, found, strict=True)
            )
            return (second, first) if sides[0] in _LONGITUDE_SIDES else (first, second)
    return None


def _angle(amount: tuple[str | None, ...]) -> float:
    degrees, minutes, seconds = (float((part or "0").replace(",", ".")) for part in amount)
    return degrees + minutes / 60 + seconds / 3600
