"""How fast the tracker's pages, or with ``--desk`` those of the desk, answer on the large generated ledger, with 20 clients.

    python benchmarks/pages.py [--desk] [--seconds 20] [--clients 20] [--pause 0] [--years 10] [--url sqlite:///FILE]

The ledger is that of ``benchmarks/ledger.py``: 300 areas, 5,000 organisations, ten years, 300,000 standings. The pages are served
by waitress in a process of their own, as ``tierwatch serve`` does; each client asks for one page after another, every area and
organisation as likely as any other; seven questions in ten are about the present, the others about any of forty days. The desk has
500 sources, 300 changes that wait, and the issues of ten years; its clients are signed in as editors and open every page of it. Prints
a line a kind of page: requests, and the median and 95th and 99th percentile in milliseconds, and what an answer costs the server in CPU time over the whole run; the first answers come before, when
nothing was kept yet. ``--pause`` is how long a client reads before it asks again; with 0 the machine is full all the time, and the
time of an answer is that of twenty.
"""

from __future__ import annotations

import argparse
import http.client
import logging
import multiprocessing
import random
import re
import statistics
import tempfile
import threading
import time
from collections import defaultdict
from datetime import time as clock_time
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from ledger import AREAS, END, ORGANISATIONS, WEEK, fill

from monitor.clock import WeeklyAt
from monitor.digest.issue import Masthead
from monitor.digest.message import Sender
from monitor.ledger.opendata import standing_id
from monitor.model import Change, Event, EventType, Evidence, Role, Source, StaffRole, Status
from monitor.programmes.pack import Area, Programme
from monitor.store import Store, open_store
from monitor.store.events import _row as event_row_of
from monitor.store.tables.ledger import events
from monitor.web import passwords
from monitor.web.settings import WebSettings
from monitor.web.site import Imprint, Site

