"""The acts of a survivor, a house and a caseworker over HTTP, with a mark in every text field."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.test import Client
from django.utils import timezone

from shelters.places.gazetteer import fold

# Three alphabets, and words that occur nowhere else.
MARKS = ("Zqkanar7f3", "Zqşəçıq7f3", "Жщканар7ф3")
WORDS = " ".join(MARKS)  # fits into the shortest field
ONCE = "Zqonce7f3-" + "s" * 20
SOUGHT = (*MARKS, *(fold(mark) for mark in MARKS), "Zqonce7f3")
TOO_LONG = f"{WORDS} " * 40
ASK, ANSWER = "/en/ask/", "/en/answer/"
REACHED: dict[str, Any] = {
    "do": "contact",
    "way": "voice",
    "reach": WORDS,
    "hours": WORDS,
    "word": WORDS,
    "others": WORDS,
    "yes": "yes",
}
_LINK = re.compile(r'(?:href|src|action|formaction|content|data-\w+)="([^"]*)"')


@dataclass
class Page:
    """An answer: its path, its status, its headers as text, its text."""

    path: str
    status: int
    headers: str
    text: str

    @property
    def seen_from_outside(self) -> str:
        """The parts that a history, a log of a proxy, a Referer or a title could hold."""
        title = re.findall(r"<title>(.*?)</title>", self.text)
        return " ".join([self.headers, *title, *_LINK.findall(self.text)])


@dataclass
class Told:
    """A person, the function that sends for them (Django's test client, or plain HTTP), and all answers."""

    send: Callable[..., Page]
    user: Any = None
    pages: list[Page] = field(default_factory=list)
    marked: set[str] = field(default_factory=set)  # names of fields that held a mark
    key: str = ""  # of the form with which they asked

    def __call__(self, path: str, expected: int = 200, **fields: Any) -> Page:
        self.marked |= {name for name, value in fields.items() if any(mark in str(value) for mark in SOUGHT)}
        page = self.send(path, **fields)
        assert page.status == expected, (path, page.status, fields, page.text)
        self.pages.append(page)
        return page


def told(client: Client) -> Told:
    """Send with a test client; without fields it is a GET."""

    def send(path: str, method: str = "", **fields: Any) -> Page:
        body, method = urlencode(fields, doseq=True), method or ("POST" if fields else "GET")
        response = client.generic(method, path, body, content_type="application/x-www-form-urlencoded")
        return Page(path, response.status_code, f"{response.headers}{response.cookies}", response.content.decode())

    client.raise_request_exception = False
    return Told(send, getattr(client, "user", None))


def question(ids: list[str], **fields: Any) -> dict[str, Any]:
    filled = {"once": ONCE, "id": ids, "to": ids, "rayon": "AZ-ZAQ", "adults": "1", "children_0_2": "1"}
    return filled | {"who": "woman_with_children", "avoid": WORDS, "yes": "yes"} | fields


def key_in(page: str) -> str:
    """The key of the form on a page."""
    found = re.search(r'name="once" value="([^"]+)"', page)
    assert found
    return found[1]


def asks(tell: Told, ids: list[str]) -> str:
    """A survivor goes from the search to the code, with every error on the way. Returns the code."""
    for path in ("/en/near/", "/ru/hours/"):
        tell(path, 422, place=WORDS, avoid=WORDS, who="woman")
    tell("/az/site/", id=ids[0], place=WORDS, avoid=WORDS)
    tell.key = key_in(tell(ASK, id=ids, place=WORDS, avoid=WORDS, who=["woman", "deaf"]).text)
    for wrong in (
        {"avoid": TOO_LONG},
        {"rayon": WORDS},
        {"who": WORDS},
        {"service": WORDS},
        {"adults": WORDS},
        {"soon": WORDS},
        {"yes": ""},
    ):
        tell(ASK, 400, **question(ids, once=tell.key, **wrong))
    tell("/ru/ask/", **question(ids, show="form"))
    tell(ASK, 409, **question(ids, once=WORDS))
    page = tell(ASK, **question(ids, once=tell.key))
    code = re.search(r'name="code" value="(\d{16})"', page.text)
    assert code
    words = re.search(r'name="words" value="(\w+)"', page.text)
    assert words
    tell("/ru/ask/", once=tell.key, words=words[1])
    tell("/ru/ask/", 409, once=tell.key)
    return code[1]


def reads(tell: Told, code: str, one: str, other: str) -> None:
    """She uses the code after `one` offered and `other` wrote, with late and wrong acts."""

    def does(do: str, expected: int = 200, **fields: Any) -> Page:
        return tell(ANSWER, expected, code=code, do=do, **fields)

    tell("/ru/answer/", code=f"{code[:4]}-{code[4:]}")
    tell(ANSWER, 400, code=WORDS)
    tell(ANSWER, 404, code="1" * 16)
    does(WORDS)
    does("reply", ask=other, text=WORDS)
    does("reply", 400, ask=other, text=TOO_LONG)
    does("reply", 409, ask=WORDS, text=WORDS)
    does(**REACHED | {"expected": 409})
    does("choose", ask=one)
    does("choose", 409, ask=one)
    does("reply", 409, ask=other, text=f"{WORDS}?")
    for name in ("reach", "hours", "word", "others", "way"):
        does(**REACHED | {name: TOO_LONG, "expected": 400})
    does(**REACHED | {"yes": "", "expected": 400})
    does(**REACHED)
    does("forget")
    does(**REACHED)
    does("reply", ask=one, text=WORDS)
    does("set_out")
    does("set_out", 409)
    does("sure")


def _hours(number: int) -> str:
    return timezone.localtime(timezone.now() + timedelta(hours=number)).strftime("%Y-%m-%dT%H:%M")


def answers(host: Told, one: str, other: str, pool: str) -> None:
    """A house asks back and offers a place, with every error on the way."""
    at, offer = f"/work/questions/{one}/", {"pool": pool, "beds": 1, "until": _hours(3), "words": WORDS}
    host("/work/questions/")
    host(at)
    host(f"/work/questions/{other}/write/", 302, words=WORDS, once=f"{ONCE}{other}")
    host(f"{at}write/", 400, words=TOO_LONG * 9, once=TOO_LONG)
    host(f"{at}offer/", 400, **offer | {"pool": WORDS, "beds": WORDS, "until": WORDS, "arrival": WORDS})
    host(f"{at}offer/", 409, **offer | {"beds": 99, "once": f"{ONCE}{one}"})
    host(f"{at}come/", 409, way_in=WORDS, bring=WORDS, words=WORDS)
    host(f"{at}refuse/", 400, reason=WORDS, words=WORDS)
    host(f"{at}offer/", 302, **offer | {"once": f"{ONCE}{one}"})
    host("/work/night/note/", 400, word=TOO_LONG, people="2", needs=WORDS)
    host("/work/night/note/", 302, word=WORDS, people="2", needs="cot", once=f"{ONCE}night{one}")
    host("/work/night/")
    host(f"{at}{WORDS}/", 404, words=WORDS)


def houses(host: Told, one: str) -> None:
    """She comes, and leaves."""
    at = f"/work/questions/{one}/"
    host(f"{at}contact/", method="POST")
    host(f"{at}move_arrival/", 400, arrival=WORDS)
    host(f"{at}move_arrival/", 302, arrival=_hours(30))
    host(f"{at}arrive/", 302, method="POST")
    host(f"{at}leave/", 400, because=WORDS, ended_by=WORDS)
    host(f"{at}leave/", 302, because="own_wish", ended_by="survivor")
    host(f"{at}write/", 409, words=WORDS)


def begins_a_case(caseworker: Told, ids: list[str]) -> str:
    """A caseworker searches and asks for a client. Returns the path of the case."""
    sent = {"name": "Durna Nar", "how": "voice", "once": ONCE, "id": ids, "adults": "1", "soon": "now", "avoid": WORDS}
    caseworker("/work/near/", 422, place=WORDS, avoid=WORDS)
    caseworker("/work/requests/new/", id=ids, place=WORDS, avoid=WORDS)
    for wrong in ({"name": WORDS}, {"avoid": TOO_LONG}, {"rayon": WORDS}, {"once": WORDS}, {"oldest_son": WORDS}):
        caseworker("/work/requests/new/", 400, **sent | wrong)
    made = caseworker("/work/requests/new/", 302, **sent)
    found = re.search(r"/work/requests/\w+/", made.headers)
    assert found
    return found[0]


def chooses(caseworker: Told, at: str, one: str, other: str, to: str) -> None:
    """A caseworker acts after `one` offered and `other` said no, up to a handover to a colleague."""
    reached = dict.fromkeys(("reach", "hours", "word", "others"), WORDS) | {"way": "voice", "how": "voice"}
    caseworker("/work/requests/")
    caseworker(at)
    caseworker(f"{at}{one}/write/", 302, words=WORDS, once=f"{ONCE}{one}")
    caseworker(f"{at}{one}/write/", 400, words=TOO_LONG * 9)
    caseworker(f"{at}{other}/write/", 409, words=WORDS)
    caseworker(f"{at}{one}/choose/", 302, method="POST")
    caseworker(f"{at}leave_contact/", 400, **reached | {"reach": TOO_LONG, "way": WORDS, "how": WORDS})
    caseworker(f"{at}leave_contact/", 302, **reached)
    caseworker(f"{at}contact/", method="POST")
    case = case_of(caseworker, at)
    keeps(caseworker, case, at)
    caseworker(f"{case}keep/", 400, days=WORDS)
    caseworker(f"{case}hand_over/", 400, to=WORDS, how=WORDS)
    caseworker(f"{case}hand_over/", 302, to=to, word=WORDS, with_notes="on")


def case_of(caseworker: Told, at: str) -> str:
    """The path of the case of a referral."""
    found = re.search(r"/work/cases/\w+/", caseworker(at).text)
    assert found
    return found[0]


def keeps(caseworker: Told, case: str, at: str) -> None:
    """What a caseworker writes down for herself: the safe way, a note, the next step, a call to a place."""
    safe = dict.fromkeys(("reach", "hours", "others", "word"), WORDS) | {"way": "voice", "spoken": "az"}
    caseworker(f"{case}safe_way/", 400, **safe | {"reach": TOO_LONG})
    caseworker(f"{case}plan/", 400, step=WORDS, at=_hours(20))
    caseworker(f"{case}safe_way/", 302, **safe)
    caseworker(f"{case}contact/", method="POST")
    caseworker(f"{case}note/", 400, text=TOO_LONG * 9)
    caseworker(f"{case}note/", 302, text=WORDS, really="on")
    caseworker(f"{case}plan/", 302, step=WORDS, at=_hours(20), really="on")
    for move, names in {"safety": ("first", "second", "third"), "minor": ("knows", "tell", "why")}.items():
        caseworker(f"{case}{move}/", 400, **dict.fromkeys(names, TOO_LONG))
        caseworker(f"{case}{move}/", 302, **dict.fromkeys(names, WORDS), really="on")
    caseworker(f"{case}may_tell/", 400, what=WORDS, days=WORDS)
    caseworker(f"{case}may_tell/", 302, what=["code_name", "danger"], days="30", counted="on")
    caseworker(f"{case}need/", 302, need="legal_aid")
    need = re.findall(r"/work/requests/\w+/", caseworker(case).text)[-1].split("/")[-2]
    called = {"sent": "1", "need": need, "channel": "phone", "name": WORDS, "result": "offered"}
    caseworker("/work/requests/calls/", 400, **called | {"need": WORDS})
    caseworker("/work/requests/calls/", 302, **called | {"way_in": WORDS, "bring": WORDS, "when": _hours(30)})
    caseworker("/work/requests/search/", name=WORDS)
    caseworker(case)


def takes_back(tell: Told, code: str) -> None:
    tell(ANSWER, code=code, do="erase")
    tell(ANSWER, 404, code=code)
    tell(ANSWER, 404, code=code, do="reply", text=WORDS)
