"""Where staff work. Everything below these addresses is behind sign-in."""

import os
from pathlib import Path

from django.conf import settings

ADMIN_PATH = "/admin/"
STAFF_PATHS = (ADMIN_PATH, "/work/")
PORT_FILE = Path(settings.BASE_DIR) / "var" / "port"  # bin/serve writes it


def site() -> str:
    """Where staff sign in, as far as the settings and the last start of the server say."""
    scheme = "https" if settings.HTTPS else "http"
    return f"{scheme}://{settings.STAFF_HOST or f'localhost:{_port()}'}"


def _port() -> str:
    if "PORT" in os.environ:
        return os.environ["PORT"]
    return PORT_FILE.read_text(encoding="utf-8").strip() if PORT_FILE.exists() else "8000"
