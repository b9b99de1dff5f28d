"""A thousand made-up sources: half feeds, half news pages, five to a host, drawn from a seed, in versions.

``version`` grows when a source has news: one more item, which states an award. ``noise`` grows when only tokens, build dates and the
sidebar change. The sizes are those of ordinary feeds (20-50 entries, 27-62 kB) and news pages (12-25 cards, 39-76 kB).
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

SEED = 7
PER_HOST = 5
FEEDS_WITHOUT_VALIDATORS = 0.15
PAGES_WITHOUT_VALIDATORS = 0.40
BEGIN = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)

_VOCABULARY = """
    the a our their new local national project service support people families young older women men work works
    working team staff  volunteers training housing health learning skills prison community partners report research
    evidence shows finds week month year  plan fund grant council region county town centre office visit meeting
    event season garden kitchen music reading sport art helps  begins opens closes grows meets shares builds offers
    brings keeps makes takes gives asks answers more less first last early late  after before during across within
    about from with without and or but while because open warm busy quiet small large good better
"""
_WORDS = tuple(_VOCABULARY.split())


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


def _sentence(chance: random.Random, length: int) -> str:
    return " ".join(chance.choices(_WORDS, k=length)).capitalize() + "."


def _paragraph(chance: random.Random) -> str:
    return " ".join(_sentence(chance, chance.randint(9, 16)) for _ in range(chance.randint(3, 6)))


def _items(source: BenchSource, version: int) -> list[tuple[str, str, str, datetime]]:
    """Key, title, words and date of each item, newest first."""
    chance = random.Random(SEED * 1_000_003 + source.number)
    count = chance.randint(20, 50) if source.kind == "feed" else chance.randint(12, 25)
    items = [
        (
            f"item-{number}",
            _sentence(chance, 7)[:-1],
            _paragraph(chance),
            BEGIN - timedelta(days=3 * number, hours=source.number % 24),
        )
        for number in range(count)
    ]
    for number in range(version):
        organisation, area = source.news if number == 0 else (f"{source.news[0]} {number}", source.news[1])
        words = f"{organisation} has been awarded the contract for {area}. {_sentence(chance, 12)}"
        items.insert(0, (f"news-{number}", f"{organisation} wins {area}", words, BEGIN + timedelta(days=number + 1)))
    return items


def render(source: BenchSource, version: int, noise: int) -> str:
    """The source's document."""
    chance = random.Random(f"{source.number}/{noise}")
    draw = _feed if source.kind == "feed" else _page
    return draw(source, _items(source, version), chance)


def _feed(source: BenchSource, items: list[tuple[str, str, str, datetime]], noise: random.Random) -> str:
    site = f"https://site-{source.number}.example"
    built = (BEGIN + timedelta(minutes=noise.randint(0, 5000))).strftime("%a, %d %b %Y %H:%M:%S GMT")
    entries = "".join(
        f"<item><title>{title}</title><link>{site}/{key}</link><guid isPermaLink='false'>{site}#{key}</guid>"
        f"<pubDate>{date:%a, %d %b %Y %H:%M:%S GMT}</pubDate><category>News</category>"
        f"<description><![CDATA[<p>{words}</p><p><a href='{site}/{key}'>Read on</a></p>]]></description></item>\n"
        for key, title, words, date in items
    )
    return (
        f"<?xml version='1.0' encoding='utf-8'?>\n<rss version='2.0'><channel><title>Site {source.number}</title><link>{site}</link>"
        f"<description>News</description><lastBuildDate>{built}</lastBuildDate><generator>maker {noise.random():.12f}</generator>\n"
        f"{entries}</channel></rss>\n"
    )


def _page(source: BenchSource, items: list[tuple[str, str, str, datetime]], noise: random.Random) -> str:
    fixed = random.Random(source.number)
    menu = "".join(f"<li><a href='/s{n}'>{_sentence(fixed, 3)[:-1]}</a></li>" for n in range(40))
    popular = "".join(f"<li><a href='/p{n}'>{_sentence(noise, 6)[:-1]}</a></li>" for n in range(8))
    script = "".join(f"function f{n}(a){{return a*{fixed.randint(1, 999)}+{n};}}\n" for n in range(450))
    cards = "".join(
        f"<article class='card' id='{key}'><h2><a href='/{key}'>{title}</a></h2><time datetime='{date:%Y-%m-%d}'>{date:%d %B %Y}</time>"
        f"<p class='lead'>{words}</p><a class='more' href='/{key}'>Read on</a></article>\n"
        for key, title, words, date in items
    )
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>News | Site {source.number}</title>"
        f"<meta name='csrf' content='{noise.random():.12f}'><script>{script}</script></head><body>"
        f"<header><a href='/'>Site {source.number}</a><nav><ul>{menu}</ul></nav></header>"
        f"<main><h1>News</h1>{cards}</main><aside><h2>Popular</h2><ul>{popular}</ul></aside>"
        f"<footer><p>Built {noise.randint(1, 28)} October 2026, number {noise.randint(1000, 9999)}.</p></footer></body></html>\n"
    )


def write(folder: Path, source: BenchSource, *, version: int, noise: int) -> None:
    """The source's document where its server finds it, dated by what it says."""
    file = folder / str(source.host) / source.path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(render(source, version, noise), encoding="utf-8")
    moment = (BEGIN + timedelta(hours=version * 1000 + noise)).timestamp()
    os.utime(file, (moment, moment))
