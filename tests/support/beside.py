"""python -m tests.support.beside: runs Python or a command of `manage.py` beside a server, on its database.

Reads a line of JSON for each: a text is Python, a list is a command with its arguments. Answers with a line of JSON,
what was printed and what went wrong. It stays for the next, so that Django starts once; no connection stays open.
"""

import io
import json
import sys
import traceback
from contextlib import redirect_stdout

import django
from django.core.management import call_command
from django.db import connections


def run(what: str | list[str]) -> dict[str, str]:
    """Do it."""
    printed, wrong = io.StringIO(), ""
    with redirect_stdout(printed):
        try:
            if isinstance(what, str):
                exec(what, {})  # noqa: S102 (the tests' own lines)
            else:
                call_command(*what)
        except Exception:
            wrong = traceback.format_exc()
        finally:
            connections.close_all()
    return {"printed": printed.getvalue(), "wrong": wrong}


if __name__ == "__main__":
    django.setup()
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), flush=True)
