"""bin/bench search: what the finder costs as the directory grows, and what a request costs beside a bare view."""

import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import django

django.setup()

from django.core.management import call_command
from django.db import connection, reset_queries
from django.test import Client, override_settings
from django.utils import timezone

from bench.crowd import grow_to
from shelters.finder import ranking
from shelters.models import AdmissionRule, Place, PlaceName, Rayon
from shelters.places import gazetteer
from shelters.places.folding import fold
from shelters.published import current
from shelters.published.refresh import refresh
from shelters.published.value import Published

SIZES = (1_000, 10_000)
ROUNDS = 300
WISHES = [
    ranking.Wish(),
    ranking.Wish(who=frozenset({"woman_with_children"}), oldest_son=9),
    ranking.Wish(who=frozenset({"man"})),
    ranking.Wish(need=frozenset({"medical_care", "legal_aid"}), who=frozenset({"woman"})),
]
ASKED = {"place": "Закаталы", "who": ["woman_with_children"], "oldest_son": 9}


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("load_directory", verbosity=0)
    dice = random.Random(7)
    medians, rates = {}, ""
    for size in SIZES:
        grow_to(size, dice)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as autovacuum does in time
        current.forget()
        start = time.perf_counter()
        held = current.refresh_now()
        whole = time.perf_counter() - start
        medians[size] = measure(held, dice)
        at_towns, between = (statistics.median(times) * 1000 for times in medians[size])
        rates = rates or requests(size)
        print(
            f"{size:>7} facilities: median {at_towns:.2f} ms at town centres, {between:.2f} ms between them;", end=" "
        )
        print(f"the whole is built in {whole:.2f} s, one edit in {edit():.0f} ms of work")
    for size in SIZES[1:]:
        pairs = zip(medians[size], medians[SIZES[0]], strict=True)
        ratios = [statistics.median(big) / statistics.median(small) for big, small in pairs]
        print(f"{size:>7} / 1000: {ratios[0]:.2f} at town centres, {ratios[1]:.2f} between them (goal at 10,000: 1.5)")
    print(f"queries per search: {queries()} (goal: none)")
    print(f"resolving a typed name among 5,000 places: {resolving():.2f} ms of CPU (goal: under 5)")
    print(rates)


def edit() -> float:
    """Milliseconds of work from a look at the stamps to a new value in place, after one card changed."""
    rule = AdmissionRule.objects.filter(facility__listed=True).first()
    assert rule
    AdmissionRule.objects.filter(pk=rule.pk).update(condition_az=f"{time.time()}")
    refresh([rule.facility_id])
    start = time.process_time()
    current.refresh_now()
    return (time.process_time() - start) * 1000


def measure(held: Published, dice: random.Random) -> tuple[list[float], list[float]]:
    """Seconds per `find` at town centres, and at points between towns."""
    towns = list(Place.objects.all())
    centres = [ranking.Origin(t.lat, t.lon, t.network) for t in dice.choices(towns, k=ROUNDS)]
    pairs = [dice.sample(towns, 2) for _round in range(ROUNDS)]
    between = [ranking.Origin((a.lat + b.lat) / 2, (a.lon + b.lon) / 2, a.network) for a, b in pairs]
    return _timed(held, centres), _timed(held, between)


def _timed(held: Published, origins: list[ranking.Origin]) -> list[float]:
    times = []
    for number, origin in enumerate(origins):
        start = time.perf_counter()
        ranking.find(held, origin, WISHES[number % len(WISHES)], timezone.now())
        times.append(time.perf_counter() - start)
    return times


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


def requests(size: int) -> str:
    """Requests per second of the search and of a bare DRF view with the same bytes, in turns, from one gunicorn."""
    answer = Client(SERVER_NAME="localhost").post("/api/v1/near/", ASKED, content_type="application/json").content
    with serving(answer) as port:
        rates: dict[str, list[float]] = {"/api/bare/": [], "/api/v1/near/": []}
        for _round in range(6):
            for path, rate in rates.items():
                rate.append(load(port, path, answer))
        bare, search = (max(rate[1:]) for rate in rates.values())
    return (
        f"requests per second among {size}: {search:.0f} searching, {bare:.0f} bare: {search / bare:.2f} (goal: 0.33)"
    )


@contextmanager
def serving(answer: bytes) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "answer").write_bytes(answer)
        environment = os.environ | {"PORT": str(port), "BENCH_ANSWER": f"{folder}/answer", "WEB_CONCURRENCY": "2"}
        environment |= {"PUBLISHED": f"{folder}/published", "PUBLISHED_KEY": f"{folder}/key"}
        gunicorn = Path(sys.executable).parent / "gunicorn"
        server = subprocess.Popen([gunicorn, "--config", "config/gunicorn.conf.py"], env=environment)
        try:
            for _attempt in range(100):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield port
        finally:
            server.terminate()
            server.wait()


def load(port: int, path: str, answer: bytes, seconds: float = 3.0) -> float:
    """Requests per second from two clients; every answer is checked."""
    body = json.dumps(ASKED).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n"
    message = f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body

    def client(_number: int) -> int:
        done, end = 0, time.perf_counter() + seconds
        while time.perf_counter() < end:
            with socket.create_connection(("127.0.0.1", port)) as connected:
                connected.sendall(message)
                received = b"".join(iter(lambda: connected.recv(65_536), b""))
            assert received.endswith(answer), received[:500]
            done += 1
        return done

    with ThreadPoolExecutor(2) as clients:
        return sum(clients.map(client, range(2))) / seconds


if __name__ == "__main__":
    main()
