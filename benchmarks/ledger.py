"""How long the ledger takes to answer as its history grows: 300 areas, 5,000 organisations, one, three and ten years.

    python benchmarks/ledger.py [--years 1 3 10] [--url sqlite:///FILE] [--documents 4000] [--cpu]

Rows are written straight into the tables (the point is reading them): standings and claims (30,000 of each a year), a version of
each of 4,000 documents (500 sources) a week (2 million in ten years), and a thousand events a year that past digests have told.
One line a size: the rows, and the median time in milliseconds of one area and of the full matrix, now and on a day in the middle of
the history, of the facts of one area, of the matrix laid out with what each list says of itself, and of compiling the digest of a week in which always the same twenty things happened.
"""

from __future__ import annotations

import argparse
import itertools
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from monitor.clock import Period
from monitor.digest.issue import Masthead, draft_digest
from monitor.ledger.matrix import matrix
from monitor.model import (
    Change,
    Claim,
    Digest,
    DigestItem,
    Document,
    Event,
    EventState,
    EventType,
    Evidence,
    Link,
    Quotation,
    Role,
    Section,
    SectionKind,
    Standing,
    Status,
)
from monitor.programmes.pack import Area, Programme
from monitor.store import Store, open_store
from monitor.store.codec import pack, pack_value, to_json
from monitor.store.events import _row as event_row_of
from monitor.store.standings import row_of
from monitor.store.tables import desk, ledger, sources

AREAS, ORGANISATIONS, PLACES, A_YEAR = 300, 5_000, 20, 30_000
END = date(2026, 11, 1)
ROUND = Programme(id="round", name="Round", areas=tuple(Area(id=f"a{n}", name=f"Area {n:03}") for n in range(AREAS)))
WEEK = Period(start=datetime(2026, 10, 25, 7, tzinfo=UTC), end=datetime(2026, 11, 1, 7, tzinfo=UTC))
_BLANK = pack_value(Document(source_id="s", identity="i", url="https://source.test"))


def fill(store: Store, *, years: int, documents: int) -> dict[str, int]:
    """A ledger of so many years."""
    found = {
        "standings": _insert(store, ledger.standings, _standings(years)),
        "documents": _insert(store, sources.documents, _documents(documents)),
        "claims": _insert(store, ledger.claims, _claims(years, documents)),
        "versions": _insert(store, sources.versions, _versions(years, documents)),
        "events": _insert(store, ledger.events, _events(years)),
    }
    _insert(store, desk.digests, _digests(years))
    _insert(store, desk.digest_events, _told(years))
    with store.database.write() as connection:
        connection.exec_driver_sql("ANALYZE")
    return found


def _insert(store: Store, table: Any, rows: Iterator[dict[str, Any]]) -> int:
    number = 0
    while batch := list(itertools.islice(rows, 20_000)):
        with store.database.write() as connection:
            connection.execute(table.insert(), batch)
        number += len(batch)
    return number


