"""A directory file is taken whole or not at all; each mistake is named; a right one comes back as it was."""

import csv

import pytest
from django.core.management import CommandError, call_command

from shelters.directory.csv_file import BadFile, import_directory
from shelters.directory.csv_file.columns import COLUMNS
from shelters.models import AdmissionRule, Card, Facility, Organisation, Phone
from tests.support.files import exported

pytestmark = pytest.mark.django_db
RIGHT = {
    "key": "centre-1",
    "organisation": "us",
    "organisation_type": "ngo",
    "kind": "counselling",
    "town": "Şəki",
    "confidential": "no",
    "source": "our own list",
}


@pytest.fixture
def write(tmp_path):
    def make(*rows, columns=None, encoding="utf-8"):
        path = tmp_path / "list.csv"
        columns = columns or list(dict.fromkeys(column for row in rows for column in row))
        with path.open("w", encoding=encoding, newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
        return path

    return make


@pytest.mark.both
def test_everything_round_trips(write, tmp_path):
    path = write(
        RIGHT
        | {
            "name_az": "Birinci; mərkəz | “A”",
            "name_ru": "Центр",
            "address": "Nümunə küçəsi 1",
            "lat": "41.197",
            "lon": "47.17",
            "basis": "agreed",
            "basis_source": "letter",
            "basis_url": "https://example.org/list",
            "basis_date": "2026-03-01",
            "listed": "yes",
            "takes_questions": "yes",
            "notes": "two\nlines",
            "source_url": "https://example.org/a",
            "source_date": "2026-03-02",
            "services": "mental_health; legal_aid | source=call; back\\;slash | date=",
            "phones": "(012) 404 12 34 | label=növbətçi | label_en=on duty | for=public; 112",
            "beds": "12 | url=https://example.org/b | date=2025-01-01",
            "takes_woman": "yes",
            "takes_man": "conditional | if=məktubla | if_ru=с письмом | if_en=with a letter",
            "takes_trans_woman": "yes | for=public",
            "takes_lgbq": "no",
            "takes_woman_with_children": "yes | for=caseworkers",
            "sons_up_to": "14",
            "step_free": "unknown",
            "police_told": "no | source=visit | date=2026-01-01",
        }
    )
    text = path.read_text(encoding="utf-8").replace("back\\;slash", "back\\\\\\;slash")
    path.write_text(text.replace("; back", " back"), encoding="utf-8")
    assert import_directory(path) == 1
    first = exported()
    facility = Facility.objects.get()
    assert facility.notes == "two\nlines" and facility.lat == 41.197
    assert facility.provisions.get(service="legal_aid").source == "call back\\;slash"
    assert facility.provisions.get(service="legal_aid").stated_on is None
    pages = [(one.source, one.source_url) for one in (*facility.provisions.order_by("service"), facility.figures.get())]
    assert pages == [
        ("call back\\;slash", ""),
        ("our own list", "https://example.org/a"),
        ("", "https://example.org/b"),
    ]
    assert AdmissionRule.objects.get(group="lgbq").visible_to == "caseworkers"
    assert AdmissionRule.objects.get(group="woman_with_children").sons_up_to == 14
    assert [phone.visible_to for phone in Phone.objects.all()] == ["public", "caseworkers"]
    assert AdmissionRule.objects.get(group="man").condition_ru == "с письмом"
    assert Card.objects.count() == 1

    Facility.objects.all().delete()
    Organisation.objects.all().delete()
    again = tmp_path / "again.csv"
    again.write_text(first, encoding="utf-8")
    assert import_directory(again) == 1
    assert exported() == first
    ids = list(Facility.objects.values_list("pk", "public_id"))
    assert import_directory(again) == 1
    assert exported() == first and list(Facility.objects.values_list("pk", "public_id")) == ids


@pytest.mark.both
def test_the_loaded_directory_round_trips(directory, tmp_path):
    path = tmp_path / "out.csv"
    call_command("export_directory", path)
    first = path.read_text(encoding="utf-8")
    call_command("import_directory", path)
    assert exported() == first
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_with_or_without_a_byte_order_mark(write, encoding):
    assert import_directory(write(RIGHT, encoding=encoding)) == 1


def test_a_dry_run_changes_nothing(write, capsys):
    call_command("import_directory", write(RIGHT), dry_run=True)
    assert not Facility.objects.exists() and not Organisation.objects.exists()


def test_absent_columns_leave_what_is_there_and_empty_cells_take_it_away(write):
    import_directory(write(RIGHT | {"name_az": "Ad", "takes_man": "no", "lift": "yes"}))
    import_directory(write(RIGHT | {"takes_man": ""}))
    facility = Facility.objects.get()
    assert facility.name_az == "Ad" and facility.facts.count() == 1 and not facility.rules.exists()


MISTAKES = [
    ({"key": ""}, "key"),
    ({"key": "with space"}, "key"),
    ({"organisation_type": "gang"}, "organisation_type"),
    ({"kind": "castle"}, "kind"),
    ({"town": "Atlantida"}, "town"),
    ({"town": "Qobustan"}, "town"),
    ({"town": "Zaqatalla"}, "town"),
    ({"town": "#1"}, "town"),
    ({"town": "#" + "9" * 5000}, "town"),
    ({"town": "#²"}, "town"),
    ({"confidential": "yes"}, "town"),
    ({"town": "Bakı, Bakı", "confidential": "yes", "address": "x"}, "key"),
    ({"confidential": "maybe"}, "confidential"),
    ({"lat": "north", "lon": "47"}, "lat"),
    ({"lat": "41", "lon": ""}, "key"),
    ({"lat": "nan", "lon": "47"}, "lat"),
    ({"lat": "991", "lon": "47"}, "key"),
    ({"listed": "yes"}, "key"),
    ({"basis": "hearsay"}, "basis"),
    ({"basis_date": "2026-W10"}, "basis_date"),
    ({"source": ""}, "source"),
    ({"source_date": "2026-13-01"}, "source_date"),
    ({"services": "gold"}, "services"),
    ({"services": "legal_aid; legal_aid"}, "services"),
    ({"services": "legal_aid | why=so"}, "services"),
    ({"phones": "12"}, "phones"),
    ({"phones": "call us"}, "phones"),
    ({"phones": "112 | for=friends"}, "phones"),
    ({"beds": "-1"}, "beds"),
    ({"beds": "many"}, "beds"),
    ({"beds": "99999999999999999999"}, "beds"),
    ({"takes_woman": "maybe"}, "takes_woman"),
    ({"takes_woman": "yes | date=soon"}, "takes_woman"),
    ({"sons_up_to": "12", "takes_woman_with_children": ""}, "sons_up_to"),
    ({"sons_up_to": "x", "takes_woman_with_children": "yes"}, "takes_woman_with_children"),
    ({"lift": "perhaps"}, "lift"),
    ({"name_az": "x" * 201}, "name_az"),
]


@pytest.mark.parametrize("wrong, column", MISTAKES)
def test_each_mistake_is_named_by_line_column_and_reason(write, wrong, column):
    path = write(RIGHT, RIGHT | {"key": "centre-2"} | wrong)
    with pytest.raises(BadFile) as caught:
        import_directory(path)
    assert {(mistake.line, mistake.column) for mistake in caught.value.mistakes} == {(3, column)}
    assert all(mistake.reason for mistake in caught.value.mistakes)
    assert not Facility.objects.exists() and not Organisation.objects.exists() and not Card.objects.exists()


def test_every_mistake_at_once(write):
    rows = [RIGHT | {"key": f"centre-{n}"} | wrong for n, (wrong, _column) in enumerate(MISTAKES)]
    with pytest.raises(BadFile) as caught:
        import_directory(write(RIGHT, *rows, columns=COLUMNS))
    found = {(mistake.line, mistake.column) for mistake in caught.value.mistakes}
    assert found >= {(line, column) for line, (_wrong, column) in enumerate(MISTAKES, start=3)}
    assert not Facility.objects.exists()


@pytest.mark.parametrize(
    "text, line, column",
    [
        ("", 1, "key"),
        ("key;organisation\n", 1, "organisation_type"),
        ("key,organisation,organisation_type,kind,town,source,colour\n", 1, "colour"),
        ("key,key,organisation,organisation_type,kind,town,source\n", 1, "key"),
        ("key,organisation,organisation_type,kind,town,source,sons_up_to\n", 1, "takes_woman_with_children"),
        ("key,organisation,organisation_type,kind,town,source\na,b\n", 2, "-"),
        ("key,organisation,organisation_type,kind,town,source\na,b,ngo,clinic,Bakı,s,more\n", 2, "-"),
        ('key,organisation,organisation_type,kind,town,source\n"a"b,c\n', 2, "-"),
    ],
)
def test_a_file_of_another_shape(tmp_path, text, line, column):
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadFile) as caught:
        import_directory(path)
    assert (line, column) in {(mistake.line, mistake.column) for mistake in caught.value.mistakes}


