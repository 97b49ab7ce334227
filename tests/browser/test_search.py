"""The main job in Chromium: three languages, two widths, JavaScript on and off, by keyboard, nothing left behind."""

import pytest
from playwright.sync_api import expect

from tests.support import server as servers
from tests.support.browser import LANGUAGES, press_until, search

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = servers.Server(tmp_path_factory.mktemp("browser"))
    yield made
    made.stop()


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_main_job(open_page, language, width, javascript):
    page = open_page(f"/{language}/", width=width, java_script_enabled=javascript)
    expect(page.locator("h1")).to_be_visible()
    search(page, "закаталы")
    expect(page.locator("a.ring[href='tel:116123']")).to_be_in_viewport(ratio=1)
    expect(page.locator("a[href='tel:102']")).to_be_visible()
    page.locator(".body summary").first.click()
    expect(page.locator(".apart > li")).to_have_count(4)
    expect(page.locator(".apart > li").first).to_contain_text("108")
    page.locator("button[form=more]").first.click()
    expect(page.locator(".facts").first).to_be_visible()
    page.locator("button[form=back]").first.click()
    expect(page.locator(".apart > li")).to_have_count(4)
    assert page.title() == "Yaxın" and "закаталы" not in page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= width if javascript else True


def test_an_unclear_place_is_a_choice_of_buttons(open_page):
    page = open_page("/en/", java_script_enabled=False)
    search(page, "Qobustan")
    page.get_by_role("button", name="Gobustan (Baku)").click()
    expect(page.locator("main")).to_contain_text("Gobustan: in Baku rayon.")


