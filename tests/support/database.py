"""The tests' database: made by the first process that needs it, copied by all others."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import SimpleTestCase

from shelters.places import loading
from tests.support import triggers
from tests.support.processes import alone
from tests.support.server import MIGRATED, Server

TEMPLATE, POSTGRESQL_TEMPLATE = "template.sqlite3", "tests_template"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks the tests' database nothing: it is the same on every database."""
    for item in items:
        asks = item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(_fixtures(item))
        if not asks and not issubclass(getattr(item, "cls", None) or object, SimpleTestCase):
            item.add_marker("bare")


def _fixtures(item: pytest.Item) -> list[str]:
    return getattr(item, "fixturenames", [])


@pytest.fixture(autouse=True, scope="session")
def servers_are_prepared_once(shared_folder: Path) -> None:
    """Servers of this run copy what the first of their kind prepared."""
    Server.kept = shared_folder


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run see, and no other run."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if base.name.startswith("popen-") else base


@pytest.fixture(scope="session")
def copy_of_database(shared_folder: Path, worker_id: str) -> "Copy":
    """The database of this process."""
    return (FileCopy if connection.vendor == "sqlite" else DatabaseCopy)(shared_folder, worker_id)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any, copy_of_database: "Copy") -> Iterator[None]:
    """In place of pytest-django's, which migrates in each process: a database with the real places."""
    with django_db_blocker.unblock():
        copy_of_database.make()
    yield
    with django_db_blocker.unblock():
        copy_of_database.destroy()


class Copy:
    """A database of one process, called `name`."""

    name: str

    def __init__(self, folder: Path, process: str) -> None:
        self.folder = folder

    def make(self) -> None:
        """Make the template, if nobody did, and then the copy."""
        with alone(self.folder / "database.lock") as first:
            if first:
                self.fill()
            self.renew()

    def fill(self) -> None:
        """Migrate, load the real places, and keep that as the template."""
        call_command("migrate", verbosity=0)
        self.keep(MIGRATED)
        loading.load()
        self.keep(TEMPLATE)

    def keep(self, file: str) -> None:
        """Copy the database as it is into a file."""

    def renew(self) -> None:
        """Bring the database to the state of the template."""
        raise NotImplementedError

    def destroy(self) -> None:
        """Nothing of it stays."""
        connection.close()

    def use(self, name: str) -> None:
        connection.close()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


class FileCopy(Copy):
    """SQLite: in memory, copied from a file."""

    name = "file:memorydb_default?mode=memory&cache=shared"

    def fill(self) -> None:
        self.use(self.name)
        super().fill()

    def keep(self, file: str) -> None:
        fresh = self.folder / f"{file}.new"
        with closing(sqlite3.connect(fresh)) as kept:
            connection.connection.backup(kept)
        fresh.replace(self.folder / file)  # a server may look for it meanwhile

    def renew(self) -> None:
        self.use(self.name)
        connection.ensure_connection()
        with closing(sqlite3.connect(self.folder / TEMPLATE)) as template:
            template.backup(connection.connection)


class DatabaseCopy(Copy):
    """PostgreSQL: CREATE DATABASE … TEMPLATE."""

    def __init__(self, folder: Path, process: str) -> None:
        super().__init__(folder, process)
        self.name = f"tests_{process}"

    def fill(self) -> None:
        self._create(POSTGRESQL_TEMPLATE, "template0")
        self.use(POSTGRESQL_TEMPLATE)
        super().fill()

    def renew(self) -> None:
        self._create(self.name, POSTGRESQL_TEMPLATE)
        self.use(self.name)

    def destroy(self) -> None:
        self._run(f"DROP DATABASE {self.name}")

    def _create(self, name: str, template: str) -> None:
        self._run(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name} TEMPLATE {template}")

    def _run(self, *statements: str) -> None:
        connection.close()
        with connection._nodb_cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


@pytest.fixture(scope="module")
def once_for_the_file(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A transaction around the rest of a file's tests, for what takes long to make: each test undoes its own part."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def emptied_behind(django_db_setup: None, django_db_blocker: Any, copy_of_database: Copy) -> Iterator[None]:
    """A test with real transactions empties the database behind it: put back what the others stand on."""
    with django_db_blocker.unblock():
        triggers.drop(connection)  # they would refuse to be emptied
    yield
    with django_db_blocker.unblock():
        copy_of_database.renew()


@pytest.fixture
def real_transactions(emptied_behind: None, transactional_db: None) -> Iterator[None]:
    """Transactions that commit, with the trail guarded while the test runs."""
    triggers.create(connection)
    yield
    triggers.drop(connection)
