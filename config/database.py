"""How a connection to the database is made, and how long libpq and PostgreSQL wait.

A frozen server they cannot tell from a slow one: `shelters.published.database` counts these seconds.
"""

from typing import Any

CONNECT = 2  # seconds
# A connection on which nothing comes back ends after four seconds, not after a quarter of an hour.
_TCP = {"keepalives_idle": 2, "keepalives_interval": 1, "keepalives_count": 2, "tcp_user_timeout": 4000}
_SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # recursive_triggers: without it INSERT OR REPLACE would avoid the triggers of the trail.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;"
    " PRAGMA recursive_triggers=ON;",
}


def with_limits(database: dict[str, Any], seconds: float) -> dict[str, Any]:
    """A database of the settings, with its options. With 0 seconds a statement has no limit."""
    options = database.get("OPTIONS", {})
    if database["ENGINE"].endswith("sqlite3"):
        options = options | _SQLITE
    elif database["ENGINE"].endswith("postgresql"):
        database = database | {"ENGINE": "config.postgresql"}
        options = {"connect_timeout": CONNECT, **_TCP, **options}
        if seconds:
            limit = f"-c statement_timeout={round(seconds * 1000)}"
            options["options"] = " ".join(filter(None, [options.get("options"), limit]))
    return database | {"CONN_HEALTH_CHECKS": True, "OPTIONS": options}
