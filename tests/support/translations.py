"""Compile the translations as `manage.py prepare` does, for a clone in which nobody did yet."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parents[2] / "locale"


def compile_all() -> None:
    """Write each `.mo` that is missing or older than its `.po`. Another process may read or write it meanwhile."""
    for po in LOCALE.glob("*/LC_MESSAGES/*.po"):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime > po.stat().st_mtime:
            continue
        fresh = mo.with_suffix(f".{os.getpid()}.new")
        with po.open("rb") as source, fresh.open("wb") as compiled:
            write_mo(compiled, read_po(source))
        fresh.replace(mo)
