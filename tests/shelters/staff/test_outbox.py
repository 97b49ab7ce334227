"""Mail never waits for anybody, and nobody for mail; and nobody can make us flood a person with it."""

import logging
import socket
import threading
import time
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from config import logs
from shelters.codes.staff import Role
from shelters.models import User, WaitingMail
from shelters.staff import notices, outbox
from tests.support import make, people
from tests.support.referrals import key
from tests.support.server import Server

pytestmark = pytest.mark.django_db
QUESTION = {"who": "woman", "soon": "now", "yes": "yes"}


@pytest.fixture
def house():
    return make.facility(takes_questions=True)


@pytest.fixture
def host(house):
    user = people.person(Role.HOST, house.organisation)
    user.email = "host@example.org"
    user.save()
    return user


@pytest.fixture
def silent():
    """A mail server that takes a connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0)
        yield listener


@pytest.fixture
def silent_mail(settings, silent):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", silent.getsockname()[1], 1


def told(**by):
    """How many mails have gone in all, after the command ran some time from now."""
    with time_machine.travel(timezone.now() + timedelta(**by)):
        call_command("send_mail")
    return len(mail.outbox)


@pytest.mark.usefixtures("ring", "silent_mail", "host")
def test_a_silent_mail_server_changes_no_answer_time(post, house, silent, django_capture_on_commit_callbacks):
    """The request does not even speak to it, and the command does not wait for ever."""
    with django_capture_on_commit_callbacks(execute=True):
        page = post("/en/ask/", to=house.public_id, once=key(), **QUESTION)
    assert page.status_code == 200 and WaitingMail.objects.count() == 1
    with pytest.raises(BlockingIOError):
        silent.accept()
    with time_machine.travel(timezone.now() + timedelta(minutes=5)), pytest.raises(CommandError):
        call_command("send_mail")
    assert silent.accept() and WaitingMail.objects.get().due_at, "it is tried again"


@pytest.mark.usefixtures("silent_mail")
def test_a_silent_mail_server_holds_up_no_page_that_breaks(settings):
    settings.ADMINS = [("", "errors@example.org")]
    handler, began = logs.QuietMailHandler(), time.monotonic()
    for _time in range(5):
        handler.handle(logging.LogRecord("x", logging.ERROR, "x", 1, "broke", (), None))
    assert time.monotonic() - began < 10
    waiting = [thread for thread in threading.enumerate() if thread.name == logs.ERROR_MAIL]
    assert len(waiting) == 1, "one at a time"


def test_whoever_is_told_gets_one_mail_for_all_and_one_an_hour(host, django_capture_on_commit_callbacks):
    hosts = User.objects.holding(Role.HOST)

    def happens(tonight=False):
        with django_capture_on_commit_callbacks(execute=True):
            notices.something_waits(hosts, tonight=tonight)

    for _time in range(50):
        happens()
    assert told() <= 1 and told(minutes=5) == 1 and told(minutes=5) == 1
    (sent,) = mail.outbox
    assert sent.to == ["host@example.org"] and "http" not in sent.body
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        happens()
        assert told(minutes=40) == 1 and told(minutes=65) == 2
    with time_machine.travel(timezone.now() + timedelta(minutes=70)):
        happens(tonight=True)
        happens(tonight=True)
        assert told(minutes=1) == 3, "about tonight it does not wait for an hour"
        happens(tonight=True)
        assert told(minutes=10) == 3 and told(minutes=20) == 4
    assert told(hours=4) == 4 and not WaitingMail.objects.exists(), "nothing stays of it"


def test_a_mail_about_tonight_is_not_counted_against_the_hour(host):
    outbox.put([host.pk], tonight=False)
    assert told(minutes=5) == 1
    outbox.put([host.pk], tonight=True)
    assert told(minutes=7) == 2, "an ordinary mail holds up none about tonight"
    outbox.put([host.pk], tonight=False)
    assert told(minutes=60) == 2 and told(minutes=66) == 3, "and none about tonight holds up an ordinary one"


def test_two_who_send_at_once_send_one(host, monkeypatch):
    outbox.put([host.pk], tonight=True)
    later = timezone.now() + timedelta(minutes=2)
    monkeypatch.setattr(outbox.mail, "send", lambda *args: outbox.send_due(later) == (0, 0) or pytest.fail("twice"))
    assert outbox.send_due(later) == (1, 0)


@pytest.mark.parametrize("change", [{"email": ""}, {"is_active": False}])
def test_whoever_left_meanwhile_is_told_nothing(host, change):
    outbox.put([host.pk], tonight=False)
    User.objects.filter(pk=host.pk).update(**change)
    assert told(minutes=5) == 0 and not WaitingMail.objects.exists()


WAITING = """
from shelters.models import User
from shelters.staff import outbox
outbox._SOON = 1
outbox.put([User.objects.create_user("aysel", email="aysel@example.org").pk], tonight=False)
"""


def test_the_server_itself_sends_where_no_cron_does(tmp_path):
    mails = tmp_path / "mails"
    server = Server(tmp_path, EMAIL_URL=f"filemail:///{mails}")
    try:
        server.run(WAITING)
        for _second in range(60):
            if mails.exists() and list(mails.iterdir()):
                break
            time.sleep(1)
        (sent,) = mails.iterdir()
        assert "To: aysel@example.org" in sent.read_text()
    finally:
        server.stop()
