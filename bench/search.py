"""bin/bench search [SIZE …]: what the finder costs as the directory grows, and what a request costs beside bare views.

Without sizes: 1,000 and 10,000 facilities. Of 10,000 more than 1,000 stand at one point.
"""

import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from unittest import mock

import django

django.setup()

from django.core.management import call_command
from django.db import connection, reset_queries
from django.test import Client, override_settings
from django.utils import timezone

from bench.anchors import costs
from bench.anchors.costs import ASKED
from bench.crowd import grow_to
from shelters.finder import ranking
from shelters.finder.forms import NearForm, read
from shelters.finder.search import search
from shelters.models import AdmissionRule, Place, PlaceName, Rayon
from shelters.places import gazetteer
from shelters.places.folding import fold
from shelters.published import current, value
from shelters.published.refresh import refresh
from shelters.published.value import Published

SIZES = [int(size) for size in sys.argv[1:]] or [1_000, 10_000]
ROUNDS = 300
WISHES = [
    ranking.Wish(),
    ranking.Wish(who=frozenset({"woman_with_children"}), oldest_son=9),
    ranking.Wish(who=frozenset({"man"})),
    ranking.Wish(need=frozenset({"medical_care", "legal_aid"}), who=frozenset({"woman"})),
]


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("load_directory", verbosity=0)
    dice = random.Random(7)
    values: dict[int, Published] = {}
    folder = Path(tempfile.mkdtemp())
    for size in SIZES:
        grow_to(size, dice)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as autovacuum does in time
        values[size] = whole(size)
        print(f"        one edit in {edit():.0f} ms of work (goal at 10,000: 50)")
        costs.compare(size, folder)
    shutil.rmtree(folder)
    grown(values, dice)
    print(f"queries per search: {queries()} (goal: none)")
    print(f"resolving a typed name among 5,000 places: {resolving():.2f} ms of CPU (goal: under 5)")


def whole(size: int) -> Published:
    """Read and build the value from nothing, then build it once more beside searches."""
    current.forget()
    start = time.process_time()
    held = current.refresh_now()
    spent = time.process_time() - start
    most = Counter(card.point for card in held.cards).most_common(1)[0][1]
    builder = threading.Thread(target=value.build, args=(held.document,))
    builder.start()
    times = []
    while builder.is_alive():
        begun = time.perf_counter()
        search(read(NearForm, ASKED))
        times.append((time.perf_counter() - begun) * 1000)
    p95 = sorted(times)[int(len(times) * 0.95)]
    print(f"{size:>7} facilities, {most} of them at one point: the whole in {spent:.2f} s of work (goal at 10,000: 5);")
    print(f"        p95 of {len(times)} searches while it is built: {p95:.1f} ms of time (goal: under 50)")
    return held


def edit() -> float:
    """Milliseconds of work from a look at the stamps to a new value in place, after one card changed: a median."""
    times = []
    for rule in AdmissionRule.objects.filter(facility__listed=True)[:7]:
        AdmissionRule.objects.filter(pk=rule.pk).update(condition_az=f"{time.time()}")
        refresh([rule.facility_id])
        start = time.process_time()
        current.refresh_now()
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


def grown(values: dict[int, Published], dice: random.Random) -> None:
    """What a ranking, and a whole search, costs among many beside what it costs among few: in turns."""
    towns = list(Place.objects.all())
    centres = [ranking.Origin(t.lat, t.lon, t.network) for t in dice.choices(towns, k=ROUNDS)]
    pairs = [dice.sample(towns, 2) for _round in range(ROUNDS)]
    between = [ranking.Origin((a.lat + b.lat) / 2, (a.lon + b.lon) / 2, a.network) for a, b in pairs]
    for size, held in values.items():
        found = [_ranked(held, origins) for origins in (centres, between)]
        print(f"{size:>7}: a ranking takes {found[0]:.2f} ms at town centres, {found[1]:.2f} ms between them")
    costs: dict[int, list[float]] = {size: [] for size in values}
    asked = read(NearForm, ASKED)
    for _round in range(ROUNDS):
        for size, held in values.items():
            with mock.patch.object(current, "get", lambda held=held: held):
                start = time.process_time()
                search(asked)
                costs[size].append(time.process_time() - start)
    few = SIZES[0]
    for size in SIZES[1:]:
        ratio = statistics.median(costs[size]) / statistics.median(costs[few])
        print(f"{size:>7} / {few}: a search costs {ratio:.2f} times as much (goal at 10,000: 1.5, of a whole request)")


def _ranked(held: Published, origins: list[ranking.Origin]) -> float:
    """Milliseconds of work: a median."""
    times = []
    for number, origin in enumerate(origins):
        start = time.process_time()
        ranking.find(held, origin, WISHES[number % len(WISHES)], timezone.now())
        times.append(time.process_time() - start)
    return statistics.median(times) * 1000


@override_settings(DEBUG=True, ALLOWED_HOSTS=["testserver"])
def queries() -> int:
    client = Client()
    for _twice in range(2):  # the first reads the gazetteer
        reset_queries()
        response = client.post("/api/v1/near/", ASKED, content_type="application/json")
    assert response.status_code == 200, response.content
    return len(connection.queries)


def resolving() -> float:
    """Milliseconds of CPU per name: slips, other alphabets, and names that nobody knows."""
    places, names = list(Place.objects.all()), list(PlaceName.objects.values_list("place_id", "folded", "kind"))
    for number in range(5_000 - len(places)):
        place = Place(id=-number - 1, name_az=f"Kənd{number}", lat=40, lon=48, rayon_id="AZ-BA")
        places.append(place)
        names += [(place.pk, fold(place.name_az + ending), PlaceName.NAME) for ending in ("", "obasi", "kendi")]
    known = gazetteer.Gazetteer.of(Rayon.objects.all(), places, names)
    names_typed = [
        "Zaqatalla",
        "Нахичиван",
        "Gəncə",
        "Atlantida",
        "Füzuli, Şəmkir",
        "mən Gəncə yaxınlığındayam",
        "Tbilisi",
    ]
    known.resolve("Atlantida")  # the names abroad are read once
    typed = [*names_typed, "Bakı, Yasamal rayonu, Nizami küçəsi 5", "heç kimin bilmədiyi uzaq bir kənddəyəm"] * 40
    start = time.process_time()
    for text in typed:
        known.resolve(text)
    return (time.process_time() - start) / len(typed) * 1000


if __name__ == "__main__":
    main()
