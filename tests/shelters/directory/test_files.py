"""A file as Excel saves it is read for certain, or refused with a sentence that says how."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from shelters.directory.csv_file import BadFile, errors, import_directory
from shelters.models import Facility, Figure
from tests.support.files import ROW, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def take(tmp_path):
    def file(content, encoding="utf-8"):
        path = tmp_path / "list.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        import_directory(path)
        return Facility.objects.get(key="merkez")

    return file


def refused(take, content, encoding="utf-8"):
    with pytest.raises(BadFile) as caught:
        take(content, encoding)
    assert not Facility.objects.exists()
    return [(mistake.line, mistake.column, mistake.reason) for mistake in caught.value.mistakes]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\r\r\n"])
def test_each_separator_in_each_encoding(take, separator, encoding, end):
    made = take(written(ROW, separator=separator, end=end), encoding)
    assert made.name_az == "Şəki Dəstək Mərkəzi" and made.provisions.count() == 2


@pytest.mark.parametrize("first", ["sep=;\r\n", "sep=;\n", '"sep=;"\r\n', "SEP=;\r\n"])
def test_a_line_that_names_the_separator(take, first):
    assert take(first + written(ROW, separator=";"), "utf-8-sig").name_az == "Şəki Dəstək Mərkəzi"


def test_russian_of_cp1251_is_read(take):
    row = ROW | {"organisation_az": "Centr", "name_az": "Centr", "name_ru": "Центр поддержки", "town": "Bakı, Bakı"}
    row |= {"source": "список", "town": "Баку"}
    assert take(written(row, separator=";"), "cp1251").name_ru == "Центр поддержки"


def test_azerbaijani_of_cp1254_is_read_where_no_letter_is_lost(take):
    row = ROW | {"organisation_az": "Göyçay", "name_az": "Ağsu qızları", "town": "Bakı", "source": "siyahı"}
    assert take(written(row, separator=";"), "cp1254").name_az == "Ağsu qızları"


@pytest.mark.parametrize("encoding", ["cp1254", "cp1251"])
def test_lost_letters_are_refused_with_a_way_out(take, encoding):
    content = written(ROW, separator=";").encode(encoding, "replace")
    assert "CSV UTF-8" in refused(take, content)[0][2]


@pytest.mark.parametrize(
    "content",
    [
        *(b"PK\x03\x04nothing", b"\xd0\xcf\x11\xe0old Excel", b"<html><table><tr><td>key</td></tr></table></html>"),
        *(written(ROW).encode().replace(b"merkez", b"mer\0kez"), b"key;name_az\r\nA;\xde\xdc\xd0\r\n"),
    ],
)
def test_other_files_are_refused_with_a_way_out(take, content):
    assert "CSV UTF-8" in refused(take, content)[0][2]


@pytest.mark.parametrize("name", ["ÅžÉ™ki DÉ™stÉ™k", "Ð¦ÐµÐ½Ñ‚Ñ€", "ЕћЙ™ki", "Gã¼l Ä°smayÄ±l", "N?mun? m?rk?zi"])
def test_broken_letters_are_noticed(take, name):
    assert refused(take, written(ROW | {"name_az": name}))[0][:2] == (2, "name_az")


def test_blank_rows_and_columns_are_left_out_and_lines_keep_their_numbers(take):
    lines = [f"{line};;" for line in written(ROW, separator=";").splitlines()]
    content = "\r\n".join([";" * 13, *lines, ";" * 13, "", ";" * 13])
    assert take(content).name_az == "Şəki Dəstək Mərkəzi"
    Facility.objects.all().delete()
    wrong = "\r\n".join([";" * 13, *lines, ";" * 13, lines[1].replace("counselling", "castle")])
    assert [found[:2] for found in refused(take, wrong)] == [(5, "key")]


def test_headings_values_days_and_decimals_as_people_write_them(take):
    row = {column.upper().replace("_", " ") + " ": value for column, value in ROW.items()}
    row |= {"ORGANISATION TYPE ": "NGO", "KIND ": "Counselling", "CONFIDENTIAL ": "Xeyr", "Listed": "Bəli"}
    row |= {"basis": "Published", "basis_source": "siyahı", "basis_date": "01.03.2026", "SOURCE DATE ": "31.12.2025"}
    row |= {"lat": "41,1975", "lon": "47,1706", "beds": "12.0", "takes_woman": "Да", "lift": "Нет", "key\u200b": ""}
    made = take(written({k: v for k, v in row.items() if k != "key\u200b"}, separator=";"))
    assert (made.listed, made.confidential, made.lat, made.lon) == (True, False, 41.1975, 47.1706)
    assert (str(made.basis_date), str(made.provisions.first().stated_on)) == ("2026-03-01", "2025-12-31")
    assert Figure.objects.get().value == 12 and made.rules.get().verdict == "yes" and made.facts.get().answer == "no"


@pytest.mark.parametrize("day", ["1.3.2026", "01.03.2026 00:00", "2026-03-01T00:00:00", "2026-03-01 00:00"])
def test_a_day_that_a_table_program_wrote_is_read(take, day):
    assert str(take(written(ROW | {"source_date": day})).provisions.first().stated_on) == "2026-03-01"


@pytest.mark.parametrize(
    "day",
    [
        *("1/3/2026", "31.02.2026", "03-01-2026", "46082", "2026-W10", "2026-W10-7", "20260301", "2026-03", "2026"),
        *("01.03.26", "2026.03.01", "2026-03-01 12:30:00", "٢٠٢٦-٠٣-٠١", "0000-00-00", "1 mart 2026", "2026-03-01Z"),
    ],
)
def test_a_day_that_may_be_another_is_refused(take, day):
    assert refused(take, written(ROW | {"source_date": day}))[0][:2] == (2, "source_date")


def test_a_short_number_of_excel_is_refused(take):
    assert refused(take, written(ROW | {"phones": "9,94124E+11"}))[0][:2] == (2, "phones")


@pytest.mark.parametrize("beds", ["1.000", "1,000", "12.5", "-3", "10000", "99999999999", "9223372036854775808", "1e3"])
def test_a_figure_that_may_be_another_or_of_no_house_is_refused(take, beds):
    found = refused(take, written(ROW | {"beds": beds}, separator=";"))
    assert found[0][:2] == (2, "beds") and "92233" not in found[0][2]


def test_the_database_keeps_no_figure_of_no_house(take):
    made = take(written(ROW))
    with pytest.raises(IntegrityError), transaction.atomic():
        Figure.objects.create(facility=made, code="beds", value=100_000, source="x")


@pytest.mark.parametrize("said", ["DOĞRU", "ИСТИНА", "Hə", "YALAN", "ЛОЖЬ"])
def test_yes_and_no_as_table_programs_write_them(take, said):
    verdict = "no" if said in ("YALAN", "ЛОЖЬ") else "yes"
    assert take(written(ROW | {"takes_woman": said})).rules.get().verdict == verdict


def test_why_it_is_no_csv_is_said_in_each_language(take):
    long, open_end = written(ROW | {"notes": "a b " * 40_000}), written(ROW).replace("Şəki D", '"Şəki D')
    for content in (long, open_end, written(ROW).replace("Şəki Dəstək", '"Şəki" Dəstək')):
        said = set()
        for language in ("en", "az", "ru"):
            with translation.override(language):
                said.add(refused(take, content)[0][2])
        assert len(said) == 3 and not any("field" in one or "expected" in one for one in said)


def test_a_file_full_of_mistakes_is_read_and_named_in_part(take, monkeypatch):
    monkeypatch.setattr(errors, "MOST", 3)
    rows = [ROW | {"key": f"merkez-{number}", "kind": "castle"} for number in range(9)]
    found = refused(take, written(*rows))
    assert len(found) == 4 and found[-1][1] == "-"
