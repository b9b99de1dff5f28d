"""Pages of about two thousand words with a known number of statements, and the edits that change nothing on them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from random import Random

from monitor.extract.claims import find_claims
from monitor.extract.layout.blocks import html_to_blocks
from monitor.ledger.compare import compare_readings
from monitor.ledger.edits import edits_between
from monitor.model import Change, Document, Sector, document_of
from monitor.programmes import Watchlist, load_packs

WATCHLIST = Watchlist.of(load_packs())
REAL = sorted(
    {
        organisation.name
        for pack in load_packs()
        for organisation in pack.organisations
        if organisation.part == "provider" and not organisation.needs_context and not organisation.vehicle
        # A rename that a pack knows is one event of another kind, and has tests of its own.
        if not organisation.renamed_to and len(organisation.name) > 3 and not organisation.name.isupper()
        # A staff mutual takes nobody's place as a lead, and a council buys what others provide.
        if organisation.sector is not Sector.PUBLIC_MUTUAL and "Council" not in organisation.name
    }
)
AREAS = ("Merseyside", "Essex", "Kent", "Devon", "Norfolk", "Wiltshire", "Cumbria", "Suffolk", "Dorset", "Lincolnshire")
FIRST = (
    "Harbour",
    "Kestrel",
    "Alder",
    "Rowan",
    "Juniper",
    "Larkspur",
    "Thistle",
    "Orchard",
    "Tamar",
    "Wharf",
    "Beacon",
    "Copper",
)
SECOND = (
    "Trust",
    "Care Ltd",
    "Foundation",
    "Housing Group",
    "Support CIC",
    "Services Ltd",
    "Community Trust",
    "Partnership Ltd",
)

#: One statement each, of one body and one area.
SENTENCES = (
    "{name} has been awarded the contract for {area}.",
    "The contract for {area} has been awarded to {name}.",
    "{name} has won the contract for {area}.",
    "The contract in {area} was won by {name}.",
    "{name} is the preferred bidder in {area}.",
    "In {area} the preferred bidder is {name}.",
    "{name} has been named as preferred bidder for {area}.",
    "The service in {area} will be run by {name}.",
    "{name} will deliver the service in {area} from April.",
    "The service in {area} is provided by {name}.",
    "{name} has been appointed as the provider in {area}.",
    "{name} has signed the contract for {area}.",
)
FILLER = (
    "People who come to the centre are met at the door and asked how they would like to be called.",
    "The waiting room was painted last spring, and the chairs no longer creak.",
    "Most appointments last for about half an hour, though some take a whole morning.",
    "Staff keep a kettle in the kitchen, and visitors are welcome to help themselves.",
    "It rained for most of the week, so the garden day has been moved to a drier one.",
    "A short survey found that nine in ten visitors would come again.",
    "The library next door lends books on gardening, cooking and small repairs.",
    "There is a ramp at the side entrance, and the lift works again.",
    "Letters are answered in the order in which they come.",
    "Nobody needs to bring papers to a first talk; a name is enough.",
    "Volunteers sort the post on Mondays and water the plants on Thursdays.",
    "The talk about sleep drew a full room and many questions.",
    "Some like to walk by the river before they come in, and nobody minds if they are late.",
    "The notice board by the stairs shows what is on this month.",
    "Children are welcome, and there is a box of toys under the window.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One statement of a page: who and where, and whether it stands in the table."""

    name: str
    area: str
    sentence: str


def names(random: Random, count: int) -> list[str]:
    """Names of real bodies and of made-up ones, in equal parts, each but once."""
    made = [f"{first} {second}" for first in FIRST for second in SECOND]
    firsts: set[str] = set()
    found: list[str] = []
    pools = [random.sample(REAL, len(REAL)), random.sample(made, len(made))]
    while len(found) < count:
        name = pools[len(found) % 2].pop()
        # Two names with one first word may be one body's long and short name.
        first = re.split(r"\W+", name.removeprefix("The "))[0]
        if first not in firsts:
            firsts.add(first)
            found.append(name)
    return found


def statements(random: Random) -> list[Told]:
    areas = random.sample(AREAS, 6)
    chosen = random.sample(SENTENCES, 6)
    return [Told(*each) for each in zip(names(random, 6), areas, chosen, strict=True)]


def page(random: Random, told: Sequence[Told], *, words: int = 2000) -> str:
    """An HTML page that says ``told``: half of it in sentences among others, half of it in a table."""
    paragraphs = []
    while sum(len(text.split()) for text in paragraphs) < words:
        paragraphs.append(" ".join(random.sample(FILLER, 5)))
    spoken, listed = told[: len(told) // 2], told[len(told) // 2 :]
    for each, place in zip(spoken, random.sample(range(1, len(paragraphs)), len(spoken)), strict=True):
        sentence = each.sentence.format(name=escape(each.name, quote=False), area=each.area)
        paragraphs[place] = f"{sentence} {paragraphs[place]}"
    rows = "".join(f"<tr><td>{each.area}</td><td>{escape(each.name, quote=False)}</td></tr>" for each in listed)
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        "<html><head><title>Contracts</title></head><body><nav><a href='/'>Home</a> <a href='/news'>News</a></nav>"
        f"<main><h1>Contracts</h1><p class='date'>3 May 2026</p>{body}<h2>Providers</h2>"
        f"<table><tr><th>Area</th><th>Provider</th></tr>{rows}</table></main>"
        "<aside class='related'><h3>Related</h3><ul><li><a href='/a'>Opening hours</a></li></ul></aside>"
        "<footer><p>Cookies</p><p>Last updated 3 May 2026</p></footer></body></html>"
    )


