"""Print the longest run of days in a year without an open service."""

import csv
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from ...codes.public import Service
from ...directory.service_gaps import Gap, coverage, share_near
from ...finder import origin
from ...finder.public_view import Viewpoint
from ...finder.wish import Origin
from ...hours.clock import Run
from ...published import current
from ...published.value import Published

COLUMNS = ("service", "region", "year", "facilities", "unknown_facilities", "longest_gap_days", "gap_from", "gap_to")
COUNTRY = "Azerbaijan"


class Command(BaseCommand):
    help = (
        "The longest run of days of a year on which a service could be had nowhere: nationwide and by economic region."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--service", choices=Service.values, default=Service.FORENSIC_EXAMINATION.value)
        parser.add_argument("--year", type=int, default=timezone.localdate().year)
        parser.add_argument("--csv", action="store_true", help="with the columns " + ", ".join(COLUMNS))
        parser.add_argument("--place", help="instead: the share of the next 30 days that it can be had near this place")
        parser.add_argument("--km", type=float, default=50.0, help="with --place: how near, in a straight line")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1990 <= options["year"] <= 2100:
            raise CommandError("The year must be from 1990 to 2100.")
        held = current.refresh_now()
        at = Viewpoint.of(held)
        with translation.override("en"):
            if options["place"]:
                self.near(held, at, options)
            elif options["csv"]:
                writer = csv.writer(self.stdout, lineterminator="\n")
                writer.writerow(COLUMNS)
                writer.writerows(_row(gap, options) for gap in self.gaps(at, options))
            else:
                self.stdout.write(f"{Service(options['service']).label}, {options['year']}")
                for gap in self.gaps(at, options):
                    self.stdout.write(f"{gap.region or COUNTRY}: {_words(gap)}")

    def gaps(self, at: Viewpoint, options: dict[str, Any]) -> list[Gap]:
        return coverage(options["service"], options["year"], at.calendar)

    def near(self, held: Published, at: Viewpoint, options: dict[str, Any]) -> None:
        try:
            place = origin.resolved(held.places, "place", options["place"]).place
        except origin.Unclear as error:
            names = "; ".join(f"{place.name}, {place.rayon.name}" for place in error.places) or "no place we know"
            raise CommandError(f"{options['place']}: which of these? {names}") from error
        here = Origin(place.lat, place.lon, place.network)
        share = share_near(held, here, options["km"], options["service"], at)
        label = Service(options["service"]).label
        self.stdout.write(
            f"{label}, within {options['km']:g} km of {options['place']}, in the next 30 days: surely open for"
            f" {share.open:.1%} of the time, not known for {share.unknown:.1%}"
        )


def _row(gap: Gap, options: dict[str, Any]) -> list[Any]:
    run = gap.run or Run("", None, None)  # type: ignore[arg-type]
    where = [options["service"], gap.region or COUNTRY, options["year"], gap.facilities, gap.unknown]
    return [*where, run.days, run.first or "", run.last or ""]


def _words(gap: Gap) -> str:
    if not gap.facilities:
        return "no facility offers it"
    counted = f"{gap.facilities} offer it, the hours of {gap.unknown} are not known"
    if gap.run is None:
        return f"{counted}: nothing can be said of gaps"
    told = f"{counted}; longest known gap: {_days(gap.run)}"
    return told if gap.doubtful.days == gap.run.days else f"{told}; with days that are not known: {_days(gap.doubtful)}"


def _days(run: Run) -> str:
    return f"{run.days} days, {run.first} to {run.last}" if run.days else "none"
