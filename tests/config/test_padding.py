"""On the line each public answer has one of a few sizes: nobody reads from its length what it is about."""

import gzip
import json
import zlib
from collections import defaultdict
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from config.padding import SMALL, STEPS
from referrals.models import Enquiry
from referrals.vault import keyring
from referrals.workflow import placing
from shelters.codes.public import Group, Service
from shelters.models import Facility, Freeze
from shelters.published.refresh import refresh
from tests.support.referrals import HOST, code_of, filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring")]
LANGUAGES = ("az", "ru", "en")
FORM = "application/x-www-form-urlencoded"


def size(response):
    """What a response weighs on the line, without what the server adds to each."""
    headers = sum(len(f"{name}: {value}\r\n") for name, value in response.items())
    return len(f"HTTP/1.1 {response.status_code} {response.reason_phrase}\r\n") + headers + len(response.content)


@pytest.fixture
def wire(client):
    """Send as a phone does. Returns the size on the line, and the size that its text alone would have."""
    headers = {"accept-encoding": "gzip, deflate, br"}

    def send(path, fields=None):
        if fields is None:
            response = client.get(path, headers=headers)
        else:
            response = client.post(path, urlencode(fields, doseq=True), content_type=FORM, headers=headers)
        page = gzip.decompress(response.content)
        assert page.endswith(b"-->") and page.count(b"</html>") == 1
        send.last = response.status_code, page.decode()
        return size(response), len(zlib.compress(page[: page.rindex(b"<!--")]))

    return send


@pytest.fixture
def asking(directory):
    """Three facilities of the directory that take questions."""
    houses = list(Facility.objects.listed().order_by("pk")[:3])
    Facility.objects.filter(pk__in=[house.pk for house in houses]).update(takes_questions=True)
    refresh([house.pk for house in houses])
    return houses


def searches(language):
    """Every need and group, with a place and without."""
    for need in Service.values:
        yield f"/{language}/near/", {"place": "Zaqatala", "need": need}
        yield f"/{language}/near/", {"need": need, "who": "woman_with_children", "oldest_son": "9"}
    for who in Group.values:
        yield f"/{language}/near/", {"rayon": "AZ-BA", "who": who}
    for place in Facility.objects.listed():
        yield f"/{language}/site/", {"id": place.public_id}
    for part in ("night", "unknown", ""):
        for minor in ({}, {"minor": "true"}):
            yield f"/{language}/hours/", {"rayon": "AZ-SAK", "part": part} | minor
    yield f"/{language}/hours/", {"show": "form"}


def mistakes(language):
    """What cannot be answered: 400, 404, 413 and 422."""
    yield f"/{language}/near/", {"place": "Xyzzy"}
    yield f"/{language}/near/", {"place": "Zaqatala", "oldest_son": "-4"}
    yield f"/{language}/near/", {"place": "x" * 20_000}
    yield f"/{language}/hours/", {"date": "2999-01-01"}
    yield f"/{language}/site/", {"id": "zzzzzz"}
    yield f"/{language}/answer/", {"code": "12"}
    yield f"/{language}/answer/", {"code": "1" * 16}
    yield f"/{language}/nowhere/", {"a": "b"}


def asked(wire, language, houses):
    """Her whole way: the form, its mistakes, the code, the answers, what she does with them, and the end."""
    ask, answer = f"/{language}/ask/", f"/{language}/answer/"
    ids = [house.public_id for house in houses]
    for fields in ({"id": ids}, filled(*houses, yes=""), filled(*houses, once="x"), filled(*houses)):
        yield ask, wire(ask, fields)
    code = code_of(type("Page", (), {"content": wire.last[1].encode()}))
    yield answer, wire(answer, {"code": code})
    one = Enquiry.objects.latest("pk")
    placing.write(one, "Neçə nəfərsiniz? " * 20, from_house=True, by=HOST)
    yield answer, wire(answer, {"code": code})
    yield answer, wire(answer, {"code": code, "do": "reply", "ask": one.public_id, "text": "Üç"})
    yield answer, wire(answer, {"code": code, "do": "choose", "ask": one.public_id})
    yield answer, wire(answer, {"code": code, "do": "sure"})
    yield answer, wire(answer, {"code": code, "do": "erase"})


