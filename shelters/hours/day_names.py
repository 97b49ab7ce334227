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
    "mon-fri": r"weekdays?|working\sdays?|i[şs]\sg[üu]n(?:l[əe]ri|[üu])|h[əe]ft[əe]\s?i[çc]i"
    r"|(?:по\s)?будн(?:и|ям|ие\sдни)|рабочие\sдни",
    "sat-sun": r"(?<!working-)weekends?|h[əe]ft[əe]\s?sonu",
    "daily": r"daily|every\s?day|h[əe]r\s?g[üu]n|g[üu]nd[əe]lik|ежедневно|каждый\sдень",
    "holidays": r"public\sholidays?|holidays?|ph|bayram(?:lar)?(?:\sg[üu]nl[əe]ri)?|праздник\w*|праздничн\w+\sдн\w+",
    "closed": r"closed|off|bağlı(?:dır)?|bagli(?:dir)?|закрыто|выходной|istirah[əe]t(?:\sg[üu]n[üu])?",
}
_NAMES = list(_WORDS)
_NAME = re.compile(r"(?<![^\W_])(?:" + "|".join(f"({words})" for words in _WORDS.values()) + r")\.?(?![^\W_])")
_DAY = r"((?:mon|tue|wed|thu|fri|sat|sun)(?![^\W_]))"
_DAY_WORD = re.compile(rf"{_DAY}\s?g[üu]n(?:[üu]|l[əe]ri)?(?![^\W_])")  # “şənbə günü”
_FROM_DAY = re.compile(rf"(?:(?<![^\W_])(?:с|со|from)\s)?{_DAY}\s(?:to|through|по)\s{_DAY}")
_CLOCK = r"(\d{1,2}(?:[:.]\d{2})?)"
_FROM_TIME = re.compile(
    rf"(?:(?<![^\W_])(?:с|from|saat)\s)?{_CLOCK}(?:\s(?:до|to|till|until)\s|\s?-?\s?d[aəe]n\s(?:saat\s)?)"
    rf"{_CLOCK}(?:\s?-?\s?(?:d[əe]k|y?[aəe](?:\s?q[əe]d[əe]r|\skimi|d[əe]k)?))?(?![^\W_])"
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
    named = _NAME.sub(lambda found: _NAMES[(found.lastindex or 1) - 1], _short(kept))
    for words, signs in ((_DAY_WORD, r"\1"), (_FROM_DAY, r"\1-\2"), (_FROM_TIME, r"\1-\2")):
        named = words.sub(signs, named)
    return named


def _short(text: str) -> str:
    """Azerbaijani single letters as names, where they can stand for a single day only."""
    text = re.sub(r"(?<![^\W_])b\.?\s?e\.?\s?-\s?c\.?(?![^\W_.])", "mon-fri", text)
    if re.search("[çşəğıöü]", text):
        text = re.sub(r"(?<![^\W_])b\.?\s?e\.?(?![^\W_])", "mon", text)
        for name, letters in _MARKED.items():
            text = letters.sub(name, text)
        text = _SUNDAY.sub("sun", text)
    return text
