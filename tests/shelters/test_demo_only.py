"""No other database than the demo's gets the people of the demo."""

import pytest
from django.core.management import CommandError, call_command

from shelters.models import BedPool, User
from tests.support import make


@pytest.mark.parametrize("demo, key", [(False, "demo-sefeq"), (True, "real")])
def test_no_other_database_gets_them(db, settings, demo, key):
    settings.DEMO = demo
    make.facility(key=key)
    with pytest.raises(CommandError, match="Only in the demo"):
        call_command("demo_people")
    assert not User.objects.exists() and not BedPool.objects.exists()
