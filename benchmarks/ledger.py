"""How long the ledger takes to answer as its history grows: 300 areas, 5,000 organisations, one, three and ten years.

    python benchmarks/ledger.py [--years 1 3 10] [--url sqlite:///FILE]

Rows are written straight into the tables (the point is reading them). Prints one line a size: standings in the ledger, and the
median time in milliseconds of one area and of the full matrix, now and on a day in the middle of the history.
"""

from __future__ import annotations

import argparse
import itertools
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from monitor.model import Role, Standing, Status
from monitor.store import Store, open_store
from monitor.store.standings import row_of
from monitor.store.tables.ledger import standings

AREAS, ORGANISATIONS, PLACES = 300, 5_000, 20
END = date(2026, 11, 1)


def fill(store: Store, *, years: int, standings_in_all: int) -> int:
    """Twenty places in each area, each handed on again and again over the years."""
    generator = random.Random(7)
    start = END - timedelta(days=365 * years)
    terms = max(1, standings_in_all // (AREAS * PLACES))
    rows = []
    for area in range(AREAS):
        for place in range(PLACES):
            days = sorted(generator.sample(range(365 * years), terms - 1)) if terms > 1 else []
            bounds = [start, *(start + timedelta(days=day) for day in days), None]
            for begins, ends in itertools.pairwise(bounds):
                number = generator.randrange(ORGANISATIONS)
                standing = Standing(
                    organisation=f"Organisation {number}", organisation_id=f"o{number}",
                    role=Role.LEAD if place == 0 else Role.PARTNER, status=Status.AWARDED, area=f"Area {area:03}",
                    programme="round", contract=f"lot {place}", valid_from=begins, valid_to=ends, claim_id=f"c{len(rows)}",
                    quote=f"Organisation {number} is named for lot {place}", url="https://source.test/list",
                )  # fmt: skip
                rows.append(row_of(standing, at=datetime.combine(begins or start, datetime.min.time(), tzinfo=UTC)))
    with store.database.write() as connection:
        for first in range(0, len(rows), 10_000):
            connection.execute(standings.insert(), rows[first : first + 10_000])
        connection.exec_driver_sql("ANALYZE")
    return len(rows)


def median_ms(ask: Callable[[], object], *, times: int = 7) -> float:
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - begin) * 1000)
    return statistics.median(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, nargs="+", default=[1, 3, 10])
    parser.add_argument("--url", help="an empty database; by default a temporary SQLite file a size")
    options = parser.parse_args()
    print(f"{'years':>5} {'standings':>10} {'area now':>9} {'area then':>9} {'all now':>8} {'all then':>8} {'rows':>6}")
    for years in options.years:
        with (
            tempfile.TemporaryDirectory() as folder,
            open_store(options.url or f"sqlite:///{Path(folder) / 'ledger.db'}") as store,
        ):
            number = fill(store, years=years, standings_in_all=30_000 * years)
            then = END - timedelta(days=365 * years // 2)
            read = store.standings.as_of
            figures = [
                median_ms(lambda read=read: read(END, area="Area 150")),
                median_ms(lambda read=read, then=then: read(then, area="Area 150")),
                median_ms(lambda read=read: read(END)),
                median_ms(lambda read=read, then=then: read(then)),
            ]
            rows = len(read(then))
        one, two, three, four = figures
        print(f"{years:>5} {number:>10} {one:>9.1f} {two:>9.1f} {three:>8.0f} {four:>8.0f} {rows:>6}")


if __name__ == "__main__":
    main()
