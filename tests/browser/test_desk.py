"""The coordinators' desk on a phone: the first day, counted; thirty calls by keyboard; and how the pages look."""

import re

import pytest
from playwright.sync_api import expect

from tests.support import server as servers
from tests.support.browser import search
from tests.support.first_day import Person, Steps
from tests.support.staff_browser import come_in, follow, looks_right

pytestmark = pytest.mark.browser
PATHS = (
    "",
    "first-day/",
    "ring/",
    "ring/when/",
    "people/",
    "seen/",
    "freeze/",
    "freeze/?scope=everything",
    "places/one-source/",
)
THIRTY = """
from shelters.models import *
from datetime import timedelta
one = Facility.objects.get(key='yeni-merkez')
said = {'source': 'tests', 'visible_to': 'public'}
for number in range(30):
    made = Facility.objects.create(key=f'one-{number:02}', name_az=f'Yer {number:02}', name_en=f'Place {number:02}',
        organisation=one.organisation, kind='clinic', place=one.place, confidential=False, basis='agreed',
        basis_source='tests', listed=True)
    Phone.objects.create(facility=made, number=f'+99412404{number:04}', **said)
from shelters.published.refresh import refresh_all
refresh_all()
"""
NEXT_PLACE = "name == 'entry' && value.startsWith('facility') && !checked"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = servers.Server(tmp_path_factory.mktemp("desk"))
    yield made
    made.stop()


@pytest.fixture
def people(server, phone):
    """Who works there, each on a phone of their own; all count the same steps."""
    steps = Steps()
    return {name: Person(phone(), steps, name) for name in ("leyla", "nigar", "host", "counter", "worker")}, steps


def bring_the_second(server, first, second):
    link = re.search(r"http\S+", server.manage("create_coordinator", "--site", server.url)).group()
    first.join(link, keys=1)
    first.at("Your work")
    first.button("Invite the second coordinator")
    assert looks_right(first.page, width=390) == ""
    second.join(first.link, keys=2)
    second.at("You are nearly in")
    first.press("Back to your work")
    hear(first, second)
    second.press("Look again")
    second.at("Your work")


def enter_a_place(one):
    """All of it, with an organisation that is new; the fields that it took."""
    before = one.steps.fields
    one.press("Back to your work")
    one.press("Places")
    one.press("A new place")
    one.open_fold("A new organisation")
    one.type(new_organisation="Kömək", name_az="Yeni mərkəz", place="Gəncə", address="Nümunə küçəsi 1")
    one.page.locator("[name=confidential]").uncheck()
    one.choose(new_type="ngo", kind="shelter", basis="agreed", source_kind="itself")
    one.type(number="012 404 12 34", source="the place itself", stated_on="2026-03-01")
    one.tick("number_public")
    one.button("Save, and go on")
    one.choose(services="emergency_shelter")
    one.button("Save, and go on")
    one.choose(woman="yes", woman_with_children="yes", man="no")
    one.button("Save, and go on")
    one.choose(police_told="no", admits_at_night="yes", speaks_ru="yes")
    one.button("Save, and go on")
    one.choose(when="weekly", on_holidays="closed")
    one.type(workdays="09:00-18:00", saturday="10:00-14:00", sunday="closed")
    one.button("Save, and go on")
    one.page.locator("[name=new-name_az]").fill("Otaq")
    one.page.locator("[name=new-capacity]").fill("5")
    one.page.locator("[name=new-occupied]").fill("3")
    one.button("Save, and go on")
    one.button(re.compile("^Hand it in"))
    return one.steps.fields + 4 - before


def invite_and_join(one, people):
    one.press("Yaxın")
    one.press("People")
    for role, keys in (("host", 2), ("counter", 1), ("worker", 2)):
        one.choose(role={"worker": "caseworker"}.get(role, role))
        one.page.locator("[name=organisation]").select_option(label="Kömək")
        one.button("Make a link")
        people[role].join(one.link, keys)


