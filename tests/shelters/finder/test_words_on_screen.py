"""What a search tells, word for word in three languages, at any hour of a week. The real directory."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine

from shelters.codes.public import Service
from shelters.finder import hotlines
from shelters.finder.wish import Wish
from shelters.hours.clock import BAKU
from shelters.models import Hotline, Organisation, Place
from shelters.published import current
from tests.support import loaded_directory, make
from tests.support.pages import text_of

pytestmark = pytest.mark.django_db
EVENING, NIGHT, NOON = (datetime(2026, 11, 27, *at, tzinfo=BAKU) for at in ((19, 40), (3, 0), (12, 0)))
WORDS = {
    "az": [
        "Zaqatala: indi kimə zəng etmək olar",
        "Təhlükə var: 102 polis 112 xilasetmə",
        "İndi cavab verməlidirlər",
        "Dövlət sosial xidməti, gecə-gündüz. İkinci xətt məişət zorakılığı üzrədir.",
        "Belə deyə bilərsiniz: “Bu gecə qalmağa yer lazımdır. 14 yaşlı oğlum yanımdadır. Yer varmı?”",
        "Adınızı demədən soruşa bilərsiniz: “Zəngimi kiməsə deyəcəksiniz?”",
        "Zəng telefonun siyahısında və operatorda qalır.",
        "102: polis olduğunuz yerə gəlir, dediyinizi yazır.",
        "112: zəngin yerini xəritədə görür; balans olmasa da işləyir.",
        "yer var, nömrəsini bilmirik",
        "“Hə” deməyincə yola çıxmayın.",
    ],
    "ru": [
        "Загатала: кому позвонить сейчас",
        "Опасность: 102 полиция 112 спасатели",
        "Сейчас должны ответить",
        "Государственная социальная служба, круглосуточно. Вторая линия — о домашнем насилии.",
        "Можно сказать: «Нужно место на эту ночь. Со мной сын, ему 14. Есть ли место?»",
        "Не называя имени, можно спросить: «Вы кому-то сообщите о звонке?»",
        "Звонок останется в списке телефона и у оператора.",
        "102: полиция приедет к вам и запишет ваши слова.",
        "112: видит на карте, откуда звонок; работает и без денег на счёте.",
        "Есть ещё 4, номеров у нас нет",
        "Не выезжайте, пока не скажут «да».",
    ],
    "en": [
        "Zagatala: who to call now",
        "In danger: 102 police 112 rescue",
        "Should answer now",
        "State social service, day and night. The second line is on violence at home.",
        "You can say: “I need a place to stay tonight. My son, 14, is with me. Is there a place?”",
        "Before you give a name you can ask: “Will you tell anybody that I called?”",
        "The call stays in the phone’s list and with the operator.",
        "102: the police come to where you are and write down what you say.",
        "112: sees on a map where you call from; works with no balance.",
        "4 more, without a number",
        "Do not travel before they say yes.",
    ],
}


@pytest.fixture(scope="module")
def directory(once_for_the_file):
    loaded_directory.load()


@pytest.mark.parametrize("language", WORDS)
def test_the_words_of_a_search(post, directory, language):
    with time_machine.travel(EVENING):
        page = post(f"/{language}/near/", place="Zaqatala", who="woman_with_children", oldest_son="14")
    text = re.sub(r"\s+([.,:;?!”»])", r"\1", text_of(page))
    assert [words for words in WORDS[language] if words not in text] == []


@pytest.mark.parametrize("who", [(), ("minor_alone",), ("trans_woman",), ("deaf",), ("trafficked",)])
def test_at_each_half_hour_of_a_week_the_first_line_is_not_closed(directory, who):
    monday = datetime(2026, 11, 23, tzinfo=BAKU)
    held, wish = current.get(), Wish(who=frozenset(who))
    first = set()
    for half_hour in range(7 * 48):
        call = hotlines.call_now(hotlines.at(held, monday + timedelta(minutes=30 * half_hour), wish), who)
        assert call.first and not call.first.is_closed and not call.first.hotline.emergency
        assert all(line.is_closed for line in call.later)
        first.add(call.first.hotline.key)
    assert first == {"minor_alone": {"116111", "116123"}, "trafficked": {"152"}}.get("".join(who), {"116123"})


@pytest.mark.parametrize("language", WORDS)
def test_the_first_screen_is_the_same_at_each_hour(client, post, directory, language):
    """So the boxes that the browser measures at one moment hold at all of them."""
    seen = set()
    for moment in (EVENING, NIGHT, NOON):
        with time_machine.travel(moment):
            home = client.get(f"/{language}/").content.decode()
            answer = post(f"/{language}/near/", place="Zaqatala").content.decode()
        begins = home[home.index("<main") : home.index("data-main")]
        ring = re.search(r'<main.*?<a class="ring".*?</a>', answer, re.DOTALL)
        seen.add((re.sub(r"\s+", " ", begins), ring[0]))
    assert len(seen) == 1


@pytest.mark.parametrize("need", [code.value for code in Service])
def test_no_doubt_stands_twice(post, directory, need):
    """Of a sentence that doubts, folded or not; a state office has one of its own, which is a warning."""
    for who in ([], ["woman"], ["minor_alone"]):
        text = text_of(post(place="Bakı", need=need, who=who))
        said = [one.strip() for one in re.split(r"(?<=[.?!”])\s", text)]
        doubts = [one for one in said if re.search(r"not known|\bask\b|\bperhaps\b|Ask\b", one) and len(one) < 200]
        twice = {one for one in doubts if doubts.count(one) > 1}
        assert {one for one in twice if "small town" not in one} == set()


def test_where_the_state_is_to_be_feared_organisations_come_first(post, directory):
    near, far = (Place.objects.get(name_az=name) for name in ("Zaqatala", "Gəncə"))
    state = Organisation.objects.create(key="state", type="state", name_az="Dövlət")
    make.facility(near, phones=[{"number": "(012) 404 12 34"}], name_en="Of the state", organisation=state)
    make.facility(far, phones=[{"number": "(012) 404 12 35"}], name_en="Of an association")
    current.refresh_now()
    text = text_of(post(place="Zaqatala", by_state="true"))
    order = ["Of an association", "1 place, run by the state", "Of the state"]
    assert [text.index(one) for one in order] == sorted(text.index(one) for one in order)
    assert "For a complaint about somebody who works for the state" in text and " 916 " in text and " 102 " in text
    text = text_of(post(place="Zaqatala"))
    assert text.index("Of the state") < text.index("Of an association") and "For a complaint" not in text


def test_a_line_of_their_own_stands_first_and_nothing_is_missing_then(post, directory):
    line = Hotline.objects.get(key="916")
    line.for_groups, line.for_needs, line.run_by = ["trans_woman"], [], "ngo"
    line.save()
    make.counting(line)
    current.refresh_now()
    page = text_of(post(place="Bakı", who="trans_woman"))
    assert page.index("916 Should answer now") < page.index(" 102 ") and "line of their own" not in page


def test_who_asks_about_a_watched_phone_reads_what_to_do(post, directory):
    text = text_of(post(place="Bakı", need="digital_safety"))
    for words in ("close this page", "can be noticed, and it can get worse", "Access Now", "get an account back"):
        assert words in text
    assert 'href="/en/phone/"' in post(place="Bakı", need="digital_safety").content.decode()
    assert "Access Now" not in text_of(post(place="Bakı"))


def test_by_night_a_child_reads_what_its_line_does(post, directory):
    with time_machine.travel(NIGHT):
        text = text_of(post(place="Bakı", who="minor_alone"))
    words = "then: 116 111 (Child hotline). You can call without a name. Sometimes they visit families"
    assert text.index(words) < text.index("116 111 May answer now")


def test_lines_for_complaints_stand_apart(client, directory):
    text = text_of(client.get("/en/lines/"))
    assert text.index(" 116 111 ") < text.index("For complaints, not for tonight") < text.index(" 916 ")
    assert text.index(" 961 ") < text.index("When you ring")
