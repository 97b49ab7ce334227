"""What a thief has of a password, of an app, of a copy of the database, of writing to it."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import models
from django.test import Client
from fido2.utils import websafe_encode

from referrals.models import Referral
from shelters.api import bed_feed_tokens
from shelters.codes.staff import Role
from shelters.keys.session_store import Session
from shelters.models import Place, PlaceName, Rayon, TrailEntry, User
from shelters.staff import team
from tests.support import make, passkey, people
from tests.support.addresses import STAFF
from tests.support.referrals import asked, code_of, filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring")]
MARK = "Zqkanar7f3"
MAY_CHANGE = {"shelters_session", "shelters_failedsignin", "shelters_failurecount", "shelters_user"}


def texts():
    """Each text of the tables, but for the names of towns."""
    for model in set(apps.get_models()) - {Place, PlaceName, Rayon}:
        columns = [one.name for one in model._meta.fields if isinstance(one, models.CharField | models.TextField)]
        for row in model._base_manager.values_list(*columns) if columns else ():
            yield from (text for text in row if text)


def rows():
    """All tables that no sign-in changes, as text."""
    kept = [model for model in apps.get_models() if model._meta.db_table not in MAY_CHANGE]
    return {model: list(model._base_manager.order_by("pk").values()) for model in kept if model is not TrailEntry}


def signed_in_by_password(name):
    client = Client(SERVER_NAME="localhost")
    answer = client.post("/work/sign-in/", {"login": name, "password": people.PASSWORD})
    assert answer["Location"].startswith("/work/keys/authenticate/"), "it is right, and not enough"
    return client


def goes_to_a_key(answer):
    return answer.status_code == 302 and answer["Location"].startswith(("/work/keys/", "/work/sign-in/"))


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.HOST, Role.CASEWORKER])
def test_a_password_opens_nothing(house, role):
    """Of somebody who has keys: no page, no form, no key of the thief's own, and no row changes."""
    user = people.person(role, None if role == Role.COORDINATOR else house.organisation)
    people.make_keys(user)
    thief, before = signed_in_by_password(user.username), rows()
    shows_a_key = ("/work/keys/reauthenticate/", "/work/keys/webauthn/reauthenticate/", "/work/sign-out/")
    for path in (path for path in STAFF if not path.startswith((*shows_a_key, "/work/no/"))):
        assert goes_to_a_key(thief.get(path)) and goes_to_a_key(thief.post(path, {"name": "x"})), path
    assert rows() == before


def test_the_secret_of_an_app_opens_nothing_without_the_password(house):
    code = people.codes_of_an_app(people.person(Role.COUNTER, house.organisation))
    thief = Client(SERVER_NAME="localhost")
    for path in ("/work/keys/authenticate/", "/work/keys/reauthenticate/", "/work/sign-in/"):
        thief.post(path, {"code": code(), "login": "sevda", "password": code()})
    assert thief.get("/work/")["Location"].startswith("/work/sign-in/")


def test_with_the_password_it_counts_beds_and_reads_no_case(house, pools):
    referral, _code, (ask, _other) = asked(pools, avoid=MARK)
    counter = people.person(Role.COUNTER, house.organisation)
    code, thief = people.codes_of_an_app(counter), signed_in_by_password("sevda")
    assert thief.post("/work/keys/authenticate/", {"code": code()}).status_code == 302
    assert thief.get(f"/work/beds/{house.public_id}/").status_code == 200
    cases = (f"/work/questions/{ask.public_id}/", f"/work/requests/{referral.public_id}/")
    for path in (*cases, "/work/questions/", "/work/requests/", "/work/people/", "/admin/", "/work/near/"):
        answer = thief.get(path)
        assert answer.status_code == 403 and MARK not in answer.content.decode(), path
    assert thief.post(f"/work/beds/{house.public_id}/feed/").status_code == 403
    thief.post("/work/keys/webauthn/add/", {"name": "x"})
    assert not counter.authenticator_set.filter(type="webauthn").exists()


@pytest.mark.long
def test_no_text_of_the_database_is_a_code_a_link_or_a_token(house, pools, post):
    """A copy to read: nobody's answers, invitation or feed opens with anything that stands there."""
    code = code_of(post("/en/ask/", **filled(pools[0].facility)) if offers(pools) else None)
    link = team.invite(Role.HOST, house.organisation, by=None)
    token = bed_feed_tokens.make_token(house, by=None)
    people.coordinator("leyla")
    there = {text for text in texts() if len(text) >= 6}
    assert Referral.objects.exists() and Session.objects.exists() and code
    assert not [text for text in there if code in re.sub(r"\D", "", text) or link in text or token in text]
    thief = Client(SERVER_NAME="localhost")
    short = sorted(text for text in there if text.isascii() and "/" not in text and len(text) <= 200)
    assert len(short) > 20
    for text in short:
        assert thief.get(f"/work/join/{text}/").status_code in (404, 410), text
        answer = thief.get(f"/api/v1/beds/{house.public_id}/", headers={"Authorization": f"Bearer {text}"})
        assert answer.status_code in (400, 401), text
    assert code_of(post("/en/answer/", code=code)) == code


def offers(pools):
    """A host answers there, so that it can be asked."""
    facility = pools[0].facility
    facility.takes_questions = True
    facility.save()
    make.refresh([facility.pk])
    return people.person(Role.HOST, facility.organisation, "host")


def test_a_password_written_into_a_row_opens_nothing(leyla, house):
    """Somebody who writes gives a colleague the hash of their own password: the keys stay the colleague's."""
    thief = people.person(Role.COUNTER, house.organisation, "thief")
    people.make_keys(leyla.user)
    User.objects.filter(pk=leyla.user.pk).update(password=User.objects.get(pk=thief.pk).password)
    assert goes_to_a_key(signed_in_by_password("leyla").get("/work/people/"))


def test_a_key_written_beside_somebody_opens_nothing(house):
    """Somebody who writes puts a key of their own, which opens their own account, beside a host and her colleague."""
    thief = people.signed_in(people.person(Role.COUNTER, house.organisation, "thief"), second="")
    host = people.person(Role.HOST, house.organisation, "host")
    own = passkey.make(thief)
    thief.logout()
    assert passkey.sign_in(thief, own)["Location"] == "/work/"
    thief.logout()
    Authenticator.objects.filter(user=thief.user).update(user=host)
    own.user = websafe_encode(str(host.pk).encode())
    for _way in range(2):
        assert passkey.sign_in(Client(SERVER_NAME="localhost"), own)["Location"].startswith("/work/sign-in/")
        signed_in = signed_in_by_password("host")
        assert "Location" not in second_step(signed_in, own).headers
        assert goes_to_a_key(signed_in.get("/work/questions/"))
        Authenticator.objects.update(data=without_a_bond())


def second_step(client, key):
    options = client.get("/work/keys/authenticate/").context["js_data"]["request_options"]
    return client.post("/work/keys/authenticate/", {"credential": key.signed(options)})


def without_a_bond():
    data = Authenticator.objects.get().data
    return {name: said for name, said in data.items() if name != "bound"}