def document(html: str) -> Document:
    return document_of(html_to_blocks(html), source_id="s", identity="i", url="https://example.org/")


def changes_between(before: str, after: str) -> list[Change]:
    old, new = document(before), document(after)
    read, reread = find_claims(old, WATCHLIST), find_claims(new, WATCHLIST)
    renames = WATCHLIST.renames()
    return compare_readings(read, reread, edits=edits_between(old, read, new, reread), known_renames=renames)


def _inside(html: str, tag: str, extra: str) -> str:
    """``extra`` put before the end of the last ``tag``; where there is none, at the end of the body."""
    place = html.rfind(f"</{tag}>")
    place = place if place >= 0 else html.rfind("</body>")
    return html[:place] + extra + html[place:] if place >= 0 else html + extra


def _paragraphs_moved(html: str, random: Random) -> str:
    found = [match for match in re.finditer(r"<p>[^<]*</p>", html) if ":" not in match.group()]
    alone = [
        m
        for m in found
        if any(line in m.group() for line in FILLER) and not re.search(r"contract|bidder|service", m.group())
    ]
    if len(alone) < 2:
        return html
    one, other = sorted(random.sample(alone, 2), key=lambda match: match.start())
    return html[: one.start()] + other.group() + html[one.end() : other.start()] + one.group() + html[other.end() :]


def _rows_moved(html: str, random: Random) -> str:
    table = re.search(r"(<tr><td>.*</tr>)</table>", html)
    if not table:
        return html
    rows = re.findall(r"<tr>.*?</tr>", table.group(1))
    random.shuffle(rows)
    return html[: table.start(1)] + "".join(rows) + html[table.end(1) :]


def _outside_tags(html: str, change: Callable[[str], str]) -> str:
    return "".join(part if part.startswith("<") else change(part) for part in re.split(r"(<[^>]*>)", html))


#: Kinds of edit that change nothing of what a page says.
NEUTRAL: dict[str, Callable[[str, Random], str]] = {
    "a menu entry more": lambda html, r: html.replace("</nav>", f"<a href='/m{r.randrange(99)}'>Events {r.randrange(99)}</a></nav>"),
    "another related link": lambda html, r: _inside(html, "aside", f"<ul><li><a href='/r'>Report {r.randrange(9999)}</a></li></ul>"),
    "another footer": lambda html, r: _inside(html, "footer", f"<p>Page {r.randrange(9999)} of this site</p>"),
    "a cookie notice": lambda html, _: html.replace("<body>", "<body><div class='cookie-banner'><p>We use cookies.</p></div>"),
    "another date of update": lambda html, r: re.sub(r"[Uu]pdated \d+ \w+ \d{4}", f"updated {r.randrange(1, 29)} June 2026", html),
    "a counter of readers": lambda html, r: _inside(html, "footer", f"<p>Read {r.randrange(10**6):,} times</p>"),
    "a news ticker": lambda html, r: html.replace("<body>", f"<body><div class='ticker'>Rain at {r.randrange(24)} o'clock</div>"),
    "share buttons": lambda html, r: _inside(html, "main", f"<div class='share'><button>Share {r.randrange(99)}</button></div>"),
    "other classes": lambda html, r: re.sub(r"<p>", f"<p class='c{r.randrange(999)}'>", html),
    "wrapped in divs": lambda html, _: html.replace("<body>", "<body><div class='page'><div>").replace("</body>", "</div></div></body>"),
    "comments and scripts": lambda html, r: html.replace("</body>", f"<!-- {r.random()} --><script>var a={r.random()}</script></body>"),
    "white space": lambda html, _: _outside_tags(html, lambda text: text.replace(" ", "\n  ")),
    "hard blanks": lambda html, _: _outside_tags(html, lambda text: text.replace(" in ", " in\u00a0")),
    "curly quotes": lambda html, _: _outside_tags(html, lambda text: text.replace("'", "\u2019")),
    "entities": lambda html, _: _outside_tags(html, lambda text: text.replace("'", "&#39;").replace(" the ", " &#116;he ")),
    "paragraphs moved": _paragraphs_moved,
    "rows moved": _rows_moved,
    "a row twice": lambda html, _: re.sub(r"(<tr><td>.*?</tr>)", r"\1\1", html, count=1),
    "names in bold": lambda html, _: re.sub(r"<td>([^<]+)</td></tr>", r"<td><b>\1</b></td></tr>", html),
    "names as links": lambda html, _: re.sub(r"<td>([^<]+)</td></tr>", r"<td><a href='/x'>\1</a></td></tr>", html),
    "a sentence of no news": lambda html, r: html.replace("<p>Staff", f"<p>{r.choice(FILLER)} Staff").replace("</main>", f"<p>{r.choice(FILLER)}</p></main>"),
}  # fmt: skip