def test_a_file_that_is_not_utf8(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(b"key,organisation\nA,\xff\xfe\n")
    with pytest.raises(BadFile) as caught:
        import_directory(path)
    assert caught.value.mistakes[0].line == 2


def test_the_same_key_twice(write):
    with pytest.raises(BadFile) as caught:
        import_directory(write(RIGHT, RIGHT))
    assert [(mistake.line, mistake.column) for mistake in caught.value.mistakes] == [(3, "key")]


def test_lines_are_counted_as_an_editor_counts_them(write):
    with pytest.raises(BadFile) as caught:
        import_directory(write(RIGHT | {"notes": "a\nb\nc"}, RIGHT | {"key": "centre-2", "kind": "castle"}))
    assert [mistake.line for mistake in caught.value.mistakes] == [5]


def test_the_command_prints_the_mistakes_in_the_language_asked_for(write):
    with pytest.raises(CommandError, match="line 2, column kind"):
        call_command("import_directory", write(RIGHT | {"kind": "castle"}), lang="en")
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_directory", "/nowhere.csv")


def test_the_documentation_names_every_column():
    from django.conf import settings

    text = (settings.BASE_DIR / "docs" / "directory-file.md").read_text(encoding="utf-8")
    assert [column for column in COLUMNS if f"`{column}`" not in text] == []
