"""A real server for tests: `manage.py prepare`, then gunicorn with its configuration, on a database of its own."""

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import ClassVar

from tests.support.processes import alone

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
MIGRATED = "migrated.sqlite3"  # left by the tests' own database, if there is one
IN_MARCH = {"DJANGO_SETTINGS_MODULE": "tests.support.march_settings", "PYTHONPATH": "."}


class Server:
    """A server that runs in a folder. `log` is all output of it and its workers."""

    # Where prepared folders are kept, so that the next server copies one. None: each prepares its own.
    kept: ClassVar[Path | None] = None

    def __init__(self, folder: Path, **environment: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self._log = folder / "server.log"
        self.environment = _environment(folder) | {"PORT": str(self.port)} | environment
        self._beside: subprocess.Popen[str] | None = None
        if "FRONT" in environment:  # it knows of no database and no ring
            del self.environment["DATABASE_URL"], self.environment["KEYRING"], self.environment["SECRET_KEY"]
        if self.kept and not {"DATABASE_URL", "FRONT"} & environment.keys():
            _copy_prepared(self.kept, folder, environment)
        else:
            _prepare(self.environment)
        command = [str(BIN / "gunicorn"), "--config", "config/gunicorn.conf.py"]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        self._wait()

    def run(self, code: str) -> str:
        """Run Python beside the server, on its database; what it printed."""
        return self._ask(code)

    def manage(self, *command: str) -> str:
        """Run a command of `manage.py` there; what it printed."""
        return self._ask(list(command))

    def _ask(self, what: str | list[str]) -> str:
        if self._beside is None:
            environment = {"DJANGO_SETTINGS_MODULE": "config.settings"} | self.environment
            command = [sys.executable, "-m", "tests.support.beside"]
            self._beside = subprocess.Popen(
                command, cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        assert self._beside.stdin and self._beside.stdout
        self._beside.stdin.write(json.dumps(what) + "\n")
        self._beside.stdin.flush()
        answer = json.loads(self._beside.stdout.readline())
        if answer["wrong"]:
            raise RuntimeError(answer["wrong"])
        return str(answer["printed"])

    @property
    def pid(self) -> int:
        """The id of the master process, whose children are the workers."""
        return self._process.pid

    @property
    def workers(self) -> list[int]:
        return [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def _wait(self) -> None:
        for _attempt in range(1200):
            try:
                urllib.request.urlopen(f"{self.url}/healthz").read()
                return
            except urllib.error.HTTPError:  # it answers, though it is not well
                return
            except OSError:
                if self._process.poll() is not None:
                    break
                time.sleep(0.05)
        raise RuntimeError(self.log)

    def stop(self) -> None:
        if self._beside:
            self._beside.communicate()
            self._beside = None
        self._process.terminate()
        self._process.wait(timeout=20)


def _environment(folder: Path) -> dict[str, str]:
    """Of a server in this folder: nothing of whoever runs the tests but the path and the like."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")},
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "tests-only",
        "HTTPS": "off",
        "DATABASE_URL": f"sqlite:///{folder / 'server.sqlite3'}",
        "KEYRING": str(folder / "ring"),
        "WITNESS": str(folder / "witness"),
        "STATIC_ROOT": str(folder / "static"),
        "PUBLISHED": str(folder / "published"),
        "PUBLISHED_KEY": str(folder / "published.key"),
        "WEB_CONCURRENCY": "1",
    }


def _prepare(environment: dict[str, str]) -> None:
    subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=environment, check=True)


def _copy_prepared(kept: Path, folder: Path, environment: dict[str, str]) -> None:
    """Copy what `manage.py prepare` makes under the same settings; the first server of its kind has it made.

    It begins with the tables of the tests' own database, if there is one by then.
    """
    # The directory is loaded by today's clock: in March most of its sources had still to say anything.
    differs = {name: value for name, value in environment.items() if name == "DEMO"}
    made = kept / f"prepared-{hashlib.sha256(json.dumps(differs, sort_keys=True).encode()).hexdigest()[:8]}"
    with alone(made.with_suffix(".lock")) as first:
        if first:
            shutil.rmtree(made, ignore_errors=True)
            made.mkdir()
            if (kept / MIGRATED).exists():
                shutil.copy(kept / MIGRATED, made / "server.sqlite3")
            _prepare(_environment(made) | differs)
    shutil.copytree(made, folder, dirs_exist_ok=True)
