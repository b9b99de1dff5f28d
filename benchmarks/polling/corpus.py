"""A thousand made-up sources: half feeds, half news pages, five to a host, drawn from a seed, in versions.

``version`` grows when a source has news: one more item, which states an award. ``noise`` grows when only tokens, build dates and the
sidebar change. Sizes and markup are those of ordinary feeds (20-50 entries, 27-62 kB, RSS as WordPress writes it and Atom in turn) and
news pages (12-25 cards, 39-76 kB); ``python benchmarks/polling/corpus.py`` prints them, with what the usual parsers take.
"""

from __future__ import annotations

import gzip
import os
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import mean

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

from polling import markup  # noqa: E402

SEED = 7
PER_HOST = 5
FEEDS_WITHOUT_VALIDATORS = 0.15
PAGES_WITHOUT_VALIDATORS = 0.40
BEGIN = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class BenchSource:
    """``news`` is the (organisation, area) of the award that its first change states."""

    number: int
    kind: str
    validators: bool
    news: tuple[str, str]

    @property
    def host(self) -> int:
        return self.number // PER_HOST

    @property
    def path(self) -> str:
        return f"{'v' if self.validators else 'p'}/{self.number}.{'xml' if self.kind == 'feed' else 'html'}"


def make_sources(count: int, organisations: list[str], areas: list[str]) -> list[BenchSource]:
    """``count`` sources; no two of them have the same news."""
    chance = random.Random(SEED)
    pairs = [(organisation, area) for organisation in organisations for area in areas]
    chance.shuffle(pairs)
    found = []
    for number in range(count):
        kind = "feed" if number % 2 == 0 else "page"
        without = FEEDS_WITHOUT_VALIDATORS if kind == "feed" else PAGES_WITHOUT_VALIDATORS
        found.append(BenchSource(number, kind, chance.random() >= without, pairs[number % len(pairs)]))
    return found


def render(source: BenchSource, version: int, noise: int) -> str:
    """The source's document."""
    chance = random.Random(f"{source.number}/{noise}")
    items = _items(source, version)
    if source.kind == "page":
        return markup.page(source.number, items, chance)
    return (markup.rss if source.number % 4 == 0 else markup.atom)(source.number, items, chance)


def _items(source: BenchSource, version: int) -> list[markup.Item]:
    """The newest first."""
    chance = random.Random(SEED * 1_000_003 + source.number)
    count = chance.randint(20, 50) if source.kind == "feed" else chance.randint(12, 25)
    items = [
        markup.Item(
            key=f"item-{number}",
            title=markup.sentence(chance, 7)[:-1],
            lead=markup.sentence(chance, 14),
            words=markup.paragraph(chance),
            at=BEGIN - timedelta(days=3 * number, hours=source.number % 24),
        )
        for number in range(count)
    ]
    for number in range(version):
        organisation, area = source.news if number == 0 else (f"{source.news[0]} {number}", source.news[1])
        award = f"{organisation} has been awarded the contract for {area}."
        items.insert(
            0,
            markup.Item(
                key=f"news-{number}",
                title=f"{organisation} wins {area}",
                lead=award,
                words=f"{award} {markup.sentence(chance, 12)}",
                at=BEGIN + timedelta(days=number + 1),
            ),
        )
    return items


def write(folder: Path, source: BenchSource, *, version: int, noise: int) -> None:
    """The source's document where its server finds it, dated by what it says."""
    file = folder / str(source.host) / source.path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(render(source, version, noise), encoding="utf-8")
    moment = (BEGIN + timedelta(hours=version * 1000 + noise)).timestamp()
    os.utime(file, (moment, moment))


def main() -> None:
    """Print the sizes of a part of the corpus, and what the usual parsers take for a document of it."""
    import feedparser
    from bs4 import BeautifulSoup, SoupStrainer

    def milliseconds(parse: Callable[[bytes], object], bodies: list[bytes]) -> float:
        taken = []
        for body in bodies:
            start = time.process_time()
            parse(body)
            taken.append(time.process_time() - start)
        return mean(taken) * 1000

    parsers: dict[str, tuple[str, Callable[[bytes], object]]] = {
        "feed": ("feedparser", feedparser.parse),
        "page": ("Beautiful Soup on <main>", lambda body: BeautifulSoup(body, "lxml", parse_only=SoupStrainer("main"))),
    }
    sources = make_sources(200, ["Harbour Trust"], ["Wealden"])
    for kind, (name, parse) in parsers.items():
        bodies = [render(source, 0, 0).encode() for source in sources if source.kind == kind]
        sizes = [len(body) / 1000 for body in bodies]
        packed = mean(len(gzip.compress(body, 1)) for body in bodies) / 1000
        print(f"{kind}: {min(sizes):.0f}-{max(sizes):.0f} kB, {mean(sizes):.0f} on average, {packed:.1f} packed")
        print(f"  {name}: {milliseconds(parse, bodies[:40]):.1f} ms of processor time each")


if __name__ == "__main__":
    main()
