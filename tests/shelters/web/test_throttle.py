"""Floods are slowed per client, in memory, and nobody's address is kept."""

import pytest

from shelters.web import throttle
from shelters.web.throttle import RateLimiter

pytestmark = pytest.mark.django_db


def test_a_flood_is_slowed_and_others_are_not(client, near, settings):
    settings.SEARCHES_PER_MINUTE = 3

    def ask(address):
        body = {"place": "Bakı", "lang": "en"}
        return client.post("/api/v1/near/", body, content_type="application/json", REMOTE_ADDR=address)

    statuses = [ask("192.0.2.77").status_code for _ in range(4)]
    assert statuses in ([200, 200, 200, 429], [200] * 4)  # the minute may turn in between
    for _ in range(4):
        response = ask("192.0.2.77")
    assert response.status_code == 429 and response.json()["code"] == "slow_down"
    assert 1 <= int(response.headers["Retry-After"]) <= 60
    assert ask("192.0.2.78").status_code == 200
    page = client.post(
        "/en/near/", "place=Baku", content_type="application/x-www-form-urlencoded", REMOTE_ADDR="192.0.2.77"
    )
    assert page.status_code == 429 and b"That was a lot at once" in page.content


def test_the_count_starts_anew_each_minute_and_the_salt_each_day():
    gate = RateLimiter()
    noon = 12 * 3600.0
    assert [gate.wait("192.0.2.1", 2, noon + n) for n in (0, 1, 15)] == [0, 0, 45]
    assert gate.wait("192.0.2.1", 2, noon + 60) == 0
    first = set(gate._counts)
    gate.wait("192.0.2.1", 2, noon + 24 * 3600)
    assert set(gate._counts) != first


def test_no_address_is_kept():
    gate = RateLimiter()
    gate.wait("192.0.2.1", 2, 0)
    assert "192.0.2.1" not in repr(vars(gate))


@pytest.mark.parametrize("proxies, expected", [(0, "192.0.2.9"), (1, "192.0.2.2"), (2, "192.0.2.1"), (3, "192.0.2.9")])
def test_behind_proxies_the_last_trusted_word_counts(rf, settings, proxies, expected):
    from shelters.web.throttle import client_address

    settings.TRUSTED_PROXIES = proxies
    request = rf.get("/", HTTP_X_FORWARDED_FOR="192.0.2.1, 192.0.2.2", REMOTE_ADDR="192.0.2.9")
    assert client_address(request) == expected


def passed(addresses, limit=6):
    gate = RateLimiter()
    return sum(gate.wait(address, limit, 0) == 0 for address in addresses)


def test_a_customer_of_ipv6_is_one_client():
    """Whoever rents one line has a whole network of addresses: each of them was a client of its own."""
    assert passed(f"2001:db8:1:2::{number:x}" for number in range(500)) == 6
    assert passed(f"2001:db8:1:{number:x}::1" for number in range(256)) == 12, "a /56"
    assert passed(f"2001:db8:1:{number * 256:x}::1" for number in range(256)) == 24, "a /48"
    assert passed(f"2001:db8:{number:x}::1" for number in range(40)) == 40, "40 customers"


def test_ipv4_written_as_ipv6_is_the_same_client():
    assert passed(["192.0.2.1", "::ffff:192.0.2.1"] * 6) == 6
    assert passed(f"192.0.2.{number}" for number in range(40)) == 40
    assert passed(["unknown", "unix:"] * 20) == 12, "what is no address counts as it is"


def test_guesses_at_the_sign_in_count_by_network(rf):
    names = {throttle.nameless(rf.get("/", REMOTE_ADDR=f"2001:db8:1:2::{number:x}")) for number in range(50)}
    assert len(names) == 1
    assert throttle.nameless(rf.get("/", REMOTE_ADDR="2001:db8:2::1")) not in names
