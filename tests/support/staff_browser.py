"""How a test lets somebody of the staff in, in Chromium."""

import re
import runpy
import time

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.support import server as servers

PASSWORD = "a-long-password-1"
WCAG = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # to report what is well takes longer than to look
}
code = runpy.run_path(str(servers.ROOT / "bin" / "code"))["code"]
POOL = (
    "from django.utils import timezone; from shelters.models import *;"
    "f = Facility.objects.get(key='gence-2023');"
    "names = {'name_az': 'Otaqlar', 'name_en': 'Rooms', 'capacity': 5};"
    "BedPool.objects.get_or_create(facility=f, **names, defaults={'observed_at': timezone.now()})"
)

READER = {
    **{"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True},
    **{"isUserVerified": True, "automaticPresenceSimulation": True},
}


def phone(chromium, **options):
    """A page on a phone with a fingerprint reader."""
    context = chromium.new_context(locale="en", viewport={"width": 320, "height": 640}, **options)
    context.set_default_timeout(10_000)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": READER})
    return page


def come_in(server, page, name):
    """From the link to the first page, with a passkey."""
    link = re.search(r"http\S+", server.manage("create_coordinator", "--site", server.url)).group()
    page.goto(link)
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.locator("#id_name").fill("My phone")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: "/add/" not in url)
    page.goto(server.url + "/work/")
    if "/reauthenticate/" in page.url:
        page.locator("#mfa_webauthn_reauthenticate").click()
    expect(page.locator("h1")).to_have_text("Your work")


def demo_people(server):
    """Who can sign in to a demo: by name, a password and a secret."""
    rows = [line.split() for line in server.manage("demo_people").splitlines() if line.startswith("demo-")]
    return {name: (password, secret) for name, password, secret, *_role in rows}


def press(page, name):
    page.get_by_role("button", name=name).first.click()


def sign_in_by_password(server, page, name, password=PASSWORD):
    page.goto(server.url + "/work/sign-in/")
    page.get_by_label("Name to sign in with").fill(name)
    page.get_by_label("Password").fill(password)
    press(page, "Go on")


def type_code(page, typed):
    page.locator("#id_code").fill(typed)
    page.locator("#id_code").press("Enter")


def signed_in(chromium, server, name, password, secret):
    """What the browser of a demo person keeps after a password and a code."""
    page = chromium.new_context(locale="en").new_page()
    sign_in_by_password(server, page, name, password)
    type_code(page, code_now(secret))
    expect(page.locator("h1")).to_be_visible()
    page.wait_for_url(server.url + "/work/")
    kept = page.context.storage_state()
    page.context.close()
    return kept


def code_now(secret, ahead=0):
    """What an app shows on a phone whose clock is right, or fast by so many seconds: half a minute is forgiven."""
    return code(secret, time.time() + ahead)


def follow(page, target):
    """Press it, and be on the next page."""
    with page.expect_navigation():
        target.click()


def absent(target):
    """Not on the page once that has arrived: on its way it has nothing."""
    expect(target).to_have_count(0)
    target.page.wait_for_load_state()
    expect(target.page.locator("h1").first).to_be_visible()
    expect(target).to_have_count(0)


def looks_right(page, scripts=True, width=320):
    """Nothing wider than the phone, and nothing for axe to find, which needs scripts."""
    page.wait_for_load_state()
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.evaluate("scrollTo(0, 0)")  # else the bar that stays in sight covers what lies under it
    found = Axe().run(page, options=WCAG) if scripts else None
    faults = found.generate_report() if found and found.violations_count else ""
    return f"{page.url} {wide} {faults}" if faults or wide > width else ""