PACK = Programme(
    id="round",
    name="Generated round",
    areas=tuple(
        Area(id=f"area-{number:03}", name=f"Area {number:03}", scheme="generated", tile=(number % 20, number // 20))
        for number in range(AREAS)
    ),
)
SOURCES = [Source(id=f"s{n}", kind="page", url=f"https://source{n}.test", name=f"Source {n}") for n in range(500)]
PASSWORD = "lantern meadow copper thirteen"
WAITING = 300
#: How many questions are about the present day; the others are about any of forty quarters.
TODAY = 0.7
DAYS = [(END - timedelta(days=91 * number)).isoformat() for number in range(40)]


def served(url: str, started: Any, stop: Any) -> None:
    """The server's process: the pages on the ledger at ``url`` until it is told to stop."""
    from monitor.web.app import create_app
    from monitor.web.serve import serving

    # That requests wait for their turn is what this is about.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    with open_store(url) as store:
        settings = WebSettings(api_requests_a_minute=10_000_000)
        weekly = WeeklyAt(weekday="friday", at=clock_time(7), zone="Europe/London")
        sender = Sender(name="Benchmark", address="b@network.example")
        imprint = Imprint(masthead=Masthead(title="Benchmark"), sender=sender, weekly=weekly)
        site = Site(
            store=store,
            settings=settings,
            imprint=lambda: imprint,
            secret="s" * 32,
            programmes=[PACK],
            sources=lambda: SOURCES,
            clock=lambda: WEEK.end,
        )
        with serving(create_app(site), settings, port=0) as address:
            facts = [standing_id(each) for each in store.standings.as_of(END, area="Area 150")]
            before = time.process_time()
            started.put((address, facts))
            stop.get()
            stop.put(time.process_time() - before)


def fill_desk(store: Store) -> None:
    """What the desk has to show besides the ledger: somebody to sign in, and changes that wait."""
    if store.users.named("edith"):
        return
    store.users.add("edith", role=StaffRole.ADMINISTRATOR, password_hash=passwords.hashed(PASSWORD), at=WEEK.end)
    rows = [event_row_of(waiting(number)) for number in range(WAITING)]
    with store.database.write() as connection:
        connection.execute(events.insert(), rows)


def waiting(number: int) -> Event:
    """A change that nobody has decided about."""
    change = Change(
        type=EventType.ADDED, organisation=f"Organisation {number}", organisation_id=f"o{number}", area=f"Area {number % AREAS:03}",
        programme="round", role=Role.PARTNER, status=Status.AWARDED,
        evidence=Evidence(quote=f"Organisation {number} is named", start=0, end=20),
    )  # fmt: skip
    return Event(
        id=f"w{number}", change=change, source_id=f"s{number % 500}", document_id=f"d{number}", version_id=f"d{number}-1",
        url="https://source.test", title="A page", publisher="Source", detected_at=WEEK.end - timedelta(hours=2),
    )  # fmt: skip


def signed_in(address: str) -> str:
    """The cookie of a visit to the desk."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=30)
    connection.request("GET", "/account/sign-in")
    answer = connection.getresponse()
    token = re.search(r'name="csrf_token" value="([^"]+)"', answer.read().decode())
    assert token
    form = urlencode({"csrf_token": token[1], "name": "edith", "password": PASSWORD})
    cookie = str(answer.headers["Set-Cookie"]).partition(";")[0]
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/account/sign-in", form, headers)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 303, answer.status
    kept = [line.partition(";")[0] for line in answer.headers.get_all("Set-Cookie") or ()]
    return "; ".join(kept)


def desk_pages(generator: random.Random, _facts: list[str]) -> tuple[str, str]:
    """A kind of page of the desk and one address of it."""
    number, issue = generator.randrange(WAITING), f"g{generator.randint(100, 500)}"
    kinds = {
        "today": "/desk/",
        "changes": "/desk/changes/",
        "card": f"/desk/changes/w{number}",
        "held": "/desk/changes/held",
        "decided": "/desk/changes/decided",
        "objections": "/desk/objections/",
        "issues": "/desk/digests/",
        "issue": f"/desk/digests/{issue}",
        "preview": f"/desk/digests/{issue}/preview",
        "sources": "/desk/sources/",
        "source": f"/desk/sources/s{generator.randrange(500)}",
        "versions": f"/desk/documents/d{generator.randrange(400)}",
        "lessons": "/desk/lessons/",
        "people": "/desk/people/",
        "log": "/desk/people/log",
        "account": "/account/",
    }
    kind = generator.choice(list(kinds))
    return kind, kinds[kind]


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
    options: argparse.Namespace,
    taken: dict[str, list[float]],
    failed: list[str],
) -> None:
    generator, host = random.Random(number), address.removeprefix("http://")
    headers = {"Cookie": options.cookie} if options.desk else {}
    choose = desk_pages if options.desk else pages
    connection = http.client.HTTPConnection(host, timeout=30)
    # Readers do not all come in the same instant.
    time.sleep(generator.uniform(0, 1.5) * options.pause)
    while time.monotonic() < until:
        kind, path = choose(generator, facts)
        begin = time.perf_counter()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        taken[kind].append((time.perf_counter() - begin) * 1000)
        # A search from one address is held to a rate; twenty readers of one house would be told to wait.
        if answer.status not in {200, 429}:
            failed.append(f"{answer.status} {path}")
        if options.pause:
            time.sleep(generator.uniform(0.5, 1.5) * options.pause)


def run(address: str, facts: list[str], options: argparse.Namespace) -> int:
    taken: dict[str, list[float]] = defaultdict(list)
    failed: list[str] = []
    until = time.monotonic() + options.seconds
    clients = [
        threading.Thread(target=client, args=(number, address, facts, until, options, taken, failed))
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
    return len(every)


def first_answers(address: str, facts: list[str], options: argparse.Namespace) -> None:
    """What each kind takes when nothing is kept."""
    seen: set[str] = set()
    generator, connection = random.Random(99), http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
    print("first answers, in milliseconds:", end=" ")
    for _ in range(500):
        kind, path = (desk_pages if options.desk else pages)(generator, facts)
        if kind not in seen:
            seen.add(kind)
            begin = time.perf_counter()
            connection.request("GET", path, headers={"Cookie": options.cookie} if options.desk else {})
            size = len(connection.getresponse().read())
            print(f"{kind} {(time.perf_counter() - begin) * 1000:.0f} ({size // 1024} kB)", end="; ")
    print()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--desk", action="store_true", help="the pages of the desk instead of the tracker's")
    parser.add_argument("--documents", type=int, default=4000, help="documents of which each week brings a version")
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
                print(fill(store, years=options.years, documents=options.documents))
            fill_desk(store)
        context = multiprocessing.get_context("spawn")
        started, stop = context.Queue(), context.Queue()
        server = context.Process(target=served, args=(url, started, stop), daemon=True)
        server.start()
        address, facts = started.get(timeout=120)
        options.cookie = signed_in(address) if options.desk else ""
        first_answers(address, facts, options)
        asked = run(address, facts, options)
        stop.put(None)
        server.join(20)
        print(f"{stop.get() * 1000 / asked:.1f} ms of CPU time an answer")


if __name__ == "__main__":
    main()
