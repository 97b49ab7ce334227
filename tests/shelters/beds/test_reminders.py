"""Mails to staff: that something waits, a link that can do one thing, and the head of the trail."""

import base64
import re
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from shelters.audit.trail import CONSOLE
from shelters.beds import counting, reminders
from shelters.beds.counting import CountedBy
from shelters.codes.staff import CountRoute, Role
from shelters.models import BedCount, BedPool, Freeze, Organisation, RoleGrant, TrailPayload, User
from tests.support import make
from tests.support.mails import PURPOSE, person, refuse, texts
from tests.support.pages import TELLING, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def pool():
    facility = make.facility(name_az="Ağ ev", name_en="White house")
    counted = timezone.now() - timedelta(hours=13)
    return BedPool.objects.create(facility=facility, name_az="Otaqlar", capacity=5, occupied=2, observed_at=counted)


@pytest.fixture
def sevda(pool):
    return person(pool.facility.organisation)


@pytest.fixture
def link(sevda):
    return links()[0]


@pytest.fixture
def browser(client):
    client.defaults |= {"SERVER_NAME": "localhost", "HTTP_ACCEPT_LANGUAGE": "en"}
    return client


def links():
    """The paths in the mails that this run of the command sends."""
    sent = len(mail.outbox)
    call_command("nudge", "--site", "https://example.org/", stdout=StringIO())
    return [re.search(r"https://example\.org(/work/still/\S+/)\n", str(one.body))[1] for one in mail.outbox[sent:]]


def test_who_gets_a_mail(pool):
    home = pool.facility.organisation
    stranger = Organisation.objects.create(key="other", type="ngo", name_az="Başqa")
    person(home)
    person(home, Role.HOST, "host@example.org")
    person(home, Role.CASEWORKER, "case@example.org")
    person(home, Role.COORDINATOR, "head@example.org")
    person(home, email="")
    person(stranger, email="stranger@example.org")
    gone = person(home, email="gone@example.org")
    gone.is_active = False
    gone.save()
    assert len(links()) == 2
    assert sorted(one.to[0] for one in mail.outbox) == ["host@example.org", "sevda@example.org"]


def test_only_what_is_stale_and_was_ever_counted(pool, sevda):
    fresh = make.facility()
    BedPool.objects.create(facility=fresh, capacity=5, observed_at=timezone.now())
    BedPool.objects.create(facility=make.facility(), capacity=5)
    assert len(links()) == 1


def test_once_in_twelve_hours_a_mail_for_each_facility(pool, sevda):
    BedPool.objects.create(facility=make.facility(), capacity=5, observed_at=pool.observed_at)
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        assert len(links()) == 2 and links() == []
    with time_machine.travel(now + timedelta(hours=11, minutes=59), tick=False):
        assert links() == []
    with time_machine.travel(now + timedelta(hours=12), tick=False):
        assert len(links()) == 2


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_the_mail_names_nothing(pool, language):
    person(pool.facility.organisation, language=language)
    (link,) = links()
    facility, told = pool.facility, texts()
    decoded = base64.urlsafe_b64decode(link.split("/")[3].split(":")[0] + "==").decode()
    assert set(decoded) <= set("[],0123456789")
    for name in (facility.name_az, facility.name_en, facility.key, facility.public_id, facility.place.name, "Sınaq"):
        assert name not in told
    assert not TELLING.search(told) and not PURPOSE.search(told)


