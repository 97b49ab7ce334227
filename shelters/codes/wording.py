"""Words at the beginning of a sentence and inside a sentence. In Azerbaijani the capital of i is İ."""

from django.utils.translation import get_language


def language() -> str:
    """The code of the language in use: az, ru or en."""
    return (get_language() or "az")[:2]


def capital(text: object) -> str:
    """The text with its first letter as a capital of the language in use."""
    words = str(text)
    first = "İ" if words[:1] == "i" and get_language() == "az" else words[:1].upper()
    return first + words[1:]


def small(text: str) -> str:
    """The text in small letters. İ becomes i, without the dot that `str.lower` leaves behind."""
    return text.replace("İ", "i").lower()
