"""The lists and forms of the admin speak the language of whoever reads them."""

import re
from html import unescape

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from shelters.models import Organisation
from tests.support import make
from tests.support.pages import fields_of

pytestmark = pytest.mark.django_db
# Words without a Cyrillic letter that stand on Russian pages: codes, names of other scripts.
LATIN = re.compile(r"^[^A-Za-z]*$|^[a-z_0-9+.-]+$|^(CSV|TOTP|OSM|GeoNames|WebAuthn|HTTPS?|ID)\b")

LABEL = r'<th scope="col"[^>]*>(.*?)</th>|<label[^>]*>(.*?)</label>|<h2[^>]*>(.*?)</h2>'


def labels_of(page):
    """The heads of columns, and the names of fields."""
    for parts in re.findall(LABEL, page, re.DOTALL):
        text = unescape(re.sub(r"<[^>]+>", " ", "".join(parts)))
        if words := " ".join(text.split()).rstrip(":"):
            yield words


def pages():
    for model in admin.site._registry:
        for what in ("changelist", "add"):
            try:
                yield reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}")
            except NoReverseMatch:
                continue


def test_no_english_is_left_on_russian_pages(admin_client):
    admin_client.defaults |= {"HTTP_ACCEPT_LANGUAGE": "ru", "SERVER_NAME": "localhost"}
    make.facility()
    wrong = {}
    for path in pages():
        page = admin_client.get(path)
        if page.status_code == 200:
            found = [words for words in labels_of(page.content.decode()) if not re.search("[а-яёА-Я]", words)]
            if found := [words for words in found if not LATIN.search(words)]:
                wrong[path] = found
    assert wrong == {}


def test_lists_follow_the_azerbaijani_alphabet(admin_client):
    names = ["Ağ", "Bəy", "Çay", "Dağ", "Əl", "Fidan", "Gül", "Ğar", "Hər", "Xoş", "Işıq", "İz", "Jalə", "Kür"]
    names += ["Qar", "Lalə", "Ot", "Öz", "Su", "Şəfa", "Tut", "Ud", "Üz", "Var", "Zər"]
    for number, name in enumerate(reversed(names)):
        Organisation.objects.create(key=f"one-{number}", type="ngo", name_az=name, name_ru="Название", name_en=name)
    admin_client.defaults |= {"HTTP_ACCEPT_LANGUAGE": "az", "SERVER_NAME": "localhost"}
    page = admin_client.get(reverse("admin:shelters_organisation_changelist")).content.decode()
    assert re.findall(r'class="field-name[^>]*>([^<]+)<', page) == names


def test_a_closed_day_is_shown_in_the_readers_word_and_read_again(admin_client):
    admin_client.defaults["SERVER_NAME"] = "localhost"
    facility = make.facility(hours="mon-fri 09:00-18:00, sat-sun closed")
    path = reverse("admin:shelters_openinghours_change", args=[facility.hours.get().pk])
    for language, word in (("az", "bağlıdır"), ("ru", "закрыто")):
        page = admin_client.get(path, headers={"accept-language": language})
        assert fields_of(page)["sunday"] == word
    sent = fields_of(page) | {"source": "by telephone"}
    assert admin_client.post(path, sent, headers={"accept-language": "ru"}).status_code == 302
    assert facility.hours.get().sunday == "closed"
