"""Code names: two neutral words that the system proposes. So nobody types a name, or a word that tells."""

import secrets
from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, ...]] = {
    "az": tuple(
        "Nar Heyva Çinar Söyüd Palıd Şam Lalə Bənövşə Nərgiz Reyhan Zəfəran Kəklik Durna Leylək Balıq Ulduz Bulud "
        "Külək Yağış Bulaq Dəniz Çay Dağ Yamac Körpü Qayıq Yelkən Mayak Kaman Tar Zurna Xalça Kərpic Fincan Çaynik "
        "Fənər Kürə Açar Saat Qələm Kitab Xəritə Kompas Papaq Şal Düymə Limon Fındıq".split()
    ),
    "ru": tuple(
        "Гранат Айва Клён Ива Дуб Сосна Тюльпан Фиалка Нарцисс Базилик Шафран Чайка Аист Журавль Звезда Облако Ветер "
        "Дождь Родник Море Река Холм Склон Мост Лодка Парус Маяк Скрипка Флейта Барабан Ковёр Кирпич Чашка Чайник "
        "Фонарь Глобус Ключ Часы Перо Книга Карта Компас Шапка Шарф Пуговица Лимон Орех Янтарь".split()
    ),
    "en": tuple(
        "Apple Quince Maple Willow Oak Pine Tulip Violet Daisy Basil Saffron Gull Stork Crane Star Cloud Wind Rain "
        "Spring Sea River Hill Slope Bridge Boat Sail Beacon Fiddle Flute Drum Carpet Brick Cup Kettle Lantern Globe "
        "Key Clock Pen Book Map Compass Cap Scarf Button Lemon Walnut Amber".split()
    ),
}


ALL = {word for words in WORDS.values() for word in words}


def propose(language: str) -> str:
    """Two different words in a language, at random."""
    words = WORDS.get(language, WORDS["az"])
    first = secrets.choice(words)
    return f"{first} {secrets.choice([word for word in words if word != first])}"
