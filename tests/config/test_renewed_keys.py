"""Each key can be renewed: named as a fall-back the old one opens and verifies what it made, else it does not."""

import pytest
from cryptography.fernet import InvalidToken
from django.core import signing
from django.utils import timezone

from config.keys import PURPOSES
from referrals.forms import form_key
from referrals.vault import contents
from shelters.audit import trail
from shelters.audit.trail import CONSOLE, Broken
from shelters.keys import challenge
from shelters.models import Session
from shelters.staff.allauth_adapters import MFAAdapter
from shelters.witness import ledger
from shelters.witness.ledger import Ending
from tests.support import make
from tests.support.referrals import asked, code_of, filled, two_pools

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring")]
NAMES = ["SECRET_KEY", *PURPOSES]


@pytest.fixture(autouse=True)
def first(settings, tmp_path):
    settings.WITNESS = tmp_path / "witness"
    for name in NAMES:
        setattr(settings, name, f"the first {name}")
        setattr(settings, f"{name}_FALLBACKS", [])


@pytest.fixture
def renew(settings):
    def to(name, *earlier):
        setattr(settings, name, f"another {name}")
        setattr(settings, f"{name}_FALLBACKS", list(earlier))

    return to


def signed():
    text = signing.dumps("a link")

    def opens():
        try:
            return signing.loads(text) == "a link"
        except signing.BadSignature:
            return False

    return opens


def trailed():
    trail.write(CONSOLE, "directory.loaded", "directory")
    return lambda: trail.verify() is None


def coded():
    _referral, code, _enquiries = asked(two_pools(), once="")
    return lambda: contents.by_code(code) is not None


def formed():
    key = form_key.new(timezone.now())
    return lambda: form_key.is_ours(key)


def sealed():
    seed = MFAAdapter().encrypt("seed")

    def opens():
        try:
            return MFAAdapter().decrypt(seed) == "seed"
        except InvalidToken:
            return False

    return opens


def challenged():
    made, now = challenge.make("sign in", timezone.now()), timezone.now()
    return lambda: challenge.is_ours(made, "sign in", now)


def ended():
    ledger.end(Ending.CASE, "x")
    return lambda: ledger.read().may_have(Ending.CASE, "x")


MADE = {
    "SECRET_KEY": signed,
    "TRAIL_KEY": trailed,
    "CODE_KEY": coded,
    "FACTOR_KEY": sealed,
    "SESSION_KEY": challenged,
    "LEDGER_KEY": ended,
}


@pytest.mark.parametrize("name, made", [*MADE.items(), ("CODE_KEY", formed)])
def test_what_an_earlier_key_made_holds_as_long_as_it_is_named(renew, name, made):
    holds = made()
    renew(name, "an older one", f"the first {name}")
    assert holds()
    renew(name)
    assert not holds()
    renew(name, f"the first {name}")
    assert holds() and made()(), "what is new holds, too"


def test_no_purpose_is_left_out():
    assert MADE.keys() == {"SECRET_KEY", *PURPOSES}


def test_a_session_goes_on_and_is_sealed_anew(renew, leyla):
    row = Session.objects.get(user=leyla.user)
    renew("SESSION_KEY", "the first SESSION_KEY")
    assert leyla.get("/work/people/").status_code == 200
    assert Session.objects.get(user=leyla.user).pk != row.pk
    renew("SESSION_KEY")
    assert leyla.get("/work/people/").status_code == 200, "it needs the earlier key no more"
    renew("SESSION_KEY", "the first SESSION_KEY")
    leyla.logout()
    assert not Session.objects.filter(user=leyla.user).exists()


def test_a_renewed_key_ends_the_sessions_of_whom_nobody_named(renew, leyla):
    renew("SESSION_KEY")
    assert leyla.get("/work/people/").status_code == 302


def test_who_has_an_earlier_key_of_the_trail_adds_nothing(renew, settings):
    trail.write(CONSOLE, "directory.loaded", "directory")
    renew("TRAIL_KEY", "the first TRAIL_KEY")
    trail.write(CONSOLE, "directory.loaded", "directory")
    assert trail.verify() is None
    settings.TRAIL_KEY = "the first TRAIL_KEY"
    trail.write(CONSOLE, "directory.imported", "directory")
    renew("TRAIL_KEY", "the first TRAIL_KEY")
    assert trail.verify() == Broken(3, "altered")


def test_a_form_from_before_shows_its_code_again_and_asks_once(renew, post):
    """The answer was lost on the way, the key was renewed, and she presses the button again."""
    sent = filled(make.facility(takes_questions=True))
    code = code_of(post("/en/ask/", **sent))
    renew("CODE_KEY", "the first CODE_KEY")
    assert code_of(post("/en/ask/", **sent)) == code
    assert post("/en/answer/", code=code, do="erase").status_code == 200
    assert code_of(post("/en/ask/", **sent)) is None, "a used key is refused"
