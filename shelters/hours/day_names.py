"""The names of days as people write them in Azerbaijani, Russian and English, and as OpenStreetMap has them."""

import re
import unicodedata

_WORDS = {
    "mon": r"mondays?|mon|mo|bazar\s?ert[əe]si|b\.?\s?e|понедельник\w*|пнд|пн",
    "tue": r"tuesdays?|tues|tue|tu|[çc][əe]r[şs][əe]nb[əe]\s?ax[şs]am[ıi]|ç\.?\s?a|вторник\w*|втр|вт",
    "thu": r"thursdays?|thurs|thur|thu|th|c[üu]m[əe]\s?ax[şs]am[ıi]|четверг\w*|чтв|чт",
    "wed": r"wednesdays?|weds?|we|[çc][əe]r[şs][əe]nb[əe]|ç|сред[аыу]м?|срд|ср",
    "fri": r"fridays?|fri|fr|c[üu]m[əe]|пятниц\w*|птн|пт",
    "sat": r"saturdays?|sat|sa|[şs][əe]nb[əe]|ş|суббот\w*|сбт|сб",
    "sun": r"sundays?|sun|su|bazar|воскресень\w*|вск|вс",
    "daily": r"daily|every\s?day|h[əe]r\s?g[üu]n|g[üu]nd[əe]lik|ежедневно|каждый\sдень",
    "holidays": r"public\sholidays?|holidays?|ph|bayram(?:lar)?(?:\sg[üu]nl[əe]ri)?|праздник\w*|праздничн\w+\sдн\w+",
    "closed": r"closed|off|bağlı(?:dır)?|bagli(?:dir)?|закрыто|выходной|istirah[əe]t(?:\sg[üu]n[üu])?",
}
_NAME = re.compile(
    r"(?<![^\W_])(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _WORDS.items()) + r")\.?(?![^\W_])"
)
# Without their marks these stand for two days: C. is Friday, Ç. is Wednesday.
_MARKED = {"thu": re.compile(r"(?<![^\W_])c\.?\s?a\.?(?![^\W_])"), "fri": re.compile(r"(?<![^\W_])c\.?(?![^\W_])")}
_SUNDAY = re.compile(r"(?<![^\W_])b\.?(?![^\W_])")


def plain(text: str) -> str:
    """The text in small letters, with the short English names of days, plain dashes and plain spaces."""
    kept = unicodedata.normalize("NFKC", text).replace("İ", "i").lower()
    kept = "".join(c for c in kept if unicodedata.category(c) != "Cf" and c != "\u0307")
    kept = re.sub(r"[‐‑‒–—―−]", "-", kept)
    kept = re.sub(r"\s+", " ", kept).strip()
    return _NAME.sub(lambda found: str(found.lastgroup), _short(kept))


def _short(text: str) -> str:
    """Azerbaijani single letters as names, where they can stand for a single day only."""
    text = re.sub(r"(?<![^\W_])b\.?\s?e\.?\s?-\s?c\.?(?![^\W_.])", "mon-fri", text)
    if re.search("[çşəğıöü]", text):
        text = re.sub(r"(?<![^\W_])b\.?\s?e\.?(?![^\W_])", "mon", text)
        for name, letters in _MARKED.items():
            text = letters.sub(name, text)
        text = _SUNDAY.sub("sun", text)
    return text
