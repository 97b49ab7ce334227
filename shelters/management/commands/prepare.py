from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Everything between a checkout and a server: translations, tables, the directory, keys, static files."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        for po in Path(settings.BASE_DIR).glob("locale/*/LC_MESSAGES/*.po"):
            _compile(po)
        call_command("migrate", verbosity=0)
        call_command("check", databases=["default"])
        call_command("load_directory", if_empty=True)
        try:
            call_command("rotate_keys")
        except CommandError as error:
            self.stderr.write(str(error))  # whatever the keys: the finder must stay up
        call_command("collectstatic", interactive=False, verbosity=0)


def _compile(po: Path) -> None:
    mo = po.with_suffix(".mo")
    if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
        return
    with po.open("rb") as source, mo.open("wb") as compiled:
        write_mo(compiled, read_po(source))