def test_a_spelling_that_nobody_knows_keeps_what_was_entered(open_page):
    page = open_page("/en/", java_script_enabled=False)
    page.get_by_label("Woman with children").check()
    search(page, "Zaqatalski")
    expect(page.get_by_role("alert")).to_contain_text("Zaqatalski")
    expect(page.locator("#place")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Woman with children")).to_be_checked()
    page.get_by_role("button", name="Zagatala (Zagatala)").click()
    expect(page.locator(".ring")).to_be_visible()


def test_none_of_what_is_offered_leads_to_the_whole_country(open_page):
    page = open_page("/en/")
    search(page, "Atlantida")
    page.get_by_role("button", name="Show the whole country").click()
    expect(page.locator("h1")).to_have_text("The whole country: who to call now")


@pytest.mark.parametrize("javascript", [True, False])
def test_the_switch_of_language_keeps_what_was_entered(open_page, javascript):
    page = open_page("/az/", java_script_enabled=javascript)
    page.locator("#place").fill("Закаталы")
    page.locator(".langs button[lang=ru]").click()
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(page.locator("#place")).to_have_value("Закаталы")
    page.locator("button[data-main]").click()
    expect(page.locator(".ring")).to_be_visible()
    page.locator(".langs button[lang=en]").click()
    expect(page.locator("h1")).to_have_text("Zagatala: who to call now")
    page.locator(".body summary").first.click()
    page.locator("button[form=more]").first.click()
    expect(page.locator(".facts")).to_be_visible()
    page.locator(".langs button[lang=az]").click()
    expect(page.locator("html")).to_have_attribute("lang", "az")
    page.locator("button[form=back]").first.click()
    expect(page.locator(".apart > li")).to_have_count(4)


def leaves(page):
    """Whether the browser is on its way out: the tests let no request leave the machine."""
    return (
        page.evaluate("document.querySelector('.cover') !== null")
        or "wikipedia" in page.url
        or "chrome-error" in page.url
    )


def test_the_way_out_covers_the_page_at_once(chromium, server):
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(server.url + "/az/")
    page.route("**/*wikipedia*/**", lambda route: route.fulfill(status=204))  # a slow line: the next page never comes
    page.locator("a.exit").click(no_wait_after=True)
    expect(page.locator(".cover")).to_be_visible()
    assert page.locator("main").count() == 0
    context.close()


@pytest.mark.parametrize(
    "keys, out",
    [
        (["Shift"] * 3, True),
        (["Shift"] * 2, False),
        (["Shift+A", "Shift+B", "Shift+C", "Shift+D"], False),
        (["Shift", "a", "Shift", "b", "Shift"], False),
        (["Control+Shift", "Control+Shift", "Control+Shift"], False),
    ],
)
def test_shift_three_times_leaves_and_typed_capitals_do_not(chromium, server, keys, out):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(server.url + "/az/")
    page.route("**/*wikipedia*/**", lambda route: route.fulfill(status=204))
    page.locator("#place").focus()
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_timeout(200)
    assert leaves(page) is out
    context.close()


def test_a_lost_line_keeps_what_was_entered(open_page):
    page = open_page("/en/")
    page.locator("#place").fill("Sheki")
    page.context.set_offline(True)
    page.locator("button[data-main]").click()
    expect(page.locator("#offline")).to_be_in_viewport(ratio=1)
    expect(page.locator("#place")).to_have_value("Sheki")
    page.context.set_offline(False)
    page.locator("button[data-main]").click()
    expect(page.locator(".ring")).to_be_visible()


def test_an_answer_in_our_place_is_taken_for_no_line(open_page):
    page = open_page("/en/")
    page.locator("#place").fill("Sheki")
    page.route("**/en/near/", lambda route: route.fulfill(content_type="text/html", body="<h1>Café Wi-Fi: log in</h1>"))
    page.locator("button[data-main]").click()
    expect(page.locator("#offline")).to_be_in_viewport(ratio=1)
    expect(page.locator("#place")).to_have_value("Sheki")
    page.unroute("**/en/near/")
    page.locator("button[data-main]").click()
    expect(page.locator(".ring")).to_be_visible()


def test_what_was_asked_for_last_is_shown_in_whatever_order_answers_come(open_page):
    page, held = open_page("/en/"), []
    page.route("**/en/hours/", lambda route: held.append(route))
    page.locator("main a[href$='/hours/']").click()
    expect(page.locator("body")).to_have_attribute("aria-busy", "true")
    page.locator("#place").fill("Sheki")
    page.locator("button[data-main]").click()
    expect(page.locator(".ring")).to_be_visible()
    held[0].fulfill(content_type="text/html", body="<main id=main><h1>Late</h1></main><footer class=foot></footer>")
    page.wait_for_timeout(200)
    expect(page.locator(".ring")).to_be_visible()
    expect(page.locator("body")).not_to_have_attribute("aria-busy", "true")


def test_a_position_is_rounded_before_it_leaves_the_phone(open_page):
    sent = []
    page = open_page("/en/", geolocation={"latitude": 41.191234, "longitude": 47.171234}, permissions=["geolocation"])
    page.on("request", lambda request: sent.append(request.post_data or ""))
    page.get_by_role("button", name="Here").click()
    expect(page.locator("main")).to_contain_text("Measured from your position")
    assert "lat=41.19&lon=47.17" in sent[-1] and "1234" not in sent[-1]


def test_the_whole_way_by_keyboard(open_page):
    page = open_page("/en/")
    press_until(page, page.locator("#place"))
    page.keyboard.type("Sheki")
    press_until(page, page.locator("[name=who][value=woman]"))
    page.keyboard.press("Space")
    press_until(page, page.locator("#place"), "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Sheki: who to call now")
    expect(page.locator("h1")).to_be_focused()
    press_until(page, page.locator(".body summary").first)
    page.keyboard.press("Enter")
    press_until(page, page.locator("button[form=more]").first)
    page.keyboard.press("Enter")
    expect(page.locator(".facts")).to_be_visible()
    press_until(page, page.locator("button[form=back]").first)
    page.keyboard.press("Enter")
    # Back at the place that she came from, though it lies in a folded block.
    expect(page.locator("[data-here]")).to_be_focused()
    press_until(page, page.get_by_role("button", name="Look again"))
    page.keyboard.press("Enter")
    expect(page.locator("button[data-main]")).to_be_visible()
    expect(page.locator("#wish [name=who][value=woman]")).to_be_checked()


def test_nothing_is_stored(open_page):
    page = open_page("/az/")
    search(page, "Şəki")
    expect(page.locator(".ring")).to_be_visible()
    kept = page.evaluate("async () => [localStorage.length, sessionStorage.length, (await caches.keys()).length]")
    assert kept == [0, 0, 0]
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
