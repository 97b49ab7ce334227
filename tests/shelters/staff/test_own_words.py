"""What a name and a password may be is said in the page's own words, before and after."""

import pytest

from shelters.codes.staff import Role
from shelters.models import Invitation
from tests.support import people
from tests.support.pages import text_of

pytestmark = pytest.mark.django_db
WORDS = {
    "az": ("Yalnız latın hərfləri", "Ən azı 12 simvol yazın", "Ad və parol bir-birinə uyğun gəlmir."),
    "ru": ("Только латинские буквы", "Не меньше 12 знаков", "Имя и пароль не подходят друг к другу."),
    "en": ("Only Latin letters", "12 letters or more", "Name and password do not belong together."),
}


@pytest.mark.parametrize("language", WORDS)
def test_a_name_and_a_password_that_do_not_do(client, house, language):
    name, password, _mismatch = WORDS[language]
    _made, token = Invitation.make(Role.HOST, house.organisation, None)
    client.defaults |= {"HTTP_ACCEPT_LANGUAGE": language, "SERVER_NAME": "localhost"}
    assert text_of(client.get(f"/work/join/{token}/")).count(name) == 1
    answer = client.post(f"/work/join/{token}/", {"username": "Şəfəq x", "password": "short"})
    assert answer.status_code == 400 and text_of(answer).count(name) == 2 and password in text_of(answer)
    assert "Şəfəq x" in answer.content.decode()


@pytest.mark.parametrize("language", WORDS)
def test_a_sign_in_that_fails(client, house, language):
    people.person(Role.HOST, house.organisation, "aygun")
    client.defaults |= {"HTTP_ACCEPT_LANGUAGE": language, "SERVER_NAME": "localhost"}
    answer = client.post("/work/sign-in/", {"login": "aygun", "password": "wrong"})
    assert WORDS[language][2] in text_of(answer)
