"""A caseworker with the real directory and the telephone alone, on a phone: a client from the first call to the end."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.support import server as servers
from tests.support import staff_browser
from tests.support.staff_browser import PASSWORD, WCAG, absent
from tests.support.telephone_day import TOMORROW, Desk

pytestmark = pytest.mark.browser
INVITE = (
    "from shelters.models import Organisation; from shelters.staff import team; from shelters.codes.staff import Role;"
    "there = Organisation.objects.create(key='help', type='ngo', name_az='Kömək');"
    "print(team.invite(Role.CASEWORKER, there, by=None))"
)
AWAKE = (
    "from shelters.models import User; from django.utils import timezone;"
    "User.objects.filter(username='sevda').update(awake_at=timezone.now(), language='en');"
    "User.objects.get(username='sevda').bind()"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = servers.Server(tmp_path_factory.mktemp("cases"))
    yield made
    made.stop()


def look(page, name):
    page.wait_for_load_state()
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, width)
    found = Axe().run(page, options=WCAG).response["violations"]
    assert found == [], [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]


@pytest.fixture(scope="module")
def desk(chromium, server):
    """The page of a caseworker who has signed in."""
    page = staff_browser.phone(chromium)
    token = server.manage("shell", "-c", INVITE).strip().split()[-1]
    page.goto(f"{server.url}/work/join/{token}/")
    page.locator("[name=username]").fill("sevda")
    page.locator("[name=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("form button").first.click()
    page.goto(server.url + "/work/keys/webauthn/add/")
    page.locator("#id_name").fill("My phone")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: "/add/" not in url)
    server.manage("shell", "-c", AWAKE)
    page.goto(server.url + "/work/")
    if "/reauthenticate/" in page.url:
        page.locator("#mfa_webauthn_reauthenticate").click()
        page.wait_for_url(server.url + "/work/")
    yield page
    page.context.close()


def test_a_client_by_telephone(desk, server):
    page = desk
    page.goto(server.url + "/work/requests/")
    look(page, "list")
    page.get_by_role("link", name="A new client").click()
    expect(page.locator("[name=group]").first).to_be_visible()
    look(page, "new")
    for name, value in {"group": "women", "needs": "legal_aid", "danger": "high", "way": "voice"}.items():
        page.locator(f"[name={name}][value={value}]").check()
    page.locator("[name=told]").check()
    page.locator("form button[data-main]").click()
    expect(page.locator("h1")).to_have_text(re.compile(r"\w+ \w+"))
    look(page, "case")
    page.get_by_role("link", name="Legal help").click()
    expect(page.get_by_role("button", name="I rang them").last).to_be_visible()
    look(page, "need")
    page.get_by_role("button", name="I rang them").last.click()
    page.locator("[name=name]").fill("Klinika")
    look(page, "call")
    page.locator("[name=result][value=offered]").check()
    page.locator("button[data-main]").click()
    with page.expect_navigation():
        page.get_by_role("button", name="They take it").click()
    prints(page)
    page.get_by_role("button", name="They arrived, or were seen").click()
    absent(page.get_by_role("button", name="They arrived, or were seen"))
    look(page, "arrived")


def prints(page):
    """The paper for a client can be read: 12 points and more, and nothing of the site is printed beside it."""
    request = page.url
    with page.expect_navigation():
        page.get_by_role("link", name="What they take with them").first.click()
    page.locator("main summary").click()
    page.locator("[name=number]").fill("012 555 10 20")
    page.locator("[name=bring]").fill("Pasport")
    with page.expect_navigation():
        page.get_by_role("button", name="Show the paper").click()
    look(page, "paper")
    page.emulate_media(media="print")
    expect(page.locator(".sheet h1")).to_have_text("012 555 10 20")
    sizes = "[...document.querySelectorAll('.sheet *')].map((one) => parseFloat(getComputedStyle(one).fontSize))"
    assert min(page.evaluate(sizes)) >= 16, "pixels: 12 points"
    for left_out in (".bar", ".notice"):
        expect(page.locator(left_out).first).not_to_be_visible()
    page.emulate_media(media="screen")
    page.goto(request)


# Each client with needs; of each need what came of the calls of the first day.
DAY = [
    ({"legal_aid": ["yes"]}, "served"),
    ({"mental_health": ["again"]}, "served"),
    ({"emergency_shelter": ["no", "yes"], "legal_aid": ["again"]}, "partly"),
    ({"medical_care": ["again"]}, "declined_by_her"),
    ({"legal_aid": ["no"]}, "refused_there"),
    ({"emergency_shelter": ["again"], "mental_health": ["yes"], "legal_aid": ["yes"]}, "moved_on"),
    ({"digital_safety": ["yes"]}, "served"),
    ({"emergency_shelter": ["no"]}, "lost_contact"),
]
A_DAY_PASSES = (
    "from datetime import timedelta; from django.utils import timezone; from referrals.models import *;"
    "now = timezone.now() - timedelta(minutes=1);"
    "Enquiry.objects.exclude(again_at=None).update(again_at=now);"
    "Case.objects.exclude(next_at=None).update(next_at=now)"
)


def test_eight_clients_in_a_day_and_the_next(desk, server):
    """It loads a hundred pages: eight clients are the day of a caseworker."""
    hand = Desk(desk, server.url)
    hand.from_the_list()
    names = desk.evaluate(FIELDS)
    assert len(names) <= 12, names
    clients = [hand.new_client(*needs) for needs, _outcome in DAY]
    for (_case, *addresses), (needs, _outcome) in zip(clients, DAY, strict=True):
        for address, calls in zip(addresses, needs.values(), strict=True):
            desk.goto(address)
            rings(hand, calls)
    plans(hand, clients[0][0])
    desk.goto(hand.url + "/work/requests/")
    listed = desk.locator("main").inner_text()
    assert listed.count("All said no.") == 2 and "Nothing waits for you" not in listed
    server.run(A_DAY_PASSES)
    desk.goto(hand.url + "/work/requests/")
    listed = desk.locator("main").inner_text()
    assert listed.count("A place is to be rung again.") == 4 and "A next step is due." in listed
    for (case, *addresses), (needs, outcome) in zip(clients, DAY, strict=True):
        for address, calls in zip(addresses, needs.values(), strict=True):
            if calls == ["again"]:
                desk.goto(address)
                assert hand.rang("offered") <= 4
                takes(hand)
        hand.close(case, outcome)
    desk.goto(hand.url + "/work/requests/")
    assert "Nothing waits for you." in desk.locator("main").inner_text()


FIELDS = """[...new Set([...document.querySelectorAll('main form [name]:not([type=hidden]):not(button)')]
    .map((one) => one.name))]"""


def rings(hand, calls):
    """The calls of the first day: a no comes from a place of the directory, all else from a place not listed."""
    for nth, said in enumerate(calls):
        if said == "no":
            taps = hand.rang("refused", reason="full", listed=True)
        else:
            result = "offered" if said == "yes" else "call_back"
            taps = hand.rang(result, name="Hüquq klinikası")
        assert taps <= 4, (said, taps, nth)
    if calls[-1] == "yes":
        takes(hand)


def takes(hand):
    hand.press("They take it")
    hand.press("They arrived, or were seen")


def plans(hand, case):
    hand.page.goto(case)
    hand.page.locator("summary", has_text="Plan the next step").click()
    hand.page.locator("[name=step]").fill("Zəng")
    hand.page.locator("[name=at]").fill(TOMORROW)
    hand.press("Plan the next step")


def test_the_telephone_day_of_the_walk_through_word_for_word(desk, server):
    """All that stands between quotation marks is ticked, pressed, opened or seen in this order."""
    told = (servers.ROOT / "docs" / "walk-through.md").read_text(encoding="utf-8")
    step = " ".join(told.split("**A day on the telephone.**")[1].split("\n7. ")[0].split())
    hand = Desk(desk, server.url)
    done = {
        "fill in the rest": hand.the_rest,
        "name the place": lambda: desk.locator("[name=name]").fill("Hüquq klinikası"),
        "with a time": lambda: desk.locator("[name=when]").fill(TOMORROW),
        "Back at the case": lambda: desk.goto(case_of(desk)),
    }
    desk.goto(server.url + "/work/")
    for words, act in re.findall(rf'"([^"]+)"|({"|".join(done)})', step):
        if act:
            done.pop(act)()
        else:
            hand.follow(words)
    assert not done
    expect(desk.locator("main")).to_contain_text("They got what they needed")


def case_of(page):
    """The case of the need on the page, by its code name in the list."""
    name = page.locator("h1").inner_text().split(":")[0]
    page.goto(page.url.split("/work/")[0] + "/work/requests/")
    return page.url.split("/work/")[0] + str(page.get_by_role("link", name=name).first.get_attribute("href"))
