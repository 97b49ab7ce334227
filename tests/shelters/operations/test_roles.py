"""The server's role of ops/roles.sql cannot touch the tables themselves, or what the trail says."""

import pytest
from django.db import ProgrammingError, connection, transaction

from tests.support.tree import ROOT

pytestmark = [pytest.mark.both, pytest.mark.django_db]
REFUSED = [
    "DROP TRIGGER trail_keeps_update ON shelters_trailentry",
    "ALTER TABLE shelters_trailentry DISABLE TRIGGER ALL",
    "UPDATE shelters_trailentry SET what = 'x'",
    "DELETE FROM shelters_trailentry",
    "TRUNCATE shelters_trailentry CASCADE",
    "CREATE TABLE another (id int)",
    "DROP TABLE shelters_user",
    "DELETE FROM django_migrations",
]


def test_the_server_may_write_and_not_rebuild():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles")
    with connection.cursor() as cursor:
        cursor.execute((ROOT / "ops" / "roles.sql").read_text("utf-8"))
        cursor.execute("SET ROLE yaxin")
        try:
            cursor.execute("SELECT count(*) FROM shelters_trailentry")
            cursor.execute("UPDATE shelters_trailhead SET number = number")
            for statement in REFUSED:
                with pytest.raises(ProgrammingError), transaction.atomic():
                    cursor.execute(statement)
        finally:
            cursor.execute("RESET ROLE")