def test_a_mail_server_that_is_down_is_no_mail(pool, sevda, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
        with pytest.raises(CommandError, match="1 mails could not be sent"):
            links()
    assert User.objects.get(pk=sevda.pk).reminded_at is None
    assert len(links()) == 1


def test_to_open_it_changes_nothing(browser, link, pool):
    for response in (browser.get(link), browser.head(link)):
        assert response.status_code == 200
    page = browser.get(link)
    text = text_of(page)
    assert "Last counted:" in text and "Nothing has changed since" in text
    main = page.content.decode().split("<main")[1]
    assert "White house" not in text and "Otaqlar" not in text and pool.facility.place.name not in text
    assert re.findall(r"[\w/]+", main).count("/work/") == 1, "the way in, and nothing else"
    assert not BedCount.objects.exists()


def test_the_button_confirms_once(browser, link, pool, sevda):
    response = browser.post(link)
    assert response.status_code == 200 and "It is written down" in text_of(response)
    counted = BedCount.objects.get()
    assert (counted.kind, counted.way, counted.occupied) == ("confirmed", "link", 2)
    assert TrailPayload.objects.get(entry__what="beds.confirmed").data["actor"] == f"link {sevda.pk}"
    for again in (browser.post(link), browser.get(link)):
        assert again.status_code == 409
        assert "Somebody has counted since. There is nothing more to do." in text_of(again)
    assert BedCount.objects.count() == 1


def test_a_lost_race_confirms_nothing(browser, link, pool, monkeypatch):
    counting.step(pool, by=CountedBy(CONSOLE, CountRoute.PAGE), occupied=1)
    assert browser.post(link).status_code == 409
    monkeypatch.setattr(reminders.Link, "is_overtaken", False)  # counted between the look and the lock
    assert browser.post(link).status_code == 409
    assert BedCount.objects.get().kind == "changed"


def test_it_opens_nothing_else(browser, link):
    browser.post(link)
    assert browser.get("/work/").status_code == 302


def test_another_site_cannot_press_the_button(link):
    guarded = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
    assert guarded.post(link).status_code == 403
    page = guarded.get(link).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    assert guarded.post(link, {"csrfmiddlewaretoken": token}, HTTP_ORIGIN="http://localhost").status_code == 200


def void(browser, link):
    """The one answer to every link that opens nothing."""
    responses = [browser.get(link), browser.post(link)]
    pages = {re.sub(r'value="\w{64}"', "", one.content.decode()) for one in responses}
    assert {one.status_code for one in responses} == {410} and len(pages) == 1
    assert "This link does not work any more." in pages.copy().pop()
    assert not BedCount.objects.exists()
    return pages.pop()


def test_all_that_is_void_is_void_alike(browser, link, sevda, pool):
    now, path = timezone.now(), link.rstrip("/")
    pages = [void(browser, f"/work/still/{text}/") for text in ("x", "x:y:z", "%00", "ə", "9" * 3000, ":")]
    pages += [void(browser, path[:-1] + ("A" if path[-1] != "A" else "B") + "/"), void(browser, path + "A/")]
    with time_machine.travel(now + reminders.LASTS + timedelta(minutes=1)):
        pages.append(void(browser, link))
    frozen = Freeze.objects.create(at=timezone.now())
    pages.append(void(browser, link))
    assert links() == [], "nothing is sent while all stands still"
    frozen.thawed_at = timezone.now()
    frozen.save()
    pages.append(void(browser, link))
    Freeze.objects.all().delete()
    assert browser.get(link).status_code == 200
    assert len(set(pages)) == 1


def test_it_is_void_for_whom_it_is_not_any_more(browser, link, sevda, pool):
    grant = sevda.role_grants.get()
    stranger = Organisation.objects.create(key="other", type="ngo", name_az="Başqa")
    RoleGrant.objects.filter(pk=grant.pk).update(role=Role.CASEWORKER)
    void(browser, link)
    grant.save()
    User.objects.filter(pk=sevda.pk).update(organisation=stranger)
    void(browser, link)
    sevda.save()
    assert browser.get(link).status_code == 200
    sevda.is_active = False
    sevda.save()
    void(browser, link)
    sevda.is_active = True
    sevda.save()
    grant.delete()
    void(browser, link)


def test_a_signature_of_ours_for_something_else_is_void(browser, sevda, pool):
    from django.core import signing

    seen = [[pool.pk, pool.version]]
    other = signing.dumps([sevda.pk, pool.facility_id, int(timezone.now().timestamp()), seen], salt="another")
    void(browser, f"/work/still/{other}/")


def test_it_speaks_the_persons_language(browser, pool):
    person(pool.facility.organisation, language="ru")
    assert '<html lang="ru">' in browser.get(links()[0]).content.decode()
