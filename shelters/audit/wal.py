"""What was erased leaves SQLite's write-ahead log too."""

from django.db import connection


def truncate() -> None:
    """Empty the write-ahead log, which keeps overwritten text for days if little happens.

    PostgreSQL recycles its own. SQLite cannot do it inside a transaction. If somebody reads, the next call does it.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
