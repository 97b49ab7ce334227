"""Random histories: whatever ended after the backup is over after `reconcile`, and nothing else is."""

import random

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command

from referrals.models import Case
from referrals.workflow import cases
from referrals.workflow.transitions import HER
from shelters.approvals import freeze, record
from shelters.audit import trail
from shelters.audit.trail import CONSOLE
from shelters.codes.staff import FreezeScope, Role
from shelters.models import Facility, Freeze, User
from shelters.models.facility import Phone
from shelters.staff import key_changes, team
from tests.support import make, people, referrals
from tests.support.restoring import Backup, installation
from tests.support.soak import TIMES

pytestmark = pytest.mark.long
HISTORIES = 20 * TIMES  # bin/bench soak: 200


@pytest.fixture
def witness(settings, tmp_path, ring, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), installation(settings, tmp_path) as folder:
        yield folder


class History:
    """What somebody does, in random order, and what must be over because of it."""

    def __init__(self, seed):
        self.draw = random.Random(seed)
        self.made = 0
        self.pools = referrals.two_pools()

    def act(self):
        self.draw.choice([self.ask, self.erase, self.come, self.leave, self.add_key, self.lose_key, self.publish])()
        if self.draw.random() < 0.3:
            self.draw.choice([self.withdraw_number, self.freeze, self.thaw])()

    def ask(self):
        self.made += 1
        referrals.asked(self.pools, once=f"{self.made:024d}")

    def erase(self):
        if case := self.any(Case):
            cases.withdraw(case, by=HER)

    def come(self):
        self.made += 1
        people.person(Role.CASEWORKER, self.pools[0].facility.organisation, name=f"person{self.made}")

    def leave(self):
        if user := self.any(User.objects.filter(is_active=True)):
            team.leave(user, by=None)

    def add_key(self):
        if user := self.any(User.objects.filter(is_active=True)):
            Authenticator.objects.create(user=user, type="webauthn", data={})

    def lose_key(self):
        if key := self.any(Authenticator):
            key_changes.remove(key, by=key.user)

    def publish(self):
        self.made += 1
        make.facility(phones=[{"number": f"(012) 404 {self.made // 100:02d} {self.made % 100:02d}"}])

    def withdraw_number(self):
        if phone := self.any(Phone):
            with record.recorded(CONSOLE):
                phone.delete()

    def freeze(self):
        freeze.freeze(FreezeScope.EVERYTHING, by=None)

    def thaw(self):
        freeze.thaw(by=None)

    def any(self, found):
        rows = list(getattr(found, "objects", found).all())
        return self.draw.choice(rows) if rows else None


def alive():
    """What opens or answers: cases, people, keys, numbers of listed places."""
    return {
        "cases": set(Case.objects.values_list("public_id", flat=True)),
        "people": set(User.objects.filter(is_active=True).values_list("pk", "username")),
        "keys": set(Authenticator.objects.values_list("pk", "created_at")),
        "numbers": set(Phone.objects.filter(facility__listed=True).values_list("facility__public_id", "number")),
    }


def places_with(numbers):
    return {place for place, _number in numbers}


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_history(witness, seed):
    history = History(seed)
    for _act in range(history.draw.randrange(25)):
        history.act()
    at_backup, backup = alive(), Backup()
    for _act in range(history.draw.randrange(1, 25)):
        history.act()
    before, frozen = alive(), Freeze.objects.running() is not None
    trail.write(CONSOLE, "looked", "test 2")
    backup.restore()
    call_command("reconcile")
    ended = {what: at_backup[what] - before[what] for what in before}
    after = alive()
    for what in ("cases", "people", "keys"):
        assert after[what] == at_backup[what] - ended[what], what
    hidden = places_with(ended["numbers"])
    assert after["numbers"] == {one for one in at_backup["numbers"] if one[0] not in hidden}
    assert not Facility.objects.filter(public_id__in=hidden, listed=True).exists()
    assert not frozen or Freeze.objects.running()
    assert trail.verify() is None
