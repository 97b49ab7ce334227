"""The form in which names are compared; neither database folds Azerbaijani rightly."""

import re
import unicodedata

_CYRILLIC_SIGNS = frozenset("әғҝөүһҹј")
_CYRILLIC = str.maketrans(
    dict(zip("абвгғдеәжзиыјкҝлмноөпрстуүфхһчҹшй", "abvqğdeəjziıykglmnoöprstuüfxhçcşy", strict=True))
)
_MIXED = re.compile(r"(?=\w*[A-Za-zƏə])(?=\w*[А-яЁё])\w+")  # Latin and Cyrillic letters in a word
_ALIKE = str.maketrans("аеорсухіјАВЕКМНОРСТУХІЈ", "aeopcyxijABEKMHOPCTYXIJ")
_ONE_I = str.maketrans({"İ": "i", "I": "i", "ı": "i"})
_ONE_E = str.maketrans("ƏəƎǝә", "eeeee")
# Arabic and Persian keyboards write the same letter in two ways.
_ARABIC = str.maketrans("يىكةۀە", "ییکههه")
_SOUNDS = str.maketrans(
    dict(zip("абвгдежзиклмнопрстуфхцчшщыэюя", "abvgdecziklmnoprstufhscssieua", strict=True))
    | dict.fromkeys("ъь", "")
    | dict(zip("აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ", "abgdavztiklmnopcrstupkggscszschch", strict=True))
    | dict(zip("աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ", "abgdazaitcilhskhzgcmynsocpcrsvtrsvfkof", strict=True))
)
# How people spell ş ç ğ x c q ə ö ü without these letters. The order counts.
_LATIN_SOUNDS = (
    *(("dzh", "c"), ("dj", "c"), ("zh", "c"), ("sch", "s"), ("sh", "s"), ("ch", "c"), ("gh", "g"), ("kh", "h")),
    *(("oe", "o"), ("ue", "u"), ("x", "h"), ("q", "g"), ("j", "c"), ("w", "s"), ("4", "c"), ("y", "i"), ("e", "a")),
)
_TWICE = re.compile(r"(.)\1+")


def fold(text: str) -> str:
    """The form in which names are compared: lower case, no diacritics, one i, one e, single spaces."""
    text = _MIXED.sub(lambda word: word[0].translate(_ALIKE), unicodedata.normalize("NFC", text))
    text = text.translate(_ONE_I).casefold()
    if not _CYRILLIC_SIGNS.isdisjoint(text):
        text = text.translate(_CYRILLIC)
    text = unicodedata.normalize("NFKD", text.translate(_ONE_E).translate(_ONE_I)).translate(_ARABIC)
    letters = (c if c.isalnum() else " " for c in text if not unicodedata.combining(c))
    return " ".join("".join(letters).split())


_ALPHABET = "abcçdeəfgğhxıijkqlmnoöprsştuüvyz"


def by_alphabet(name: str) -> list[int]:
    """Sort names by the Azerbaijani alphabet. Other letters come after it, in the order of Unicode."""
    letters = name.replace("İ", "i").replace("I", "ı").lower()
    return [place if (place := _ALPHABET.find(letter)) >= 0 else ord(letter) for letter in letters]


def sound(key: str) -> str:
    """A folded name as it sounds, for spellings such as “Weki”, “Sheki”, “Шэки” of “Şəki”."""
    key = key.replace("дж", "ж").replace("ու", "u").translate(_SOUNDS)
    for spelled, heard in _LATIN_SOUNDS:
        key = key.replace(spelled, heard)
    return _TWICE.sub(r"\1", key)
