"""From her question to her bed in Chromium: her way with a house's, the caseworker's, the pause, the coordinator's."""

import pytest
from playwright.sync_api import expect

from bench.clients import UNTHROTTLED
from tests.support import server as servers
from tests.support.staff_browser import absent, demo_people, follow, looks_right, signed_in
from tests.support.walk import Walk

pytestmark = pytest.mark.browser
REACH, WORD = "050 000 00 00", "pomidor"
# Language, colours, whether scripts run.
WAYS = [("en", "light", True), ("ru", "dark", True), ("az", "light", False)]
COLLEAGUE = (
    "from shelters.staff import team; from shelters.models import Organisation; from shelters.codes.staff import Role;"
    "there = Organisation.objects.get(key='demo-acar');"
    "team.join(team.invite(Role.CASEWORKER, there, by=None), username='sevda', password='a-long-one-1', language='az')"
)
IDS = "from shelters.models import Facility; print(Facility.objects.get(key='demo-soyud').public_id)"
RESTED = "from shelters.models import Facility; Facility.objects.update(questions_paused=False, paused_at=None)"
LONG_AGO = (
    "from datetime import timedelta; from django.db.models import F; from referrals.models import Enquiry, Referral;"
    "long_ago = {'asked_at': F('asked_at') - timedelta(hours=30)};"
    "Enquiry.objects.filter(referral__state='asked').update(**long_ago);"
    "Referral.objects.filter(state='asked').update(**long_ago)"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = servers.Server(tmp_path_factory.mktemp("requests"), DEMO="on", **UNTHROTTLED)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def soyud(server):
    """The house of demo-host-2; and the caseworker gets a colleague."""
    server.run(COLLEAGUE)
    return server.run(IDS).strip()


@pytest.fixture(scope="module")
def keys(chromium, server):
    """`keys(name)` is what the browser of a demo person keeps after a password and a code."""
    people, kept = demo_people(server), {}

    def of(name):
        if name not in kept:
            kept[name] = signed_in(chromium, server, name, *people[name])
        return kept[name]

    return of


@pytest.fixture
def staff(chromium, server, keys):
    """`staff(name, language)` is one's first page, on a phone; nothing is left for the browser to complain of."""
    contexts, complaints = [], []

    def make(name, language, **options):
        context = chromium.new_context(viewport={"width": 320, "height": 640}, storage_state=keys(name), **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        page.goto(server.url + "/work/")
        page.locator(f"button[name=language][value={language}]").click()
        expect(page.locator("html")).to_have_attribute("lang", language)
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


def send(page, move, **chosen):
    """Open what holds a move's form, choose, and press its button."""
    form = page.locator(f"form[action$='/{move}/']")
    expect(form).to_have_count(1)
    if not form.locator("button").is_visible():
        page.locator("details", has=form).locator("summary").click()
    for field, value in chosen.items():
        if value is None:
            form.locator(f"[name={field}]").first.check()
        elif form.locator(f"[name={field}][type=radio]").count():
            form.locator(f"[name={field}][value={value}]").check()
        else:
            form.locator(f"[name={field}]").fill(value)
    follow(page, form.locator("button"))


def free_and_taken(host):
    """What the beds' page of one's only house says."""
    host.goto(host.url.split("/work/")[0] + "/work/")
    host.locator("main a[href*='/beds/']").first.click()
    return int(host.locator(".free").get_attribute("data-number")), int(
        host.locator(".steps output").first.inner_text()
    )


def question(host, section=0):
    """Open the first question of a list: by default of the topmost."""
    host.goto(host.url.split("/work/")[0] + "/work/questions/")
    follow(host, host.locator("section").nth(section).locator("a.next").first)


def see_contact(page):
    """Masked until it is tapped, with the word beside it."""
    expect(page.locator("main")).not_to_contain_text(REACH)
    follow(page, page.locator("form[action$='/contact/'] button"))
    expect(page.locator("main")).to_contain_text(REACH)
    expect(page.locator("main")).to_contain_text(WORD)


@pytest.fixture(params=WAYS, ids=lambda way: way[0])
def way(request, open_page, staff):
    """Hers and the staff's pages in one language, and what is looked at on each."""
    language, scheme, scripts = request.param
    return Way(language, scheme, scripts, open_page, staff)


class Way:
    def __init__(self, language, scheme, scripts, open_page, staff):
        self.language, self.scripts, self._open_page, self._staff = language, scripts, open_page, staff
        self._options = {"color_scheme": scheme, "java_script_enabled": scripts}

    def her(self):
        """Her pages are seen by axe in test_browser_ask."""
        page = self._open_page(f"/{self.language}/", **self._options)
        return Walk(page, lambda station: self.look(page, axe=False))

    def staff(self, name):
        return self._staff(name, self.language, **self._options)

    def look(self, page, axe=True):
        assert looks_right(page, axe and self.scripts) == ""


def test_from_her_question_to_her_bed(way):
    her, host, other = way.her(), way.staff("demo-host-2"), way.staff("demo-host-1")
    free, taken = free_and_taken(host)
    her.to_the_form("Gəncə")
    her.ask()
    question(host)
    way.look(host)
    send(host, "offer", beds="2", words="Sizi gözləyirik.")
    expect(host.locator("h1 + .sum")).to_be_visible()
    way.look(host)
    assert free_and_taken(host) == (free - 2, taken), "held"
    question(other)
    send(other, "refuse", reason="full")
    absent(other.locator("section").first.locator("a.next"))
    her.choose()
    her.be_reached()
    question(host, 1)
    way.look(host)
    see_contact(host)
    way.look(host)
    send(host, "arrive")
    expect(host.locator("form[action$='/leave/']")).to_be_visible()
    way.look(host)
    assert free_and_taken(host) == (free - 2, taken + 2), "hers"
    question(host, 1)
    send(host, "leave", because="moved_on", ended_by="survivor")
    way.look(host)
    assert free_and_taken(host) == (free, taken)


def test_a_caseworker_finds_a_place_for_somebody(way, soyud):
    case, host = way.staff("demo-caseworker"), way.staff("demo-host-2")
    way.look(case)
    case.locator("a[href='/work/near/']").click()
    case.locator("#place").fill("Gəncə")
    follow(case, case.locator("#wish button[data-main]"))
    case.locator(f"[form=ask][value='{soyud}']").check()
    way.look(case)
    follow(case, case.locator("#ask button"))
    name = case.locator("[name=name]").get_attribute("value")
    case.locator("[name=how]").first.check()
    way.look(case)
    follow(case, case.locator("button[data-main]"))
    expect(case.locator("h1")).to_contain_text(name)
    question(host)
    send(host, "offer")
    expect(host.locator("h1 + .sum")).to_be_visible()
    case.goto(case.url.split("/requests/")[0] + "/requests/")
    row = case.locator("section").first.locator("li", has_text=name)
    expect(row.locator("strong")).to_be_visible()
    way.look(case)
    follow(case, row.locator("a"))
    way.look(case)
    follow(case, case.locator("a[href^='/work/requests/']").first)
    way.look(case)
    follow(case, case.locator("button[data-main]"))
    reach_and_hand_over(case, host, way)


def reach_and_hand_over(case, host, way):
    send(case, "leave_contact", way="voice", reach=REACH, word=WORD, how="voice")
    see_contact(case)
    way.look(case)
    send(case, "set_out")
    question(host, 1)
    see_contact(host)
    follow(case, case.locator("a[href^='/work/cases/']"))
    case.locator("details", has=case.locator("form[action$='/hand_over/']")).locator("summary").click()
    case.locator("[name=to]").select_option(label="sevda")
    case.locator("form[action$='/hand_over/'] button").click()
    expect(case.locator("main")).to_contain_text("sevda")
    way.look(case)
    send(host, "not_arrive")


def test_a_house_rests_and_is_not_asked(way, server, soyud):
    server.run(RESTED)
    host, rests = way.staff("demo-host-2"), "form[action$='/pause/'] button"
    host.locator("a[href='/work/questions/']").click()
    follow(host, host.locator(rests).first)
    way.look(host)
    absent(host.locator(rests))
    her = way.her()
    her.to_the_form("Gəncə")
    absent(her.page.locator(f"[name=to][value='{soyud}']"))


def test_a_coordinator_learns_who_is_silent_and_nothing_else(way, server):
    her, coordinator = way.her(), way.staff("demo-coordinator-1")
    her.to_the_form("Gəncə")
    her.page.locator("#adults").fill("7")
    her.ask()
    server.run(LONG_AGO)
    way.look(coordinator)
    coordinator.locator("a[href='/work/requests/overdue/']").first.click()
    expect(coordinator.locator("section").first).to_be_visible()
    absent(coordinator.locator("main section a:not([href^='tel:'])"))
    way.look(coordinator)
    coordinator.goto(coordinator.url.replace("/requests/overdue/", "/overdue/"))
    way.look(coordinator)
