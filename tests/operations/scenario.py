"""Scenario S: twelve scripted sources in ten versions, with forty known changes and twenty-five cosmetic edits, and 300 members."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from monitor.clock import Period
from monitor.digest.issue import Masthead, draft_digest
from monitor.mail.send import Rules, Sending
from monitor.mail.wire import Envelope
from monitor.model import DigestState, Request, Snapshot, Source, Unchanged
from monitor.model.members import DeliveryState, Outcome
from monitor.poll import Tools, poll_source
from monitor.programmes import Watchlist
from monitor.sources.fetch import Fetcher, FetchSettings
from monitor.store import Store, open_store
from monitor.store.mail import Suppressions
from monitor.store.outbox import Outbox

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
VERSIONS = 10
CHANGES = 40
COSMETIC = 25
MEMBERS = 300
KINDS = ["page"] * 6 + ["feed"] * 4 + ["register"] * 2
_FIRST = ["Amber", "Birch", "Cedar", "Dover", "Elder", "Fern", "Garnet", "Hazel", "Iris", "Jasper", "Kestrel", "Larch"]
_SECOND = ["Harbour", "Lantern", "Quayside", "Beacon", "Saltmarsh", "Copperfield", "Meadow"]
#: The change that each number stands for: (source, version).
PLAN = [(number % 12, 1 + number % 9) for number in range(CHANGES)]
#: Cosmetic edits come where nothing changes, as far as there is room: (source, version).
FURNITURE = [place for place in ((s, v) for v in range(1, VERSIONS) for s in range(12)) if place not in PLAN][:COSMETIC]


def area(source: int) -> str:
    return f"{_FIRST[source]}shire"


def body(source: int, number: int) -> str:
    return f"{_FIRST[source]} {_SECOND[number]} Trust"


def truth(*, until: int = VERSIONS) -> set[tuple[str, str]]:
    """Each change up to a version as (organisation, area): who joins where."""
    found = set()
    for source in range(12):
        joins = sum(1 for place, when in PLAN if place == source and when <= until)
        found |= {(body(source, 1 + number), area(source)) for number in range(joins)}
    return found


def publish(site: object, version: int) -> None:
    """The site as it stands at ``version``."""
    for source, kind in enumerate(KINDS):
        joined = sum(1 for place, when in PLAN if place == source and when <= version)
        edits = sum(1 for place, when in FURNITURE if place == source and when <= version)
        text, content_type = _WRITERS[kind](source, joined, edits)
        site.put(f"/{source}", text, content_type=content_type)


def _page(source: int, joined: int, edits: int) -> tuple[str, str]:
    partners = ", ".join(body(source, 1 + number) for number in range(joined)) or "none"
    text = (
        f"<html><head><title>Bidders</title></head><body><header><nav><a href='/'>Home</a> <a href='/n'>News ({edits})</a></nav></header>"
        "<main><h1>Preferred bidders</h1><p>The department names its preferred bidders for the services in each area.</p>"
        "<table><tr><th>Area</th><th>Preferred bidder</th><th>Partners</th></tr>"
        f"<tr><td>{area(source)}</td><td>{body(source, 0)}</td><td>{partners}</td></tr></table></main></body></html>"
    )
    return text, "text/html; charset=utf-8"


def _feed(source: int, joined: int, edits: int) -> tuple[str, str]:
    items = "".join(
        f"<item><guid>e{source}-{number}</guid><title>Award in {area(source)}</title><link>https://example.org/{source}/{number}</link>"
        f"<description>The council has awarded the contract for {area(source)} to {body(source, number)}.</description>"
        f"<pubDate>Mon, {number + 2:02} Mar 2026 09:00:00 GMT</pubDate></item>"
        for number in reversed(range(joined + 1))
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Notes</title><description>{edits}</description>{items}</channel></rss>',
        "application/rss+xml",
    )


def _register(source: int, joined: int, edits: int) -> tuple[str, str]:
    record = {
        "reference": f"N-{source}",
        "area": area(source),
        "lead_provider": body(source, 0),
        "partners": [body(source, 1 + number) for number in range(joined)],
    }
    return json.dumps([record], indent=1 + edits), "application/json"


_WRITERS = {"page": _page, "feed": _feed, "register": _register}


def sources(url: str) -> list[Source]:
    return [
        Source(id=f"s{number}", kind=kind, url=f"{url}/{number}", internal=True) for number, kind in enumerate(KINDS)
    ]


def poll(url: str, database: str, version: int, told: Callable[[str], None] = str) -> None:
    """One round over all sources at the moment of ``version``; ``told`` hears of each one that is recorded."""
    with open_store(database) as store:
        poll_with(store, url, version, told)


def poll_with(
    store: Store, url: str, version: int, told: Callable[[str], None] = str, asked: Callable[[str], object] = str
) -> None:
    """The same on a state that is open; ``asked`` hears of each address before it is asked for."""
    now = START + timedelta(days=version)
    with Fetcher(FetchSettings(delay_seconds=0, retries=0, obey_robots=False)) as fetcher:

        def fetch(request: Request) -> Snapshot | Unchanged:
            asked(request.url)
            return fetcher.fetch(request)

        tools = Tools(fetch=fetch, store=store, watchlist=Watchlist.of([]))
        # In this thread, so that whoever counts the calls of a process counts those of every visit.
        for each in sources(url):
            poll_source(each, tools, now=now)
            told(f"recorded {each.id} {version}")


class File:
    """Takes every mail; a line each in a file that outlives a kill, or (``-``) in what the process says."""

    def __init__(self, path: str) -> None:
        self._file = open(1 if path == "-" else path, "ab", buffering=0, closefd=path != "-")  # noqa: SIM115 -- closed by close()

    def send(self, message: bytes, *, sender: str, recipient: str, ahead: object = None) -> Outcome:
        self._file.write(f"{recipient}\n".encode())
        return Outcome(state=DeliveryState.ACCEPTED, code=250)

    def close(self) -> None:
        self._file.close()


def issue(url: str, database: str) -> str:
    """Draft, approve and freeze the issue of the whole time, once however often it is called; its id."""
    now = START + timedelta(days=VERSIONS)
    period = Period(start=START, end=now)
    with open_store(database) as store:
        stored = store.digests.of_period(period.key)
        if stored is None:
            masthead = Masthead(title="S", publisher="S", zone="UTC", base_url="http://s.example", identity="S")
            _, stored = draft_digest(
                store, period=period, sources=sources(url), masthead=masthead, programmes={}, now=now
            )
        if stored.state is DigestState.DRAFT:
            stored = store.digests.move(
                stored.id, DigestState.APPROVED, at=now, by="ann", content_hash=stored.content_hash
            )
        if stored.state is DigestState.APPROVED:
            with store.transaction():
                store.digests.move(stored.id, DigestState.SENDING, at=now, by="ann")
                rows = [
                    {"digest_id": stored.id, "member_id": f"m{n}", "address": f"m{n}@members.example", "variant": "v",
                     "message_id": f"<{stored.id[:8]}.m{n}@own.example>"} for n in range(MEMBERS)
                ]  # fmt: skip
                Outbox(store.database).freeze(rows, at=now)
        return stored.id


def send(database: str, digest_id: str, taken: str) -> None:
    """Send what is due of the issue; close it when all is done."""
    now = START + timedelta(days=VERSIONS)
    with open_store(database) as store:
        ended = Sending(
            digest_id,
            outbox=Outbox(store.database),
            suppressions=Suppressions(store.database),
            hash_of=str,
            writer=lambda _them: lambda _each: Envelope(message=b"x", return_path="b@own.example"),
            connect=lambda: File(taken),
            clock=lambda: now,
            rules=Rules(connections=1, group=1),
        ).run()
        if ended.state == "finished" and store.digests.get(digest_id).state is DigestState.SENDING:
            store.digests.move(digest_id, DigestState.SENT, at=now, by="ann")


def found(store: Store) -> list[tuple[str, str]]:
    """The changes in the ledger as (organisation, area), one for each event; turns of a source's health are none."""
    told = (event for event in store.events.list() if not event.change.organisation_id.startswith("source:"))
    return sorted((event.change.organisation, event.change.area or "") for event in told)
