"""The words that people type around the name of a place, and the endings of a name in a sentence."""

import re
from collections.abc import Iterator, Sequence

from .folding import fold


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


HAMLET = _folded("kənd kəndi село сел деревня дер деревн village")
VILLAGE = HAMLET | _folded("k s с qəsəbə qəsəbəsi qəs пос посёлок поселк settlement")
RAYON = _folded("rayon rayonu ray r rn район р district region raion")
COUNTRY = _folded("az aze azerb Azerbaijan Azərbaycan Азербайджан Azerbaycan Азербайджана")
REPUBLIC = _folded("Respublika Respublikası Респ Республика Республики republic")
# No place here is called so, but for islands that have names of their own.
ELSEWHERE = _folded(
    "ada adası остров о-ва island isle край область губерния провинция штат oblast krai province state"
    " əyalət əyaləti ostan ostanı vilayət vilayəti"
)
ON = "на"  # of an island; in a town is “в”
AROUND = (
    VILLAGE
    | RAYON
    | COUNTRY
    | REPUBLIC
    | _folded("şəhər şəhəri şəhri şəhr şəh ş sh город г гор г пгт н city town the of city's")
)
# A word with an ending, such as “yaxınlığındayam”, counts as its stem.
FILLER = AROUND | _folded(
    "mən biz bizim mənim burada buradayam indi hazırda yaşayıram yaşayırıq qalıram qalırıq oluram evim ev yaxın"
    " yaxınlığı yaxınlıq yaxınında yan yanı yanında ətraf ətrafı ətrafında tərəf tərəfi tərəflər tərəfləri mərkəz"
    " mərkəzi iç içi yol yolu istiqaməti da də dan dən ya yə dayam dəyəm dayım dəyim gəlirəm"
    " gəlmişəm gedirəm haradasa olan nu nun nunda nundan yer yerdə ünvan ünvanım poçt indeks ada adası"
    " bağ bağları massiv massivi bölgəsi bölgə ərazisi ərazi şəhərətrafı"
    " я мы в во из на около возле близ вблизи рядом с со от под у к недалеко живу живем нахожусь находимся сейчас"
    " здесь центр центре окраина окраине пригород окрестности окрестностях где то где-то мой моя адрес сама сам"
    " область остров"
    " i im m am is in at near from by close to next around living live lives we are here area centre center downtown"
    " my currently now staying suburb suburbs somewhere address"
    " شهر در از نزدیک ქალაქი ახლოს քաղաք"
)
HOUSE = _folded(
    "mənzil mkr mikrorayon mikr məhəllə məh kvartal kv bina korpus blok mərtəbə otaq № no nömrə дом д квартира кв"
    " корпус корп блок микрорайон мкр квартал этаж building bldg flat apartment apt block floor house ci cı cu cü"
    " stansiya stansiyası станция ст st ms mst"
)
STREET_AFTER = _folded(
    "küçə küçəsi küç prospekt prospekti pr prosp şose şosesi şosse şossesi döngə döngəsi dalan dalanı meydan meydanı"
    " street str st avenue ave road rd square lane adına dənizi çayı gölü dağı küçesi caddesi caddəsi"
)
STREET_BEFORE = _folded(
    "ул улица улице улицы проспект проспекте просп пр переулок пер шоссе площадь пл море озеро река"
)
# “Yuxarı Salyan” is not Salyan.
QUALIFIER = _folded(
    "yuxarı aşağı yeni köhnə böyük kiçik bala baş orta birinci ikinci üçüncü dördüncü qədim верхний верхняя нижний"
    " нижняя новый новая новое старый старая большой большая малый малая upper lower new old great little"
)

_COPULA = r"(?:y?[ae]m+|yi[gkq]|yu[gkq]|san|sen|dir|dur|ki|kiler|kilar)?"
# Each with and without the letter that joins it to a vowel.
_AZ_ENDINGS = tuple(
    re.compile(joint + ending + "$")
    for joints, ending in (
        (("", "n"), rf"[dt][ae]{_COPULA}"),  # in
        (("", "n"), r"[dnt][ae]n(?:am|em|i[kq]|dir)?"),  # from
        (("",), r"l[iu](?:yam|yem|yik|yiq)"),  # I am of
        (("", "n"), r"[iu]n"),  # of
        (("", "y", "n"), r"[ae](?:dek|dak|can|cen)?"),  # to, until
        (("", "n", "y"), r"[iu]"),
    )
    for joint in joints
)
_FROM = re.compile("[dn][ae]n(?:am|em)?$")
_GEORGIAN_ENDINGS = re.compile("(?:ში|დან|თან|ის|ს|ი)$")
_RU_ENDING = re.compile("(?:ами|ями|ах|ях|ам|ям|ои|еи|ом|ем|ью|а|е|и|о|у|ы|ь|ю|я)$")
_RU_ADJECTIVE = re.compile("(ск|цк)(?:ом|ого|ому|им|ая|ои|ую|ие|их|ии)$")
_LEAST = 3  # letters of a stem


def stems(key: str) -> Iterator[str]:
    """A folded name without the endings that it may carry in Azerbaijani or Georgian, the longest stem first."""
    found = {key[: match.start()] for ending in _AZ_ENDINGS if (match := ending.search(key))}
    found |= {_GEORGIAN_ENDINGS.sub("", key)} - {key}
    for stem in sorted(found, key=len, reverse=True):
        if len(stem) >= _LEAST:
            yield stem
            if stem[-1] in "gy":  # before a vowel q and k soften
                yield stem[:-1] + ("q" if stem[-1] == "g" else "k")


def russian_stem(key: str) -> str:
    """A folded Russian name without its ending: Гяндж for Гянджа, Гянджи, Гяндже, Гянджой; empty for others."""
    if not ("а" <= key[-1:] <= "я"):
        return ""
    if adjective := _RU_ADJECTIVE.search(key):
        return key[: adjective.start()] + adjective[1] + "ии"
    stem = _RU_ENDING.sub("", key)
    return stem if len(stem) >= _LEAST else key


def is_from(run: Sequence[str]) -> bool:
    """Whether a single word has the ending of “from” in Azerbaijani."""
    return len(run) == 1 and _FROM.search(run[0]) is not None


def is_one_of(word: str, words: frozenset[str]) -> bool:
    """Whether a word, or its stem, is among these."""
    return word in words or any(stem in words for stem in stems(word)) or (russian_stem(word) or word) in words


def is_beside_names(word: str) -> bool:
    """Whether a word is no name but stands around names: a word of the lists above, a number, a single letter."""
    numbered = word.isdigit() or word[:-1].isdigit()
    return len(word) == 1 or numbered or is_one_of(word, FILLER) or is_one_of(word, HOUSE)
