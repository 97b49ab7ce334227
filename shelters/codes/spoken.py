"""Secrets as words that people read aloud: syllables of Latin letters that any of the three languages can say."""

_CONSONANTS, _VOWELS = "bdfghjklmnprstvz", "aiou"
_LETTERS = 5  # of a word, which stands for two bytes
_TYPED_ALIKE = str.maketrans("İIı", "iii")


def words(secret: bytes) -> str:
    """A word for each two bytes, with hyphens between: "lusab-babad"."""
    return "-".join(_word(int.from_bytes(secret[at : at + 2])) for at in range(0, len(secret), 2))


def read(typed: str) -> str:
    """The same words from typed text, in whatever case, and whatever stands between them."""
    letters = [letter for letter in typed.translate(_TYPED_ALIKE).lower() if letter in _CONSONANTS + _VOWELS]
    return "-".join("".join(letters[at : at + _LETTERS]) for at in range(0, len(letters), _LETTERS))


def _word(number: int) -> str:
    letters = []
    for bits in (4, 2, 4, 2, 4):
        number, rest = divmod(number, 1 << bits)
        letters.append((_CONSONANTS if bits == 4 else _VOWELS)[rest])
    return "".join(letters)
