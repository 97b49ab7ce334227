"""The form in which names are compared; neither database folds Azerbaijani rightly."""

import unicodedata

_CYRILLIC_SIGNS = frozenset("әғҝөүһҹј")
_CYRILLIC = str.maketrans(
    dict(zip("абвгғдеәжзиыјкҝлмноөпрстуүфхһчҹшй", "abvqğdeəjziıykglmnoöprstuüfxhçcşy", strict=True))
)
_ONE_I = str.maketrans({"İ": "i", "I": "i", "ı": "i"})
_ONE_E = str.maketrans("ƏəƎǝә", "eeeee")


def fold(text: str) -> str:
    """The form in which names are compared: lower case, no diacritics, one i, one e, single spaces."""
    text = unicodedata.normalize("NFC", text).translate(_ONE_I).casefold()
    if not _CYRILLIC_SIGNS.isdisjoint(text):
        text = text.translate(_CYRILLIC)
    text = unicodedata.normalize("NFKD", text.translate(_ONE_E).translate(_ONE_I))
    letters = (c if c.isalnum() else " " for c in text if not unicodedata.combining(c))
    return " ".join("".join(letters).split())
