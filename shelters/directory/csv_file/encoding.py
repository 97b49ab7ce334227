"""From the bytes of a text file to its text, where the encoding can be told for certain.

Excel in Azerbaijan saves UTF-8, UTF-16 ("Unicode text"), cp1254 or cp1251. The last two have no ə and write ? for it.
"""

import codecs
import re

from django.utils.translation import gettext as _

from .errors import WHOLE_LINE, BadFile, Mistake

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_TURKISH = re.compile("[çğıöşüÇĞİÖŞÜâÂîÎ“”‘’«»–—…№°§ ]")
_RUSSIAN = re.compile("[А-Яа-яЁё“”‘’«»–—…№°§ ]")
_LEAST = 10  # Russian letters, before a file counts as Russian
_LOST = re.compile(r"[^\W\d]\?[^\W\d]|�")


def text_of(content: bytes) -> str:
    """The text, with \\n at the end of each line. Raises BadFile."""
    text = _decoded(content)
    if "\0" in text:
        raise _unreadable(text.partition("\0")[0].count("\n") + 1)
    return re.sub(r"\r+\n|\r", "\n", text)


def is_broken(text: str) -> bool:
    """Whether a text lost letters (?), or was read in a wrong encoding before it was saved (ÅžÉ™ki for Şəki)."""
    if "://" not in text and _LOST.search(text):
        return True
    return any(_is_mojibake(word, name) for word in text.split() for name in ("cp1252", "cp1254", "cp1251"))


def _is_mojibake(word: str, name: str) -> bool:
    if word.isascii():
        return False
    try:
        read = b"".join(_byte(c, name) for c in word).decode()
    except UnicodeError:
        return False
    return read != word


def _byte(c: str, name: str) -> bytes:
    """The byte of a letter. Bytes without a letter are kept as they are."""
    return bytes([ord(c)]) if 0x80 <= ord(c) < 0xA0 else c.encode(name)


def _decoded(content: bytes) -> str:
    for mark, name in _MARKS.items():
        if content.startswith(mark):
            return _strict(content, name)
    if content[:64:2].count(0) > len(content[:64:2]) // 2 or content[1:64:2].count(0) > len(content[1:64:2]) // 2:
        return _strict(content, "utf-16-be" if content[0] == 0 else "utf-16-le")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        return _of_excel(content, content[: error.start].count(b"\n") + 1)


def _strict(content: bytes, name: str) -> str:
    try:
        return content.decode(name)
    except UnicodeDecodeError as error:
        raise _unreadable(content[: error.start].count(b"\n") + 1) from error


def _of_excel(content: bytes, line: int) -> str:
    """A text of cp1254 or cp1251: whichever alone makes words of it. Lost letters stand as ? in it."""
    candidates = [text for text in (_as("cp1254", content, _TURKISH), _as("cp1251", content, _RUSSIAN)) if text]
    russian = len(re.findall("[А-Яа-яЁё]", candidates[0])) if candidates else 0
    lost = candidates and re.search(r"[^\W\d]\?|\?[^\W\d]", candidates[0])
    if len(candidates) != 1 or lost or 0 < russian < _LEAST:
        raise _unreadable(line)
    return candidates[0]


def _as(name: str, content: bytes, letters: re.Pattern[str]) -> str:
    """The text, if all that is beyond ASCII are letters of one language. Empty: it is not."""
    try:
        text = content.decode(name)
    except UnicodeDecodeError:
        return ""
    beyond = [c for c in text if not c.isascii()]
    words = re.findall(r"[^\W\d_]+", text)
    mixed = any(re.search("[A-Za-z]", word) and re.search("[А-Яа-яЁё]", word) for word in words)
    return text if not mixed and all(letters.match(c) for c in beyond) else ""


def _unreadable(line: int) -> BadFile:
    return BadFile([Mistake(line, WHOLE_LINE, how_to_save())])


def how_to_save() -> str:
    return _("This file cannot be read without guessing. In Excel choose “Save as”, then “CSV UTF-8” or “.xlsx”.")
