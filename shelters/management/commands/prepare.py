from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader

OURS = ("shelters", "referrals")


class Command(BaseCommand):
    help = "Everything between a checkout and a server: translations, tables, the directory, keys, static files."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        _refuse_unknown_database()
        for po in Path(settings.BASE_DIR).glob("locale/*/LC_MESSAGES/*.po"):
            _compile(po)
        call_command("migrate", verbosity=0)
        call_command("check", databases=["default"])
        call_command("load_directory", if_empty=True)
        try:
            call_command("rotate_keys")
        except CommandError as error:
            self.stderr.write(str(error))  # the finder must stay up, in any state of the keys
        call_command("collectstatic", interactive=False, verbosity=0)


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
