"""How fast the tracker's pages answer on the large generated ledger, with 20 clients on loopback.

    python benchmarks/pages.py [--seconds 20] [--clients 20] [--pause 0] [--years 10] [--url sqlite:///FILE]

The ledger is that of ``benchmarks/ledger.py``: 300 areas, 5,000 organisations, ten years, 300,000 standings. The pages are served
by waitress in a process of their own, as ``tierwatch serve`` does; each client asks for one page after another, every area and
organisation as likely as any other; seven questions in ten are about the present, the others about any of forty days. Prints a line a kind of page: requests, and the median and 95th and 99th
percentile in milliseconds; ``first`` is the time of the very first answer, when nothing was kept yet. ``--pause`` is how long a
client reads before it asks again; with 0 the machine is full all the time.
"""

from __future__ import annotations

import argparse
import http.client
import multiprocessing
import random
import statistics
import tempfile
import threading
import time
from collections import defaultdict
from datetime import time as clock_time
from datetime import timedelta
from pathlib import Path
from typing import Any

from ledger import AREAS, END, ORGANISATIONS, fill

from monitor.clock import WeeklyAt
from monitor.digest.issue import Masthead
from monitor.digest.message import Sender
from monitor.ledger.opendata import standing_id
from monitor.programmes.pack import Area, Programme
from monitor.store import open_store
from monitor.web.settings import WebSettings
from monitor.web.site import Site

PACK = Programme(
    id="round",
    name="Generated round",
    areas=tuple(
        Area(id=f"area-{number:03}", name=f"Area {number:03}", scheme="generated", tile=(number % 20, number // 20))
        for number in range(AREAS)
    ),
)
#: How many questions are about the present day; the others are about any of forty quarters.
TODAY = 0.7
DAYS = [(END - timedelta(days=91 * number)).isoformat() for number in range(40)]


def served(url: str, started: Any, stop: Any) -> None:
    """The server's process: the pages on the ledger at ``url`` until it is told to stop."""
    from monitor.web.app import create_app
    from monitor.web.serve import serving

    with open_store(url) as store:
        settings = WebSettings(api_requests_a_minute=10_000_000)
        weekly = WeeklyAt(weekday="friday", at=clock_time(7), zone="Europe/London")
        site = Site(
            store=store,
            settings=settings,
            masthead=Masthead(title="Benchmark"),
            sender=Sender(name="Benchmark", address="b@network.example"),
            weekly=weekly,
            secret="s" * 32,
            programmes=[PACK],
        )
        with serving(create_app(site), settings, port=0) as address:
            facts = [standing_id(each) for each in store.standings.as_of(END, area="Area 150")]
            started.put((address, facts))
            stop.get()


def pages(generator: random.Random, facts: list[str]) -> tuple[str, str]:
    """A kind of page and one address of it."""
    area, day = (
        f"area-{generator.randrange(AREAS):03}",
        DAYS[0] if generator.random() < TODAY else generator.choice(DAYS),
    )
    body = f"o{generator.randrange(ORGANISATIONS)}"
    kinds = {
        "first page": "/",
        "programme": f"/programmes/round?as_of={day}&page={generator.randint(1, 10)}",
        "programme by sector": f"/programmes/round?as_of={day}&colour=sector",
        "numbers": f"/programmes/round/numbers?as_of={day}",
        "area": f"/programmes/round/areas/{area}?as_of={day}",
        "organisation": f"/organisations/{body}",
        "fact": f"/facts/{generator.choice(facts)}",
        "changes": f"/changes?since={day}",
        "search": f"/search?q=organisation+{generator.randrange(ORGANISATIONS)}",
        "cell": f"/embed/round/{area}",
        "data": "/data",
        "archive": "/archive",
        "api standings": f"/api/v1/standings?programme=round&area=Area+{generator.randrange(AREAS):03}&as_of={day}",
    }
    kind = generator.choice(list(kinds))
    return kind, kinds[kind]


def client(
    number: int,
    address: str,
    facts: list[str],
    until: float,
    pause: float,
    taken: dict[str, list[float]],
    failed: list[str],
) -> None:
    generator, host = random.Random(number), address.removeprefix("http://")
    connection = http.client.HTTPConnection(host, timeout=30)
    while time.monotonic() < until:
        kind, path = pages(generator, facts)
        begin = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        taken[kind].append((time.perf_counter() - begin) * 1000)
        if answer.status != 200:
            failed.append(f"{answer.status} {path}")
        if pause:
            time.sleep(generator.uniform(0.5, 1.5) * pause)


def run(address: str, facts: list[str], options: argparse.Namespace) -> None:
    taken: dict[str, list[float]] = defaultdict(list)
    failed: list[str] = []
    until = time.monotonic() + options.seconds
    clients = [
        threading.Thread(target=client, args=(number, address, facts, until, options.pause, taken, failed))
        for number in range(options.clients)
    ]
    for each in clients:
        each.start()
    for each in clients:
        each.join()
    every = [each for times in taken.values() for each in times]
    print(f"{'page':20} {'asked':>6} {'median':>7} {'p95':>7} {'p99':>7}")
    for kind, times in [*sorted(taken.items()), ("all", every)]:
        cuts = statistics.quantiles(times, n=100) if len(times) > 1 else [times[0]] * 99
        print(f"{kind:20} {len(times):>6} {statistics.median(times):>7.1f} {cuts[94]:>7.1f} {cuts[98]:>7.1f}")
    print(f"{len(every) / options.seconds:.0f} pages a second, {len(failed)} failed {failed[:3]}")


def first_answers(address: str, facts: list[str]) -> None:
    """What each kind takes when nothing is kept."""
    seen: set[str] = set()
    generator, connection = random.Random(99), http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
    print("first answers, in milliseconds:", end=" ")
    for _ in range(500):
        kind, path = pages(generator, facts)
        if kind not in seen:
            seen.add(kind)
            begin = time.perf_counter()
            connection.request("GET", path)
            size = len(connection.getresponse().read())
            print(f"{kind} {(time.perf_counter() - begin) * 1000:.0f} ({size // 1024} kB)", end="; ")
    print()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--pause", type=float, default=0.0, help="how many seconds a client reads, on average")
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--url", help="a database that is filled already by an earlier run, or an empty one")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.url or f"sqlite:///{Path(folder) / 'ledger.db'}"
        with open_store(url) as store:
            if not store.overview.areas():
                rows = fill(store, years=options.years, standings_in_all=30_000 * options.years)
                print(f"{rows:,} standings written")
        context = multiprocessing.get_context("spawn")
        started, stop = context.Queue(), context.Queue()
        server = context.Process(target=served, args=(url, started, stop), daemon=True)
        server.start()
        address, facts = started.get(timeout=120)
        first_answers(address, facts)
        run(address, facts, options)
        stop.put(None)
        server.join(20)


if __name__ == "__main__":
    main()
