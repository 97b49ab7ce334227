"""The page on which staff make and revoke the tokens of the bed feed."""

import pytest

from shelters.codes.staff import Role
from shelters.models import FeedToken, TrailEntry
from shelters.staff import team
from tests.support.feed import House
from tests.support.people import sign_in


@pytest.fixture
def host(house, client):
    client.defaults |= {"SERVER_NAME": "localhost"}
    invitation = team.invite(Role.HOST, house.facility.organisation, by=None)
    user = team.join(invitation, username="sevda", password="a-long-password-1", language="en")
    sign_in(client, user)
    return user


def test_staff_make_a_token_that_is_shown_once_and_revoke_it(house, host, client):
    path = f"/work/beds/{house.facility.public_id}/feed/"
    page = client.post(path)
    house.token = page.context["token"]
    assert house.token in page.content.decode() and f"http://localhost{house.path}" in page.content.decode()
    again = client.get(path).content.decode()
    assert house.token not in again and again.count("Made on") == 2
    assert house.put().status_code == 200
    made = FeedToken.objects.first()
    for _time in range(2):
        assert client.post(path + "revoke/", {"token": made.pk}).status_code == 302
    assert house.put().status_code == 401 and client.get(path).content.decode().count("Made on") == 1
    entries = TrailEntry.objects.filter(actor=f"user {host.pk}", what__startswith="feed.")
    assert [(entry.what, entry.subject, entry.numbers) for entry in entries] == [
        (what, f"facility {house.facility.pk}", {"token": made.pk}) for what in ("feed.made", "feed.revoked")
    ]


def test_nobody_revokes_what_is_not_theirs(house, host, client):
    theirs = House(client)
    path = f"/work/beds/{house.facility.public_id}/feed/revoke/"
    for token in ("", "x", "-1", "9" * 40, "²", FeedToken.objects.get(facility=theirs.facility).pk):
        assert client.post(path, {"token": token}).status_code == 404
    assert FeedToken.objects.live().count() == 2


def test_a_coordinator_revokes_and_makes_none(house, leyla):
    """With a token of their own a thief in her session would count in the name of the house."""
    path = f"/work/beds/{house.facility.public_id}/feed/"
    assert leyla.post(path).status_code == 403 and FeedToken.objects.count() == 1
    page = leyla.get(path).content.decode()
    assert "Make a token" not in page and "Revoke it" in page
    assert leyla.post(path + "revoke/", {"token": FeedToken.objects.get().pk}).status_code == 302
    assert house.put().status_code == 401
