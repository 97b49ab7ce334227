"""bin/bench pages: how soon the cover shows, how soon a page is usable on a slow line, and Lighthouse's scores."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.support.server import Server

LIGHTHOUSE = "lighthouse@13.5.0"
ROUNDS = 15
# Milliseconds from the click on the exit until the frame with the cover.
COVER = """
() => new Promise((done) => {
  const way = document.querySelector("a.exit");
  const start = performance.now();
  new MutationObserver((_all, watch) => {
    if (!document.querySelector(".cover")) return;
    watch.disconnect();
    done(performance.now() - start);
  }).observe(document.documentElement, { childList: true });
  way.click();
})
"""


def main() -> None:
    if not shutil.which("node"):
        sys.exit("bin/bench pages needs Node 20 or later, for Lighthouse.")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder), DEMO="on")
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, chromium_sandbox=os.getuid() != 0)
        times = sorted(cover(browser, server.url) for _round in range(ROUNDS))
        print(f"cover at 4x CPU throttling: median {times[ROUNDS // 2]:.0f} ms, worst {times[-1]:.0f} ms (goal: 50)")
        print(f"home usable at 400 kbit/s and 400 ms: {slow_line(browser, server.url):.2f} s (goal: 3)")
        browser.close()
        for path in ("az/", "az/safety/"):
            print(f"Lighthouse, mobile, /{path}: {lighthouse(server.url + '/' + path)} (goal: 100, 100, 98)")
        server.stop()


def cover(browser: Browser, url: str) -> float:
    page = browser.new_page()
    page.goto(url + "/az/")
    page.route("**/*wikipedia*/**", lambda route: route.fulfill(status=204))
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    milliseconds = float(page.evaluate(COVER))
    page.close()
    return milliseconds


def slow_line(browser: Browser, url: str) -> float:
    """Seconds until a person can fill in the form of the home page."""
    page = browser.new_page()
    line: Any = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", line)
    start = time.perf_counter()
    page.goto(url + "/az/", wait_until="commit")
    page.locator("button[data-main]").wait_for()
    page.locator("#place").fill("Zaqatala")
    return time.perf_counter() - start


def lighthouse(url: str) -> str:
    flags = "--headless=new --no-sandbox --disable-background-networking"
    command = ["npx", "--yes", LIGHTHOUSE, url, "--quiet", "--output=json", f"--chrome-flags={flags}"]
    command += ["--only-categories=accessibility,best-practices,performance"]
    told = subprocess.run(
        command, capture_output=True, text=True, env=os.environ | {"CHROME_PATH": "/usr/bin/chromium"}
    )
    if told.returncode:
        return told.stderr.strip().splitlines()[-1]
    scores = {name: round(found["score"] * 100) for name, found in json.loads(told.stdout)["categories"].items()}
    return ", ".join(f"{name} {score}" for name, score in scores.items())


if __name__ == "__main__":
    main()
