"""bin/bench hours: the cost of a year's coverage of 500 facilities, and of a plan among them."""

import os
import random
import statistics
import tempfile
import time
from urllib.parse import urlencode

os.environ["DATABASE_URL"] = f"sqlite:///{tempfile.mkdtemp()}/hours.sqlite3"

import django

django.setup()

from django.core.management import call_command
from django.db import connection, reset_queries
from django.test import Client, override_settings
from django.utils import timezone

from bench.crowd import grow_to
from shelters.codes.public import Service
from shelters.directory.service_gaps import coverage
from shelters.hours import notation
from shelters.hours.calendar import Calendar
from shelters.models import Facility, OpeningHours, Provision
from shelters.published.refresh import refresh_all

FACILITIES = 500
SCHEDULES = (
    "mon-fri 09:00-18:00, sat-sun closed, holidays closed, working-weekends 09:00-17:00",
    "mon-fri 09:00-13:00 14:00-18:00, sat 10:00-14:00, sun closed, holidays closed, 2026-08-01..2026-08-20 closed",
    "daily 22:00-06:00, holidays as-usual, working-weekends as-usual, ring-first",
    "mon-sat 08:00-20:00, sun closed",
    "tue 10:00-16:00, thu 10:00-16:00, mon closed, wed closed, fri-sun closed, holidays closed",
)


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("load_directory", verbosity=0)
    dice = random.Random(4)
    grow_to(FACILITIES, dice)
    give_hours(dice)
    coverage("forensic_examination", 2025, Calendar())  # the package reads its years once
    start = time.process_time()
    gaps = coverage("forensic_examination", 2026, Calendar())
    spent = time.process_time() - start
    print(f"a year's coverage of {gaps[0].facilities} facilities: {spent:.2f} s of CPU (goal: under 2)")
    plans()


def give_hours(dice: random.Random) -> None:
    """Give every facility every service, at hours with which no facility covers the country alone."""
    facilities = list(Facility.objects.all())
    for facility in facilities:
        opening = OpeningHours(facility=facility, source="bench")
        opening.keep(notation.read(dice.choice(SCHEDULES)))
    Provision.objects.all().delete()
    Provision.objects.bulk_create(
        Provision(facility=facility, service=service, source="bench") for facility in facilities for service in Service
    )
    refresh_all()


@override_settings(DEBUG=True, ALLOWED_HOSTS=["testserver"])
def plans() -> None:
    client, times, queries = Client(), [], 0
    for number in range(60):
        reset_queries()
        body = {"rayon": ("AZ-SA", "AZ-BA", "AZ-LA")[number % 3], "date": timezone.localdate().isoformat()}
        start = time.process_time()
        response = client.post("/az/hours/", urlencode(body), content_type="application/x-www-form-urlencoded")
        times.append(time.process_time() - start)
        assert response.status_code == 200, response.content
        queries = max(queries, len(connection.queries)) if number > 3 else 0
    print(f"a plan among them: {statistics.median(times) * 1000:.0f} ms of CPU, {queries} queries (goal: at most 8)")


if __name__ == "__main__":
    main()
