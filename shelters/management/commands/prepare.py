import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader

from ...hours.clock import BAKU
from ...models.base import renew_bonds
from ...published import database, file, publishing
from ...witness import agreement
from ...witness.agreement import Agreement

_LOCK = 9_217_640_113  # of pg_advisory_lock; any number that nobody else takes
OURS = ("shelters", "referrals")


class Command(BaseCommand):
    help = "Everything between a checkout and a server: translations, tables, the directory, keys, static files."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """One process at a time: a second start waits for the first."""
        with _alone_on_this_machine():
            self._prepare()

    def _prepare(self) -> None:
        for po in Path(settings.BASE_DIR).glob("locale/*/LC_MESSAGES/*.po"):
            _compile(po)
        call_command("collectstatic", interactive=False, verbosity=0)
        if not settings.FRONT and self._database_answers():
            with _alone_in_the_database():
                self._prepare_database()

    def _database_answers(self) -> bool:
        """Where it does not, the server serves the published file. Raises CommandError where there is none."""
        database.limit_waits()
        try:
            with database.waiting_at_most(database.LOOK):
                connection.ensure_connection()
        except OperationalError:
            self.stdout.write(_from_the_file())
            return False
        return True

    def _prepare_database(self) -> None:
        _refuse_unknown_database()
        call_command("migrate", verbosity=0)
        call_command("check", databases=["default"])
        call_command("load_directory", if_empty=True)
        self._compare_with_witness()
        renew_bonds()
        try:
            call_command("rotate_keys")
        except CommandError as error:
            self.stderr.write(str(error))  # the finder must stay up, in any state of the keys

    def _compare_with_witness(self) -> None:
        """A stranger writes nothing. Over an older copy the finder is served, and all else rests."""
        try:
            agreement.begin()
        except agreement.StrangersKeys as error:
            raise CommandError(
                f"The database was written with another {error}. Give this machine the keys of the first (.env), or "
                "name the former key in …_FALLBACKS."
            ) from error
        except OSError as error:
            raise CommandError(f"WITNESS cannot be written: {error}") from error
        if (found := agreement.look()) != Agreement.AGREES:
            self.stderr.write(
                f"The database does not agree with its witness ({found}). Searches go on; asking, answers and staff "
                "pages rest until `manage.py reconcile`. See docs/backup.md."
            )


@contextmanager
def _alone_on_this_machine() -> Iterator[None]:
    static = Path(settings.STATIC_ROOT)
    static.parent.mkdir(parents=True, exist_ok=True)
    with open(static.with_name(f".{static.name}.lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _alone_in_the_database() -> Iterator[None]:
    """Over all machines of a PostgreSQL. A file of SQLite has a single machine."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _from_the_file() -> str:
    """What the operator reads in place of prepared tables."""
    try:
        header = file.read_header(publishing.path(), publishing.key().public_key())
    except file.UnreadableFile as error:
        raise CommandError("The database does not answer, and no file was published: nothing to serve.") from error
    moment = f"{header.moment.astimezone(BAKU):%Y-%m-%d %H:%M}"
    return f"The database does not answer: serving what was published at {moment}. Tables were not looked at."


def _refuse_unknown_database() -> None:
    """Refuse a database with unknown migrations, and leave it untouched. Raises CommandError."""
    loader = MigrationLoader(connection)
    unknown = sorted(key for key in loader.applied_migrations if key[0] in OURS and key not in loader.disk_migrations)
    if unknown:
        app, name = unknown[0]
        raise CommandError(
            f"The database is of another version (migration {app}.{name}) and was left as it is: "
            "name another one in DATABASE_URL, or move this one away."
        )


def _compile(po: Path) -> None:
    mo = po.with_suffix(".mo")
    if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
        return
    with po.open("rb") as source, mo.open("wb") as compiled:
        write_mo(compiled, read_po(source))