@pytest.mark.long
def test_all_answers_to_a_form_share_one_step(wire, asking):
    table = defaultdict(list)
    for language in LANGUAGES:
        for path, fields in [*searches(language), *mistakes(language)]:
            table[path].append(wire(path, fields))
        for path, sizes in asked(wire, language, asking):
            table[path].append(sizes)
    print(f"\n{'address':16} {'answers':>8} {'text alone':>16} {'on the line':>12}")
    for path, sizes in table.items():
        alone = [number for _size, number in sizes]
        line = {number for number, _alone in sizes}
        print(f"{path:16} {len(sizes):8} {min(alone):7} to {max(alone):5} {sorted(line)}")
    assert {number for sizes in table.values() for number, _alone in sizes} == {STEPS[0]}
    assert max(alone for sizes in table.values() for _size, alone in sizes) > SMALL, "the table has large ones, too"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_goes_wrong_looks_like_what_goes_well(wire, asking, language, settings, ring):
    """Too much at once, a freeze, a lost key, a page of another kind: the same size on the line."""
    ask = f"/{language}/ask/"
    seen = {wire(f"/{language}/near/", {"place": "Zaqatala"})[0]}
    settings.QUESTIONS_PER_MINUTE = settings.SEARCHES_PER_MINUTE = settings.ANSWERS_PER_MINUTE = 0
    for path in ("near", "hours", "ask", "answer"):
        seen.add(wire(f"/{language}/{path}/", {"code": "1" * 16, "once": "x", "id": asking[0].public_id})[0])
        assert wire.last[0] == 429
    settings.QUESTIONS_PER_MINUTE = 10**9
    for name in keyring.names():
        (ring / name).unlink()
    seen.add(wire(ask, filled(*asking))[0])
    assert wire.last[0] == 503
    Freeze.objects.create(at=timezone.now())
    seen.add(wire(ask, filled(*asking))[0])
    assert wire.last[0] == 409 and seen == {STEPS[0]}


@pytest.mark.usefixtures("directory")
def test_pages_that_everybody_gets_share_a_smaller_step(wire):
    paths = ["", *(f"{name}/" for name in "near hours site ask answer lines safety ready rights phone help".split())]
    assert {wire(f"/{language}/{path}")[0] for language in LANGUAGES for path in paths} == {SMALL}
    assert wire("/en/nowhere/")[0] == SMALL and wire.last[0] == 404


@pytest.mark.usefixtures("directory")
def test_json_ends_at_a_step_and_stays_json(client):
    sizes = set()
    for fields in [*({"need": [need]} for need in Service.values), {"need": ["x"]}, {"place": "Xyzzy"}]:
        gzipped = {"accept-encoding": "gzip"}
        response = client.post("/api/v1/near/", fields, content_type="application/json", headers=gzipped)
        assert isinstance(json.loads(gzip.decompress(response.content)), dict)
        sizes.add(size(response))
    assert sizes == {STEPS[0]}


@pytest.mark.usefixtures("directory")
def test_without_gzip_they_share_a_step_too(client, post):
    sizes = {size(post(need=need)) for need in Service.values} | {size(client.get("/az/")), size(client.get("/x/"))}
    assert sizes == {64 * 1024}


@pytest.mark.usefixtures("directory")
def test_the_filling_is_random_and_staff_pages_have_none(client, wire):
    first = client.get("/az/", headers={"accept-encoding": "gzip"}).content
    second = client.get("/az/", headers={"accept-encoding": "gzip"}).content
    assert first != second and len(first) == len(second)
    assert b"<!--" not in client.get("/work/sign-in/").content.rpartition(b"</html>")[2]
