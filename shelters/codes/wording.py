"""Words as they stand at the beginning of a sentence and within one, in Azerbaijani too, whose i has a capital İ."""

from django.utils.translation import get_language


def language() -> str:
    """The code of the language in use: az, ru or en."""
    return (get_language() or "az")[:2]


def capital(text: object) -> str:
    """The first letter as a capital of the language in use."""
    words = str(text)
    first = "İ" if words[:1] == "i" and get_language() == "az" else words[:1].upper()
    return first + words[1:]


def small(text: str) -> str:
    """All letters small; İ becomes i, without the dot that `str.lower` leaves behind."""
    return text.replace("İ", "i").lower()