def _standings(years: int) -> Iterator[dict[str, Any]]:
    """Twenty places in each area, each handed on again and again over the years."""
    generator = random.Random(7)
    start = END - timedelta(days=365 * years)
    terms = max(1, A_YEAR * years // (AREAS * PLACES))
    number = itertools.count()
    for area, place in itertools.product(range(AREAS), range(PLACES)):
        days = sorted(generator.sample(range(365 * years), terms - 1)) if terms > 1 else []
        bounds = [start, *(start + timedelta(days=day) for day in days), None]
        for begins, ends in itertools.pairwise(bounds):
            who = generator.randrange(ORGANISATIONS)
            standing = Standing(
                organisation=f"Organisation {who}", organisation_id=f"o{who}", role=Role.LEAD if place == 0 else Role.PARTNER,
                status=Status.AWARDED, area=f"Area {area:03}", programme="round", contract=f"lot {place}", valid_from=begins,
                valid_to=ends, claim_id=f"c{next(number)}", quote=f"Organisation {who} is named for lot {place}",
                url="https://source.test/list",
            )  # fmt: skip
            yield row_of(standing, at=datetime.combine(begins or start, datetime.min.time(), tzinfo=UTC))


def _claims(years: int, documents: int) -> Iterator[dict[str, Any]]:
    generator = random.Random(8)
    for number in range(A_YEAR * years):
        who, seen = generator.randrange(ORGANISATIONS), END - timedelta(days=generator.randrange(365 * years))
        claim = Claim(
            organisation=f"Organisation {who}", organisation_id=f"o{who}", surface="", role=Role.PARTNER, status=Status.AWARDED,
            programme="round", evidence=Evidence(quote=f"words {number}", start=0, end=1),
            payment="payment by results" if number % 50 == 0 else None,
        )  # fmt: skip
        at = datetime.combine(seen, datetime.min.time(), tzinfo=UTC)
        yield {
            "document_id": f"d{number % documents}", "id": f"c{number}", "source_id": "s", "organisation_id": f"o{who}",
            "organisation": claim.organisation, "role": "partner", "status": "awarded", "mode": "stated", "programme": "round",
            "partnership": None, "contract": None, "layer": "grammar", "confidence": 1.0, "event_date": None,
            "published_at": at, "first_seen": at, "first_version_id": "v", "last_version_id": "v", "extractor_revision": 1,
            "body": to_json(claim), "states_facts": number % 50 == 0,
        }  # fmt: skip


def _documents(documents: int) -> Iterator[dict[str, Any]]:
    for number in range(documents):
        yield {
            "id": f"d{number}", "source_id": f"s{number % 500}", "identity": f"i{number}", "url": "https://source.test",
            "title": f"Document {number}", "kind": "page", "publisher": "", "first_seen": WEEK.start, "seen_at": WEEK.start,
            "version_id": f"d{number}-0", "ordinal": 1,
        }  # fmt: skip


def _versions(years: int, documents: int) -> Iterator[dict[str, Any]]:
    for week, number in itertools.product(range(1, 52 * years + 1), range(documents)):
        yield {
            "id": f"d{number}-{week}", "document_id": f"d{number}", "ordinal": week, "content_hash": f"{number}-{week}",
            "title": "A page", "url": "https://source.test", "first_seen": WEEK.start - timedelta(weeks=week), "baseline": False,
            "packed": _BLANK,
        }  # fmt: skip


def _event(number: int, at: datetime) -> Event:
    change = Change(
        type=EventType.ADDED, organisation=f"Organisation {number}", organisation_id=f"o{number}", area=f"Area {number % AREAS:03}",
        programme="round", role=Role.PARTNER, status=Status.AWARDED,
    )  # fmt: skip
    return Event(
        id=f"e{number}", change=change, source_id="s", document_id=f"d{number}", version_id=None, url="https://source.test",
        title="A page", publisher="Source", detected_at=at, state=EventState.ACCEPTED, wording=f"Organisation {number} joins",
    )  # fmt: skip


def _events(years: int) -> Iterator[dict[str, Any]]:
    for week in range(52 * years):
        for number in range(20):
            yield event_row_of(_event(week * 20 + number, WEEK.end - timedelta(weeks=week, days=1)))


def _issue(week: int, period: Period, number: int) -> Digest:
    """An issue of ordinary size: twenty changes with their words and sources."""
    items = tuple(
        DigestItem(
            id=f"i{week}-{n}", headline=f"Organisation {n} joins in Area {n:03}", areas=(f"Area {n:03}",), programme="round",
            quotes=(Quotation(text="words of a list that names who is in it " * 5),),
            links=(Link(label="The list", url="https://source.test/list"),), event_ids=(f"e{week * 20 + n}",),
        )
        for n in range(20)
    )  # fmt: skip
    section = Section(kind=SectionKind.CONTRACTS, items=items)
    return Digest(number=number, title="The weekly", period=period, made_at=period.end, sections=(section,))


def _digests(years: int) -> Iterator[dict[str, Any]]:
    for week in range(1, 52 * years):
        period = Period(start=WEEK.start - timedelta(weeks=week), end=WEEK.end - timedelta(weeks=week))
        body = to_json(_issue(week, period, 52 * years - week))
        yield {
            "id": f"g{week}", "audience": "all", "cadence": "weekly", "period_key": period.key, "period_start": period.start,
            "period_end": period.end, "state": "sent", "content_hash": "", "body": pack(body.encode()),
            "created_at": period.end, "changed_at": period.end, "sent_at": period.end,
        }  # fmt: skip


def _told(years: int) -> Iterator[dict[str, Any]]:
    for week in range(1, 52 * years):
        for number in range(20):
            yield {
                "digest_id": f"g{week}",
                "event_id": f"e{week * 20 + number}",
                "audience": "all",
                "cadence": "weekly",
            }


def measure(store: Store, years: int, clock: Callable[[], float]) -> list[float]:
    def median_ms(ask: Callable[[], object], *, times: int = 7) -> float:
        taken = []
        for _ in range(times):
            begin = clock()
            ask()
            taken.append((clock() - begin) * 1000)
        return statistics.median(taken)

    then = END - timedelta(days=365 * years // 2)
    read, in_area = store.standings.as_of, store.standings.as_of(END, area="Area 150")
    week = replace(Masthead(title="The weekly"), zone="Europe/London")

    def compiled() -> int:
        made, _ = draft_digest(
            store, period=WEEK, sources=[], masthead=week, now=WEEK.end, note=str(time.monotonic_ns())
        )
        return len(made.items)

    def laid_out() -> int:
        held = read(END)
        return len(matrix(held, [ROUND], store.claims.completeness({each.claim_id for each in held})))

    assert compiled() == 20, "always the same twenty things happen in the week that is compiled"
    return [
        median_ms(lambda: read(END, area="Area 150")),
        median_ms(lambda: read(then, area="Area 150")),
        median_ms(lambda: read(END)),
        median_ms(lambda: read(then)),
        median_ms(lambda: store.claims.stating(organisation_ids={each.organisation_id for each in in_area})),
        median_ms(laid_out, times=3),
        median_ms(compiled),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--years", type=int, nargs="+", default=[1, 3, 10])
    parser.add_argument("--documents", type=int, default=4000, help="documents of which each week brings a version")
    parser.add_argument("--url", help="an empty database; by default a temporary SQLite file a size")
    parser.add_argument(
        "--cpu", action="store_true", help="processor time instead of time passed: for a machine with other work"
    )
    options = parser.parse_args()
    clock = time.process_time if options.cpu else time.perf_counter
    print("years  standings   claims  versions | ms: area now  area then  all now  all then  facts  matrix  digest")
    for years in options.years:
        with (
            tempfile.TemporaryDirectory() as folder,
            open_store(options.url or f"sqlite:///{Path(folder) / 'ledger.db'}") as store,
        ):
            rows = fill(store, years=years, documents=options.documents)
            one, two, three, four, five, six, seven = measure(store, years, clock)
        print(
            f"{years:>5}  {rows['standings']:>9}  {rows['claims']:>7}  {rows['versions']:>8} | {one:>12.1f}  {two:>9.1f}  "
            f"{three:>7.0f}  {four:>8.0f}  {five:>5.1f}  {six:>6.0f}  {seven:>6.0f}", flush=True,
        )  # fmt: skip


if __name__ == "__main__":
    main()
