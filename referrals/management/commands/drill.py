"""Rehearse a restore: a backup, a throw-away database, a search on it. For a timer, once a week."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from shelters.models import Heartbeat
from shelters.operations import backups

# With a ring of its own, which opens nothing that was asked.
_SEARCH = (
    "import django; django.setup(); from django.test import Client; client = Client(SERVER_NAME='localhost');"
    " from django.utils import timezone; from referrals.vault import keyring; keyring.make(timezone.now());"
    " from shelters.published import watch; watch.first_look();"
    " found = client.post('/api/v1/near/', {'place': 'Bakı'}, content_type='application/json');"
    " assert found.status_code == 200, found.status_code; assert client.get('/readyz').status_code == 200"
)


class Command(BaseCommand):
    help = "Rehearse: back up, restore into a database that is thrown away, reconcile, search. It touches nothing else."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--database", default="", help="an empty PostgreSQL for it; without it, SQLite in memory")

    def handle(self, *args: Any, **options: Any) -> None:
        keys, memory = backups.pair(), "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
        with tempfile.TemporaryDirectory(prefix="drill-", dir=memory) as name:
            folder = Path(name)
            backups.make(folder / "backup", backups.recipient(keys["recipient"]), timezone.now())
            (folder / "secret").write_text(keys["secret"], encoding="ascii")
            shutil.copytree(settings.WITNESS, folder / "witness")
            environment = _environment(folder, options["database"])
            restore = ["restore", str(folder / "backup"), "--secret-file", str(folder / "secret")]
            for step in (["manage.py", *restore], ["-c", _SEARCH]):
                self._run(step, environment)
        Heartbeat.beat("drill", timezone.now())
        self.stdout.write("The drill passed: what was backed up was restored, reconciled and searched.")

    def _run(self, step: list[str], environment: dict[str, str]) -> None:
        command = [sys.executable, *step]
        done = subprocess.run(  # noqa: S603
            command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=3600, check=False
        )
        if done.returncode:
            raise CommandError(f"The drill failed at {step[1][:20]}: {done.stderr[-500:]}")


def _environment(folder: Path, database: str) -> dict[str, str]:
    """This installation's keys, and nothing else of it: no ring, no mail, no file that anybody serves."""
    keys = ("SECRET_KEY", "TRAIL_KEY", "CODE_KEY", "FACTOR_KEY", "SESSION_KEY", "LEDGER_KEY")
    return {
        **{name: value for name, value in os.environ.items() if name in ("PATH", "PGUSER", "PGPASSWORD", "LANG")},
        **{name: getattr(settings, name) for name in keys},
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ENV_FILE": os.devnull,
        "HTTPS": "off",
        "DATABASE_URL": database or f"sqlite:///{folder / 'drill.sqlite3'}",
        **{"WITNESS": str(folder / "witness"), "KEYRING": str(folder / "ring"), "MACHINE": settings.MACHINE},
        **{"PUBLISHED": str(folder / "published"), "PUBLISHED_KEY": str(folder / f"{secrets.token_hex(4)}.key")},
        **{"EMAIL_URL": "dummymail://", "MAIL_THREAD": "off", "STATIC_ROOT": str(settings.STATIC_ROOT)},
    }
