"""How fast pages become blocks, blocks claims, and names are found, as ratios in one run: ``python benchmarks/extract.py``.

The pages are made here: a page of news has a menu, an article of some 900 words of which a third is about contracts, teasers
of other articles and a foot, 55 kB in all; a feed has 35 entries that are about anything else.
"""

from __future__ import annotations

import random
import string
import time
from collections.abc import Callable

from bs4 import BeautifulSoup

from monitor.extract.claims import find_claims
from monitor.extract.layout.blocks import html_to_blocks
from monitor.model import Document, document_of
from monitor.programmes import Watchlist, load_packs
from monitor.programmes.pack import Organisation, Programme

_TOLD = (
    "The council has awarded the contract for home care in Wealden to Harbour Trust, which will work with Mill Homes and Kestrel Care.",
    "Larkfield Services, the present provider, was told on Monday that its bid had been rejected.",
    "The service in Adur and Arun will be run from April by Quayside, a charity that was founded in 1974.",
    "Harbour Trust is to subcontract the night service to Lantern Nurses, a co-operative.",
    "Three bidders remain in the race for Thanet: Mill Homes, Northway Group and Foyle College.",
)
_OTHER = (
    "People who live in the flats above the shops said that they had heard nothing about it until the weekend.",
    "The weather kept many of them away, though a few stood in the rain with umbrellas and watched the river rise.",
    "It was the third time in as many years that the question had come before the meeting, and nobody was surprised.",
    "A spokeswoman said that the figures would be looked at again in the spring, when more is known about the costs.",
    "She has taught at the school since 2009, sings in the choir and is often seen on her bicycle along the canal.",
    "Trains were late for most of the morning because of a fallen tree, and the road was closed until noon.",
)


def best(work: Callable[[], object], times: int = 9) -> float:
    """The least processor time of several runs, in seconds: what other work on the machine took does not count."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def news_page() -> str:
    """A page of news of 55 kB."""
    paragraphs = []
    for number in range(15):
        told = [_TOLD[number % len(_TOLD)]] if number % 3 else []
        paragraphs.append(" ".join([*told, *random.sample(_OTHER, 3)]))
    article = "".join(f'<p class="article__text">{text}</p>\n' for text in paragraphs)
    metas = "".join(f'<meta property="og:part{n}" content="New provider for home care">\n' for n in range(12))
    teasers = "".join(_TEASER.format(n=n, title=_OTHER[n % 6][:40], text=_OTHER[(n + 1) % 6]) for n in range(80))
    return (
        f"<!doctype html><html><head><title>New provider for home care</title>\n{metas}</head><body><nav><ul>\n{_links('nav', 80)}</ul></nav>\n"
        f"<main><article><h1>New provider for home care</h1>\n{article}</article></main>\n<aside>{teasers}</aside>\n"
        f"<footer><ul>\n{_links('foot', 40)}</ul><p>About us</p></footer></body></html>"
    )


_TEASER = """<div class="card card--wide"><a class="card__link" href="/news/{n}"><span class="card__picture"><img src="/i/{n}.jpg" alt="" width="320" height="180" loading="lazy"></span>
<h3 class="card__title">{title}</h3><p class="card__text">{text}</p></a>
<span class="card__time">2 hours ago</span> <a class="card__part" href="/part/{n}"><span>Town</span></a></div>
"""


def _links(name: str, count: int) -> str:
    return "".join(
        f'<li class="{name}__item"><a class="{name}__link" href="/{name}/{n}"><span>Part {n}</span></a></li>\n'
        for n in range(count)
    )


def as_document(page: str) -> Document:
    """The blocks of a page as a document."""
    return document_of(html_to_blocks(page), source_id="s", identity="d", url="https://example.org/")


def main() -> None:
    """Print each figure beside its target."""
    random.seed(7)
    words = ["".join(random.choices(string.ascii_lowercase, k=7)) for _ in range(20_000)]
    watchlist = Watchlist.of(load_packs())
    page = news_page()
    tree = best(lambda: BeautifulSoup(page, "lxml"))
    blocks = best(lambda: html_to_blocks(page))
    print(f"page of news, {len(page) // 1024} kB, to blocks: {tree / blocks:.1f} times as fast as the tree (target 5)")
    document = as_document(page)
    claims = best(lambda: find_claims(document, watchlist))
    found = len(find_claims(document, watchlist).stated())
    print(
        f"blocks to {found} claims: {claims * 1000:.1f} ms, {claims / tree:.2f} of the tree's {tree * 1000:.0f} ms (target 0.33)"
    )
    quiet = as_document("<p>" + "</p><p>".join(" ".join(_OTHER) for _ in range(12)) + "</p>")
    nothing = best(lambda: find_claims(quiet, watchlist))
    print(
        f"{len(quiet.text) // 1024} kB that tell of no contract: {nothing * 1000:.2f} ms, {nothing / tree:.3f} of the tree"
    )
    names = tuple(
        Organisation(id=f"o{n}", name=" ".join(random.sample(words, 2)).title() + random.choice(["", " Ltd", " Trust"]))
        for n in range(50_000)
    )
    pack = Programme(id="p", name="P", organisations=names)
    print(f"50,000 names ready: {best(lambda: Watchlist.of([pack])) * 1000:.0f} ms (target 100)")


if __name__ == "__main__":
    main()
