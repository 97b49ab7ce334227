"""What stood in a database of an earlier version is still said after `migrate`."""

import os
import sqlite3
import subprocess
import sys

from .server import ROOT


def test_lines_that_were_always_open_still_are(tmp_path):
    path = tmp_path / "old.sqlite3"
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{path}"}

    def migrate(*arguments):
        command = [sys.executable, "manage.py", "migrate", "--verbosity=0", *arguments]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)

    migrate("shelters", "0001")
    database = sqlite3.connect(path)
    texts = "label_az, label_ru, label_en, hours_az, hours_ru, hours_en"
    database.executemany(
        f"INSERT INTO shelters_hotline (key, number, {texts}, answers, always_open, emergency, published, position,"
        " source, stated_on) VALUES (?, '1', '', '', '', '', '', '', 'police', ?, 0, 1, 1, 'test', '2026-01-01')",
        [("always", True), ("not", False), ("unknown", None)],
    )
    database.commit()
    migrate()
    rows = database.execute(
        'SELECT h.key, o."when", o.source, o.stated_on FROM shelters_openinghours o'
        " JOIN shelters_hotline h ON h.id = o.hotline_id"
    ).fetchall()
    assert rows == [("always", "always", "test", "2026-01-01")]
