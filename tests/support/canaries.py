"""Find marked strings wherever the database, or a folder, could keep them."""

import base64
import json
import urllib.parse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection

from referrals.models import Message, Referral

_CUT = (0, 2, 3)  # of base64's letters, by how many of three bytes are not ours
# Where what people told us stands, by table.
SEALED = {Referral: ("question", "name", "contact"), Message: ("body",)}


def find_mark(*marks: str) -> list[str]:
    """Each `table.column` that holds one, however it is written; on SQLite also what the file keeps of old pages."""
    forms, found = [form for mark in marks for form in _forms(mark)], set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            held = zip(columns, zip(*cursor.fetchall(), strict=True), strict=False)
            found |= {f"{table}.{column}" for column, values in held if _holds(values, forms)}
    if _holds([session.get_decoded() for session in Session.objects.all()], forms):
        found.add("a session")
    if _holds([file_of_database()], forms):
        found.add("file")
    return sorted(found)


def find_in(folder: Path, *marks: str) -> list[str]:
    """The files of a folder that hold one: a database, what is written ahead of it, a log, keys, anything."""
    forms = [form for mark in marks for form in _forms(mark)]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return sorted(str(path.relative_to(folder)) for path in files if _holds([path.read_bytes()], forms))


def file_of_database() -> bytes:
    """SQLite's file as it is now, free pages included; nothing on PostgreSQL."""
    return connection.connection.serialize() if connection.vendor == "sqlite" else b""


def holds(content: str | bytes, marks: Iterable[str]) -> bool:
    """Whether a text holds one of them."""
    return _holds([content], [form for mark in marks for form in _forms(mark)])


def _forms(mark: str) -> set[bytes]:
    """As it is, in capitals, as JSON, a log, an address or hexadecimal digits write it, in base64, in UTF-16."""
    plain = mark.encode()
    written = {plain, mark.upper().encode(), json.dumps(mark)[1:-1].encode(), mark.encode("ascii", "backslashreplace")}
    written |= {urllib.parse.quote(mark).encode(), mark.encode("utf-16-le"), mark.encode("utf-16-be")}
    # Wherever among three bytes it begins: without the letters that what stands before and behind would change.
    inner = [base64.b64encode(b"_" * at + plain)[_CUT[at] : -_CUT[(-at - len(plain)) % 3] or None] for at in range(3)]
    return {form.lower() for form in {*written, plain.hex().encode(), *inner}}


def _holds(values: Any, forms: list[bytes]) -> bool:
    content = b"\0".join(bytes(v) if isinstance(v, (bytes, memoryview)) else str(v).encode() for v in values).lower()
    return any(form in content for form in forms)