def hear(one, *others):
    """Type the digits of these people, from the first page."""
    one.press(re.compile("hear their digits"))
    for other in others:
        item = one.page.locator("li", has=one.page.get_by_role("link", name=other.name, exact=True))
        item.locator("[name=digits]").fill(other.digits)
        one.steps.append(f"{one.name}: digits of {other.name}")
        with one.page.expect_navigation():
            item.get_by_role("button", name="They are these").click()


def confirm_all(one):
    one.press("Yaxın")
    one.press(re.compile("^Something waits"))
    for name in (re.compile("Yeni mərkəz"), re.compile("opening", re.I)):
        one.press(name)
        one.button(re.compile("^It is right"))
        if "Yeni" in name.pattern:
            one.press("For a second person")


def change_a_number(one):
    one.press("Yaxın")
    before = len(one.steps)
    one.press("Places")
    one.press("Yeni mərkəz")
    one.press("Numbers")
    one.page.locator("[name=number-0]").fill("012 404 99 99")
    one.button(re.compile("^Hand it in"))
    one.at("Yeni mərkəz")
    expect(one.page.locator("main")).to_contain_text("What you proposed before waits still")
    assert len(one.steps) - before <= 4


def confirm_by_keyboard(server, page, number):
    """Tick so many places of the list, say that it was by telephone, and confirm: without a mouse."""
    page.goto(server.url + "/work/ring/")
    for _place in range(number):
        press_until(page, NEXT_PLACE)
        page.keyboard.press("Space")
    press_until(page, "name == 'how'")
    page.keyboard.press("Space")
    for button in ("Look at them once more", "Yes, confirm them"):
        press_until(page, f"textContent.trim() == '{button}'")
        with page.expect_navigation(timeout=30_000):  # twenty at once
            page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Confirmed within 24 hours")


def press_until(page, holds):
    """Press Tab until this holds of what has the focus."""
    for _press in range(300):
        page.keyboard.press("Tab")
        if page.evaluate(f"(() => {{ with (document.activeElement) return {holds} }})()"):
            return
    raise AssertionError(holds)


def test_from_nothing_to_a_place_that_is_found_in_sixty_steps(server, phone, people):
    (people, steps), woman = people, phone()
    leyla, nigar = people["leyla"], people["nigar"]
    bring_the_second(server, leyla, nigar)
    assert enter_a_place(leyla) <= 40
    invite_and_join(leyla, people)
    host, worker = people["host"], people["worker"]
    leyla.press("Yaxın")
    hear(leyla, host, worker)
    leyla.press("Yaxın")
    leyla.press(re.compile("until the site may face anybody$"))
    leyla.button(re.compile("^Open the site"))
    nigar.press("Yaxın")
    hear(nigar, host)
    confirm_all(nigar)
    host.press("Look again")
    host.at("Your work")
    expect(host.page.locator("main")).to_contain_text("Yeni mərkəz")
    hear(host, worker)
    people["counter"].press("Yeni mərkəz")
    expect(people["counter"].page.locator(".free")).to_have_text("Free: 2")
    worker.press("Look again")
    worker.press(re.compile("^What is near"))
    worker.page.locator("[name=place]").fill("Gəncə")
    worker.button(re.compile("^Show"))
    expect(worker.page.locator("main")).to_contain_text("Yeni mərkəz")
    woman.goto(server.url + "/az/")
    search(woman, "Gəncə")
    expect(woman.locator("main")).to_contain_text("Yeni mərkəz")
    assert len(steps) + 1 <= 60, steps  # one more: her search
    change_a_number(leyla)
    server.run(THIRTY)
    for one, number in ((leyla, 20), (nigar, 10)):  # one person confirms 20 a day
        confirm_by_keyboard(server, one.page, number)
    assert server.run("from shelters.models import *; print(Confirmation.objects.count())").split() == ["30"]


def test_the_pages_fit_a_phone_and_axe_finds_nothing(server, phone):
    page = phone()
    come_in(server, page, "aysel")
    for path in PATHS:
        page.goto(f"{server.url}/work/{path}")
        assert looks_right(page) == "", path
    page.goto(server.url + "/work/places/?name=gence-2023")
    follow(page, page.locator("main .links a").first)
    here = page.url
    for path in ("numbers/", "closures/", "figures/", "rooms/"):
        page.goto(here + path)
        assert looks_right(page) == "", path
