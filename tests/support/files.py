"""Files of a directory as people save them, and as it goes out."""

import csv
import io

import openpyxl

from shelters.directory.csv_file import export_directory

ROW = {
    "key": "merkez",
    "organisation": "teskilat",
    "organisation_type": "ngo",
    "organisation_az": "Nümunə Təşkilatı",
    "kind": "counselling",
    "name_az": "Şəki Dəstək Mərkəzi",
    "town": "Şəki",
    "confidential": "no",
    "source": "nümunə siyahı",
    "source_date": "2026-03-01",
    "services": "mental_health; legal_aid",
}


def written(*rows, separator=",", end="\r\n"):
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=separator, lineterminator=end)
    writer.writerows([list(rows[0]), *(row.values() for row in rows)])
    return file.getvalue()


def book_of(*rows):
    made, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(row)
    made.save(file)
    return file.getvalue()


def exported():
    file = io.StringIO()
    export_directory(file)
    return file.getvalue()
