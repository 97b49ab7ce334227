"""Dumps of places in each state in which they arrive: taken, refused whole, or each line that is left out is named."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from shelters.models import Place

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).with_name("dumps")
RIGHT = {
    "01-ok-crlf-bom": ["Car", "Qara-Ağac’lı", "Yeni Qəsəbə"],
    "02-nan": "Line 1 .* degrees",
    "03-999": "Line 1 .* degrees",
    "04-dup-id": "Line 2 .* twice",
    "05-neg-pop": "Line 1 .* population",
    "06-huge-pop": "Line 1 .* population",
    "07-unknown-adm1": [],
    "08-long-name": "Line 1 .* longer than 200",
    "09-header": "Line 1 .* id is no number",
    "10-cp1254": "not UTF-8",
    "11-section": ["Yasamal"],
    "12-empty-name": [],
    "13-arabic": ["Gəncə"],
    "14-unicode-digit-id": "Line 1 .* id is no number",
    "15-swap": [],
}


def test_each_dump_is_taken_or_refused(capsys):
    assert sorted(path.stem for path in FOLDER.iterdir()) == sorted(RIGHT)
    for name, right in RIGHT.items():
        path = FOLDER / f"{name}.txt"
        with transaction.atomic():
            if isinstance(right, str):
                with pytest.raises(CommandError, match=right):
                    call_command("import_places", path)
                right = []
            else:
                call_command("import_places", path)
                rows = [line.split("\t") for line in path.read_text(encoding="utf-8-sig").splitlines()]
                populated = [row for row in rows if row[6] == "P"]
                assert capsys.readouterr().out.count("is left out") == len(populated) - len(right), name
            taken = Place.objects.filter(imported=True).order_by("name_az").values_list("name_az", flat=True)
            assert list(taken) == right, name
            transaction.set_rollback(True)
