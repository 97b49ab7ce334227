"""Find marked strings in all places where the database or a folder could keep them."""

import base64
import json
import urllib.parse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import connection

from referrals.models import Case, Enquiry, Message, Note, Referral, ShiftNote, WaitingCount
from tests.support import sessions

_CUT = (0, 2, 3)  # letters of base64 to cut, by how many bytes of a group of three belong to others
# The sealed columns, by table.
SEALED = {
    Case: ("name", "safe_way", "safety_plan", "minor", "may_tell", "next_step", "given_word", "outcome"),
    Referral: ("question", "contact", "exit"),
    Enquiry: ("bound", "arrival", "reason", "details"),
    Message: ("body",),
    Note: ("body",),
    WaitingCount: ("content",),
    ShiftNote: ("content",),
}


def find_mark(*marks: str) -> list[str]:
    """Each `table.column` that holds a mark, in any form. On SQLite also the old pages of the file."""
    forms, found = [form for mark in marks for form in _forms(mark)], set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            held = zip(columns, zip(*cursor.fetchall(), strict=True), strict=False)
            found |= {f"{table}.{column}" for column, values in held if _holds(values, forms)}
    if _holds(list(sessions.WRITTEN), forms):
        found.add("a session")
    if _holds([file_of_database()], forms):
        found.add("file")
    return sorted(found)


def find_in(folder: Path, *marks: str) -> list[str]:
    """The files of a folder that hold a mark: a database, its write-ahead log, a log, keys, anything."""
    forms = [form for mark in marks for form in _forms(mark)]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return sorted(str(path.relative_to(folder)) for path in files if _holds([path.read_bytes()], forms))


def file_of_database() -> bytes:
    """SQLite's file as it is now, with its free pages. Empty on PostgreSQL."""
    return connection.connection.serialize() if connection.vendor == "sqlite" else b""


def holds(content: str | bytes, marks: Iterable[str]) -> bool:
    """Whether a text holds any of the marks."""
    return _holds([content], [form for mark in marks for form in _forms(mark)])


def _forms(mark: str) -> set[bytes]:
    """The forms of a mark: plain, in capitals, as JSON, a log or an address, in hexadecimal, base64 and UTF-16."""
    plain = mark.encode()
    written = {plain, mark.upper().encode(), json.dumps(mark)[1:-1].encode(), mark.encode("ascii", "backslashreplace")}
    written |= {urllib.parse.quote(mark).encode(), mark.encode("utf-16-le"), mark.encode("utf-16-be")}
    # At each offset in a group of three bytes, without the letters that depend on the text around it.
    inner = [base64.b64encode(b"_" * at + plain)[_CUT[at] : -_CUT[(-at - len(plain)) % 3] or None] for at in range(3)]
    return {form.lower() for form in {*written, plain.hex().encode(), *inner}}


def _holds(values: Any, forms: list[bytes]) -> bool:
    content = b"\0".join(bytes(v) if isinstance(v, (bytes, memoryview)) else str(v).encode() for v in values).lower()
    return any(form in content for form in forms)
