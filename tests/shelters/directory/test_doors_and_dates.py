"""A door stands in or near its town, no source is of tomorrow, and a double entry is noticed."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from shelters.directory.csv_file import BadFile
from shelters.directory.csv_file.importer import import_text
from shelters.directory.csv_file.sheet import decoded
from shelters.models import Facility, Proposal
from tests.support.files import book_of
from tests.support.pages import change, fields_of, text_of

pytestmark = pytest.mark.django_db
HEAD = "key,organisation,organisation_type,kind,town,confidential,source"


def take(columns="", cells="", town="Şəki", key="a", warn=lambda words: None):
    more, cells = (f",{columns}" if columns else ""), (f",{cells}" if columns else "")
    import_text(f"{HEAD}{more}\n{key},us,ngo,counselling,{town},no,list{cells}\n", warn)


def mistakes(*args, **fields):
    with pytest.raises(BadFile) as caught:
        take(*args, **fields)
    return [(mistake.column, mistake.reason) for mistake in caught.value.mistakes]


@pytest.mark.parametrize(
    "town, door, swapped",
    [
        ("Şəki", "47.1706,41.1975", True),
        ("Şəki", "0,0", False),
        ("Gəncə", "40.4093,49.8671", False),
        ("Şəki", "-41.1975,47.1706", False),
        ("Bakı", "49.89,40.38", True),
        ("Bakı", "55.75,37.62", False),
    ],
)
def test_a_door_far_from_its_town_is_refused(town, door, swapped):
    [(column, reason)] = mistakes("lat,lon", door, town=town)
    assert column == "lat" and ("yer dəyişib" in reason or "swapped" in reason) == swapped


@pytest.mark.parametrize("town, door", [("Şəki", "41.1975,47.1706"), ("Bakı", "40.59,49.67"), ("Şəki", ",")])
def test_a_door_in_or_near_its_town_is_taken(town, door):
    take("lat,lon", door, town=town)
    assert Facility.objects.exists()


def test_a_form_refuses_it_too(leyla, house):
    page = leyla.post(change(house), fields_of(leyla.get(change(house))) | {"lat": "46.36", "lon": "40.68"})
    assert page.status_code == 200 and "lat" in text_of(page).lower() and not Proposal.objects.exists()


def tomorrow():
    return str(timezone.localdate() + timedelta(days=1))


@pytest.mark.parametrize(
    "columns, cells, wrong",
    [
        ("source_date", "TOMORROW", "source_date"),
        ("source_date", "2126-03-01", "source_date"),
        ("basis_date", "01.03.2126", "basis_date"),
        ("services", "mental_health | date=TOMORROW", "services"),
        ("takes_woman", "yes | date=TOMORROW", "takes_woman"),
        ("hours", "always | date=TOMORROW", "hours"),
    ],
)
def test_a_source_of_tomorrow_is_refused(columns, cells, wrong):
    assert {column for column, _reason in mistakes(columns, cells.replace("TOMORROW", tomorrow()))} == {wrong}


@pytest.mark.parametrize("day", ["0001-01-01", "1989-12-31", "01.01.1989", "9999-12-31"])
@pytest.mark.parametrize(
    "column, cell", [("source_date", "{}"), ("basis_date", "{}"), ("takes_woman", "yes | date={}")]
)
def test_a_day_that_no_source_has_is_refused(day, column, cell):
    [(wrong, reason)] = mistakes(column, cell.format(day))
    assert wrong == column and ("1990" in reason or "9999" in day)


def test_so_it_is_in_a_workbook():
    row = dict(
        zip(f"{HEAD},source_date".split(","), ["a", "us", "ngo", "counselling", "Şəki", "no", "list"], strict=False)
    )
    text = decoded(book_of([*row, "source_date"], [*row.values(), date(1901, 1, 1)]))
    with pytest.raises(BadFile, match="1"):
        import_text(text)
    assert not Facility.objects.exists()


@pytest.mark.parametrize("field", ["basis_date", "phones-0-stated_on"])
def test_so_it_is_in_a_form(leyla, house, field):
    page = leyla.post(change(house), fields_of(leyla.get(change(house))) | {field: "0001-01-01"})
    assert page.status_code == 200 and "1990" in text_of(page) and not Proposal.objects.exists()


def test_a_source_of_today_is_taken():
    take("source_date,basis_date,services", f"{timezone.localdate()},{timezone.localdate()},mental_health")
    assert Facility.objects.exists()


def test_the_models_refuse_tomorrow(leyla, house):
    before = fields_of(leyla.get(change(house)))
    for field in ("basis_date", "phones-0-stated_on"):
        assert leyla.post(change(house), before | {field: tomorrow()}).status_code == 200
    assert not Proposal.objects.exists()


def test_the_same_name_and_town_or_number_warns(tmp_path, capsys):
    said = []
    take("name_az,phones", "Şəki Mərkəzi,(012) 404 12 34")
    take("name_az,phones", "ŞƏKİ MƏRKƏZİ,112", key="A", warn=said.append)
    take("name_az,phones", "Başqa,+994 12 404 12 34", key="b", warn=said.append)
    take("name_az,phones", "Üçüncü,+994 12 404 12 35", key="c", warn=said.append)
    assert [words.partition(": ")[2] for words in said] == ["A, a.", "a, b."] and said[0] != said[1]
    path = tmp_path / "list.csv"
    path.write_text(f"{HEAD},phones\nd,us,ngo,counselling,Gəncə,no,list,0124041234\n", encoding="utf-8")
    call_command("import_directory", path, lang="en", dry_run=True)
    assert "The same number: a, b, d." in capsys.readouterr().err
