"""The form of the caseworkers' search: who may use it, what it refuses, and that nothing asked stands in an address."""

import re
from urllib.parse import urlencode

import pytest

from shelters.codes.staff import Role

pytestmark = pytest.mark.django_db
PATH = "/work/near/"


def test_bad_input_gives_the_form_with_what_was_entered(staff):
    worker = staff()
    for fields, status in [
        ({"people": "x"}, 400),
        ({"place": "Zzzqqq"}, 422),
        ({"place_id": "x"}, 400),
        ({"rayon": "AZ-X"}, 400),
    ]:
        response = worker.post(PATH, fields | {"who": "older", "limit": "1"})
        assert response.status_code == status and 'value="older" checked' in response.content.decode()
    assert worker.post(PATH, {"place": "Bakı", "who": "\x00", "people": "9" * 99}).status_code == 400
    unclear = worker.post(PATH, {"place": "Qobustan"})
    assert unclear.status_code == 422
    choices = re.search(rf'<form method="post" action="{PATH}">(.*?)</form>', unclear.content.decode(), re.S)
    assert "csrfmiddlewaretoken" in choices[1] and 'name="place_id"' in choices[1]


def test_too_much_at_once_waits(staff, settings):
    settings.SEARCHES_PER_MINUTE = 0
    response = staff().post(PATH, {"place": "Bakı"})
    assert response.status_code == 429 and response["Retry-After"]


def test_a_form_of_another_site_is_refused_and_the_public_page_has_no_token(staff, client):
    worker = staff(enforce_csrf_checks=True)
    assert worker.post(PATH, {"place": "Bakı"}).status_code == 403
    token = re.search(r'id="wish".*?name="csrfmiddlewaretoken" value="(\w+)"', worker.get(PATH).content.decode(), re.S)
    assert worker.post(PATH, {"place": "Bakı", "csrfmiddlewaretoken": token[1]}).status_code == 200
    public = client.get("/en/near/")
    assert "csrfmiddlewaretoken" not in public.content.decode() and not public.cookies


@pytest.mark.parametrize("role, status", [("counter", 403), ("host", 200), ("caseworker", 200), ("coordinator", 200)])
def test_who_may_search(staff, role, status):
    assert staff(Role(role)).post(PATH, {"place": "Bakı"}).status_code == status


def test_nothing_asked_stands_in_an_address(staff):
    page = staff().post(PATH, {"place": "Zaqatala", "who": "older"}).content.decode()
    assert not re.findall(r'(?:href|action|src)="[^"]*(?:Zaqatala|Zagatala|older)[^"]*"', page)
    assert staff(Role.HOST).get(PATH + "?" + urlencode({"place": "Zaqatala"})).content.decode().count("Zaqatala") == 0
