"""Tonight's plan, case by case, with everything that it says of windows and places."""

import pytest

from shelters.models import Facility, OpeningHours
from shelters.published.refresh import refresh
from tests.support.plans import told

pytestmark = pytest.mark.django_db


def test_this_afternoon_on_the_20th_of_march_in_seki(country, plan):
    answer = plan("2026-03-20 17:30", place="Şəki", date="2026-03-20", part="afternoon")
    assert answer["from"] == "2026-03-20T12:00:00+04:00"
    assert answer["origin"]["name"] == "Şəki"
    assert told(answer) == [
        "danger - -",
        "contraception 23T12:00 25T12:00",
        "  baki-hospital 247 km unknown - - unknown",
        "  seki-clinic 0 km closed 31T09:00 31T09:00 no",
        "pep 21T12:00 23T12:00",
        "  gence-hospital 89 km open - 20T19:50 yes",
        "infections - -",
        "  gence-hospital 89 km open - 20T19:50 yes",
        "  seki-clinic 0 km closed 31T09:00 31T09:00 no",
        "evidence 23T12:00 27T12:00",
        "  seki-forensic 0 km closed 31T09:00 31T09:00 no",
        "talk - -",
        "  baki-centre 247 km open - 21T10:00 yes",
        "accompaniment - -",
        "  baki-centre 247 km open - 21T10:00 yes",
        "legal - -",
        "  baki-centre 247 km open - 21T10:00 yes",
    ]


def test_the_same_on_a_tuesday_in_may(country, plan):
    answer = plan("2026-05-12 15:30", place="Şəki", date="2026-05-12", part="afternoon")
    assert told(answer) == [
        "danger - -",
        "contraception 15T12:00 17T12:00",
        "  seki-clinic 0 km open - 12T15:30 yes",
        "pep 13T12:00 15T12:00",
        "  gence-hospital 89 km open - 12T17:50 yes",
        "infections - -",
        "  seki-clinic 0 km open - 12T15:30 yes",
        "evidence 15T12:00 19T12:00",
        "  seki-forensic 0 km open - 12T15:30 yes",
        "talk - -",
        "  baki-centre 247 km open - 13T10:00 yes",
        "accompaniment - -",
        "  baki-centre 247 km open - 13T10:00 yes",
        "legal - -",
        "  baki-centre 247 km open - 13T10:00 yes",
        "  sumqayit-lawyers 221 km unknown - - unknown",
    ]


def test_the_night_before_last_in_baku(country, plan):
    answer = plan("2026-05-14 11:00", place="Bakı", date="2026-05-13", part="night")
    assert told(answer) == [
        "danger - -",
        "contraception 16T00:00 18T00:00",
        "  seki-clinic 247 km open - 15T09:00 yes",
        "  baki-hospital 0 km unknown - - unknown",
        "pep 14T00:00 16T00:00",
        "  baki-hospital 0 km open - 14T11:00 yes",
        "infections - -",
        "  seki-clinic 247 km open - 15T09:00 yes",
        "evidence 16T00:00 20T00:00",
        "  baki-forensic 0 km open - 14T11:00 yes",
        "talk - -",
        "  baki-centre 0 km open - 14T11:00 yes",
        "accompaniment - -",
        "  baki-centre 0 km open - 14T11:00 yes",
        "legal - -",
        "  baki-centre 0 km open - 14T11:00 yes",
    ]


def test_four_days_ago_in_nakhchivan(country, plan):
    answer = plan("2026-05-12 11:00", place="Naxçıvan", date="2026-05-08", part="unknown")
    assert told(answer) == [
        "danger - -",
        "contraception 11T00:00 13T00:00",
        "  seki-clinic 266 km open - - unknown no road",
        "pep 09T00:00 11T00:00",
        "  naxcivan-clinic 0 km unknown - - no",
        "infections - -",
        "  naxcivan-clinic 0 km unknown - - unknown",
        "evidence 11T00:00 15T00:00",
        "  seki-forensic 266 km open - - unknown no road",
        "talk - -",
        "  baki-centre 405 km open - - unknown no road",
        "accompaniment - -",
        "  baki-centre 405 km open - - unknown no road",
        "legal - -",
        "  sumqayit-lawyers 395 km unknown - - unknown no road",
    ]


def test_under_18(country, plan):
    answer = plan("2026-05-12 11:00", place="Bakı", date="2026-05-11", part="evening", minor=True, lang="en")
    assert told(answer) == [
        "danger - -",
        "contraception 14T18:00 16T18:00",
        "  seki-clinic 247 km open - 13T09:00 yes",
        "  baki-hospital 0 km unknown - - unknown",
        "pep 12T18:00 14T18:00",
        "  baki-hospital 0 km open - 12T11:00 yes",
        "infections - -",
        "  seki-clinic 247 km open - 13T09:00 yes",
        "evidence 14T18:00 18T18:00",
        "  baki-forensic 0 km open - 12T11:00 yes",
        "talk - -",
        "  baki-centre 0 km open - 12T11:00 yes",
        "accompaniment - -",
        "  baki-centre 0 km open - 12T11:00 yes",
        "legal - -",
        "  baki-centre 0 km open - 12T11:00 yes",
    ]


def test_every_hour_unknown(country, plan):
    OpeningHours.objects.filter(facility__isnull=False).delete()
    refresh(list(Facility.objects.values_list("pk", flat=True)))
    answer = plan("2026-03-20 17:30", place="Şəki", date="2026-03-20", part="afternoon")
    assert told(answer) == [
        "danger - -",
        "contraception 23T12:00 25T12:00",
        "  seki-clinic 0 km unknown - - unknown",
        "  baki-hospital 247 km unknown - - unknown",
        "pep 21T12:00 23T12:00",
        "  gence-hospital 89 km unknown - - unknown",
        "  baki-hospital 247 km unknown - - unknown",
        "infections - -",
        "  seki-clinic 0 km unknown - - unknown",
        "  gence-hospital 89 km unknown - - unknown",
        "evidence 23T12:00 27T12:00",
        "  seki-forensic 0 km unknown - - unknown",
        "  baki-forensic 247 km unknown - - unknown",
        "talk - -",
        "  baki-centre 247 km unknown - - unknown",
        "accompaniment - -",
        "  baki-centre 247 km unknown - - unknown",
        "legal - -",
        "  sumqayit-lawyers 221 km unknown - - unknown",
        "  baki-centre 247 km unknown - - unknown",
    ]


def test_without_a_day(country, plan):
    answer = plan("2026-05-12 11:00", place="Bakı")
    assert answer["from"] is None
    assert told(answer) == [
        "danger - -",
        "contraception - -",
        "  baki-hospital 0 km unknown - - unknown",
        "  seki-clinic 247 km open - 13T09:00 unknown",
        "pep - -",
        "  baki-hospital 0 km open - 12T11:00 unknown",
        "infections - -",
        "  seki-clinic 247 km open - 13T09:00 yes",
        "evidence - -",
        "  baki-forensic 0 km open - 12T11:00 unknown",
        "talk - -",
        "  baki-centre 0 km open - 12T11:00 yes",
        "accompaniment - -",
        "  baki-centre 0 km open - 12T11:00 yes",
        "legal - -",
        "  baki-centre 0 km open - 12T11:00 yes",
    ]
