"""A real server for tests: `manage.py prepare`, then gunicorn with its configuration, on a database of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


class Server:
    """A server that runs in a folder. `log` is all output of it and its workers."""

    def __init__(self, folder: Path, **environment: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self._log = folder / "server.log"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")},
            "ENV_FILE": os.devnull,
            "SECRET_KEY": "tests-only",
            "HTTPS": "off",
            "DATABASE_URL": f"sqlite:///{folder / 'server.sqlite3'}",
            "PORT": str(self.port),
            "KEYRING": str(folder / "ring"),
            "STATIC_ROOT": str(folder / "static"),
            "WEB_CONCURRENCY": "1",
            **environment,
        }
        subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=self.environment, check=True)
        command = [str(BIN / "gunicorn"), "--config", "config/gunicorn.conf.py"]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        self._wait()

    def run(self, code: str) -> None:
        """Run Python beside the server, on its database."""
        command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", code]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True)

    @property
    def pid(self) -> int:
        """The id of the master process, whose children are the workers."""
        return self._process.pid

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def _wait(self) -> None:
        for _attempt in range(200):
            try:
                urllib.request.urlopen(f"{self.url}/healthz").read()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(self.log)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=20)
