"""A link that lets somebody in: as a picture, as a copy, as words that are read aloud; listed, and withdrawn."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from shelters.codes import spoken
from shelters.codes.staff import Role
from shelters.models import Invitation, TrailEntry, User
from shelters.staff import team
from shelters.web import throttle
from tests.support import passkey
from tests.support.pages import text_of
from tests.support.people import PASSWORD, link_in, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_guessed():
    throttle.forget()


@pytest.fixture
def page(leyla, house):
    """What a coordinator reads once a link for a counter is made."""
    return leyla.post("/work/people/invite/", {"role": "counter", "organisation": house.organisation_id})


@pytest.fixture
def newcomer():
    return Client(SERVER_NAME="localhost", HTTP_ACCEPT_LANGUAGE="en")


def words_in(page):
    return re.findall(r'<li translate="no">(\w{5})</li>', page.content.decode())


def test_the_page_shows_it_in_three_ways(page):
    said = page.content.decode()
    assert "<svg" in said and "style=" not in re.search(r"<svg.*?</svg>", said, re.DOTALL).group()
    assert "-".join(words_in(page)) in link_in(page) and len(words_in(page)) == 6
    assert "localhost/work/join/ and type" in text_of(page)


@pytest.mark.parametrize("said", [" ".join, lambda words: "".join(words).upper(), lambda words: ", ".join(words)])
def test_words_open_what_the_link_opens(page, newcomer, said):
    typed = said(words_in(page)).replace("I", "İ")
    assert newcomer.get("/work/join/").status_code == 200
    assert newcomer.post("/work/join/", {"words": typed})["Location"] == link_in(page)


def test_guessing_ends_soon(newcomer):
    answers = [newcomer.post("/work/join/", {"words": "lusab babad"}).status_code for _time in range(12)]
    assert answers[0] == 400 and answers[-1] == 429


@pytest.mark.parametrize("secret", [b"", bytes(12), b"\xff" * 12, bytes(range(12))])
def test_each_secret_has_words_of_its_own(secret):
    assert spoken.read(spoken.words(secret)) == spoken.words(secret)
    assert all(len(word) == 5 for word in spoken.words(secret).split("-") if secret)


def test_no_two_numbers_have_the_same_word():
    assert len({spoken.words(number.to_bytes(2)) for number in range(1 << 16)}) == 1 << 16


def test_an_open_link_is_listed_and_withdrawn(leyla, page, newcomer):
    assert "Links that nobody has used yet" in text_of(leyla.get("/work/people/"))
    withdraw = reverse("invitation_withdraw", args=[Invitation.objects.get(used_at=None).pk])
    assert leyla.post(withdraw)["Location"] == "/work/people/"
    assert newcomer.get(link_in(page)).status_code == 410
    assert "Links that nobody has used yet" not in text_of(leyla.get("/work/people/"))
    assert leyla.post(withdraw).status_code == 409
    assert TrailEntry.objects.filter(what="team.withdrawn", actor=f"user {leyla.user.pk}").count() == 1


@pytest.fixture
def joined(client):
    """Somebody who joined as first coordinator, in a client that has not made a key yet."""
    client.defaults |= {"SERVER_NAME": "localhost", "HTTP_ACCEPT_LANGUAGE": "en"}
    link = reverse("join", args=[team.invite(Role.COORDINATOR, None, by=None)])
    assert client.post(link, {"username": "aysel", "password": PASSWORD})["Location"] == "/work/keys/webauthn/add/"
    return client


def test_after_the_first_key_somebody_is_in(joined):
    assert joined.get("/work/")["Location"].startswith("/work/keys/")
    passkey.make(joined)
    assert joined.get("/work/").status_code == 200


def test_a_key_made_beside_another_is_shown_to_nobody(joined):
    """A thief with the password waits on the page of keys. Meanwhile the person makes a key somewhere else."""
    joined.get("/work/keys/")
    passkey.make(signed_in(User.objects.get(), second=""))
    passkey.make(joined)
    assert joined.get("/work/")["Location"].startswith("/work/keys/webauthn/reauthenticate/")
