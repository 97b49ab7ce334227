"""libpq ignores its limit for each of several hosts while psycopg2 waits by itself. So each host is tried in turn."""

import os
from itertools import cycle
from typing import Any

import psycopg2
from django.db.backends.postgresql import base
from psycopg2.extensions import get_wait_callback

from shelters.published import database

from ..database import CONNECT


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        hosts = str(conn_params.get("host") or os.environ.get("PGHOST", "")).split(",")
        if len(hosts) == 1 or not get_wait_callback():
            return super().get_new_connection(conn_params)
        ports = str(conn_params.get("port") or os.environ.get("PGPORT", "5432")).split(",")
        failed: Exception | None = None
        for host, port in zip(hosts, cycle(ports), strict=False):
            try:
                with database.waiting_at_most(CONNECT):
                    return super().get_new_connection(conn_params | {"host": host, "port": port})
            except psycopg2.OperationalError as error:
                failed = error
        assert failed
        raise failed
