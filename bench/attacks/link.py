"""python -m bench.attacks.link URL ONE PASSWORD SECRET TWO PASSWORD SECRET: a coordinator opens the links of others.

The site must be a demo that runs for this purpose: its coordinators sign in with codes of an app. ONE invites somebody
who answers questions, opens the link, and reads. TWO honestly asks for a new coordinator; ONE confirms it, opens the
link, and is two people.
"""

import http.client
import re
import runpy
import secrets
import sys
import time
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

code = runpy.run_path(str(Path(__file__).parents[2] / "bin" / "code"))["code"]
PASSWORD = "a-long-password-of-a-thief-1"  # noqa: S105
Answer = tuple[int, str, str]


class Browser:
    """Cookies are kept; a form gets the token of the page before it."""

    def __init__(self, url: str) -> None:
        self._host = urlsplit(url).netloc
        self._cookies: SimpleCookie = SimpleCookie()
        self._token = ""

    def send(self, path: str, **fields: str) -> Answer:
        """GET a page, or POST a form: status, where it leads, text."""
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in self._cookies.items())
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode({"csrfmiddlewaretoken": self._token} | fields) if fields else None
        connection = http.client.HTTPConnection(self._host, timeout=60)
        try:
            connection.request("POST" if fields else "GET", path, body, headers)
            answer = connection.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie", []):
                self._cookies.load(cookie)
            text = answer.read().decode(errors="replace")
        finally:
            connection.close()
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)
        self._token = found[1] if found else self._token
        return answer.status, answer.headers.get("Location", ""), text

    def sign_in(self, name: str, password: str, secret: str) -> "Browser":
        self.send("/work/sign-in/")
        _status, there, _text = self.send("/work/sign-in/", login=name, password=password)
        self.send(there)
        self.send(there, code=code(secret, time.time()))
        return self

    def come_in(self, page: str, name: str) -> bool:
        """Open the link that a page shows, choose a name, and show codes of an app of the thief."""
        link = re.search(r"/work/join/[\w-]+/", page)
        if link is None:
            return False
        self.send(link[0])
        self.send(link[0], username=name, password=PASSWORD)
        secret = re.search(r"<code>([A-Z2-7 ]+)</code>", self.send("/work/keys/totp/activate/")[2])
        if secret:  # a code opens once, so the app that shows the second is half a minute fast
            self.send("/work/keys/totp/activate/", code=code(secret[1], time.time()))
            self.send("/work/keys/reauthenticate/")
            self.send("/work/keys/reauthenticate/", code=code(secret[1], time.time() + 30))
        return True


def opened(url: str, one: list[str], two: list[str]) -> list[str]:
    """The pages that open so; none, as it should be."""
    thief, honest = Browser(url).sign_in(*one), Browser(url).sign_in(*two)
    houses = re.findall(r'<option value="(\d+)"', thief.send("/work/people/")[2])
    host, second = Browser(url), Browser(url)
    host.come_in(
        thief.send("/work/people/invite/", role="host", organisation=houses[0])[2], f"host-{secrets.token_hex(3)}"
    )
    honest.send("/work/people/")
    _status, wish, _text = honest.send("/work/people/invite/", role="coordinator")
    thief.send(wish)
    second.come_in(thief.send(f"{wish}confirm/", sure="yes")[2], f"second-{secrets.token_hex(3)}")
    goals = ((host, "/work/questions/"), (second, "/work/people/"))
    return [path for browser, path in goals if browser.send(path)[0] == 200]


if __name__ == "__main__":
    pages = opened(sys.argv[1], sys.argv[2:5], sys.argv[5:8])
    print("opened:", ", ".join(pages) or "nothing")
    sys.exit(1 if pages else 0)
