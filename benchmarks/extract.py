"""How fast pages become blocks and names are found, as ratios in one run: ``python benchmarks/extract.py``."""

from __future__ import annotations

import random
import string
import time
from collections.abc import Callable

from bs4 import BeautifulSoup

from monitor.extract.blocks import html_to_blocks
from monitor.extract.claims import find_claims
from monitor.model import document_of
from monitor.programmes import Watchlist, load_packs
from monitor.programmes.pack import Organisation, Programme


def best(work: Callable[[], object], times: int = 9) -> float:
    """The least processor time of several runs, in seconds: what other work on the machine took does not count."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def main() -> None:
    """Print each figure beside its target."""
    random.seed(7)
    words = ["".join(random.choices(string.ascii_lowercase, k=7)) for _ in range(20_000)]
    sentences = [" ".join(random.choices(words, k=18)).capitalize() + "." for _ in range(320)]
    page = "<html><body><nav><ul>" + "<li><a href='/a'>Menu</a></li>" * 30 + "</ul></nav><main class='content'>"
    page += "".join(
        f"<h2>{s[:30]}</h2><p class='t'>{s} <b>{s[:20]}</b> <a href='/x'>{s[:12]}</a></p>" for s in sentences
    )
    page += "</main></body></html>"
    tree = best(lambda: BeautifulSoup(page, "lxml"))
    blocks = best(lambda: html_to_blocks(page))
    print(f"page of {len(page) // 1024} kB to blocks: {tree / blocks:.1f} times as fast as the tree (target 5)")
    document = document_of(html_to_blocks(page), source_id="s", identity="d", url="https://example.org/")
    watchlist = Watchlist.of(load_packs())
    claims = best(lambda: find_claims(document, watchlist), 5)
    print(f"blocks to claims: {claims / tree:.2f} of the tree (target 0.33)")
    names = tuple(
        Organisation(id=f"o{n}", name=" ".join(random.sample(words, 2)).title() + random.choice(["", " Ltd", " Trust"]))
        for n in range(50_000)
    )
    pack = Programme(id="p", name="P", organisations=names)
    print(f"50,000 names ready: {best(lambda: Watchlist.of([pack])) * 1000:.0f} ms (target 100)")


if __name__ == "__main__":
    main()
