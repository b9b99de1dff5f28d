"""Scripts, markup, templates and odd characters in every field of the ledger arrive on every page as words."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from monitor.ledger.opendata import standing_id
from monitor.model import Block, BlockKind, Decision, Evidence, Role, Verdict, document_of
from monitor.text import fingerprint, slug
from tests.store import builders as b
from tests.web.conftest import PRESENT, serve, watched_tab

SHARED = Path(os.environ.get("TIERWATCH_SHARED", Path(__file__).parents[3] / "shared")) / "corpora"
OWN = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7777 }}", "{% for x in range(9) %}x{% endfor %}",
    "${7*7777}", "#{7*7777}", "\u202egnp.exe", "</title><script>alert(1)</script>", "javascript:alert(1)", "' onmouseover='alert(1)",
    "<svg/onload=alert(1)>", "<iframe src=javascript:alert(1)>", "]]><!--", "&lt;script&gt;", "--><style>*{display:none}</style>",
    "\ue000mark\ue001", "data:text/html,<script>alert(1)</script>", "<a href=//evil.example>x</a>", "../../etc/passwd", "%2e%2e%2f",
    "a/b?c=d#e", "Acme & Söhne’s “Trust”", "\U0001d552" * 60, "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<base href=//evil.example>", "<form action=//evil.example><button>x", "'; DROP TABLE standings; --",
]  # fmt: skip
PROGRAMME = "hostile"
#: What a template would make of "7 * 7777"; the same digits may stand inside an identifier.
COMPUTED = re.compile(r"(?<![0-9a-z])54439(?![0-9a-z])")


def corpus(relative, most):
    path = SHARED / relative
    if not path.exists():
        return []
    files = [path] if path.is_file() else sorted(each for each in path.rglob("*") if each.is_file())
    found = []
    for file in files:
        if file.suffix == ".json":
            values = json.loads(file.read_text())
            values = values if isinstance(values, list) else list(values.values())
            found += [
                each if isinstance(each, str) else each.get("payload", "")
                for each in values
                if isinstance(each, str | dict)
            ]
        else:
            found += file.read_text(errors="replace").splitlines()
    found = [each.strip()[:300] for each in found if each.strip()]
    return found[:: max(1, len(found) // most)][:most]


#: How many strings of each corpus the ordinary run takes.
SOME = {
    "xss/dompurify.json": 20,
    "xss/payloads": 20,
    "template-injection/payloads.json": 8,
    "naughty-strings/blns.json": 12,
}
EVERY = dict.fromkeys(SOME, 1_000_000)


def payloads(most):
    found = [*OWN, *(each for relative, number in most.items() for each in corpus(relative, number))]
    return list(dict.fromkeys(each for each in found if "\x00" not in each and "\ud800" not in each))


def a_hostile_poll(words, number):
    day = PRESENT - timedelta(days=2)
    document = document_of(
        [Block(kind=BlockKind.PARAGRAPH, text=f"{words} sought by nobody {number}")], source_id="hostile",
        identity=f"{number}", url=f"https://source.test/{number}?{words}", title=words, publisher=words,
    )  # fmt: skip
    shared = {
        "area": f"{words} {number % 40}",
        "programme": PROGRAMME,
        "partnership": words,
        "valid_from": date(2026, 5, 1),
    }
    standing = replace(
        b.a_standing("x", **shared), organisation=words, organisation_id=f"~h{number}", quote=words, contract=words, url=words,
        claim_id=fingerprint("c", number), role=[Role.LEAD, Role.PARTNER, Role.SUBCONTRACTOR][number % 3],
    )  # fmt: skip
    change = replace(
        b.a_change(words, area=shared["area"], programme=PROGRAMME, partnership=words), organisation_id=f"~h{number}",
        before=words, after=words, evidence=Evidence(quote=words, start=0, end=len(words)),
        evidence_before=Evidence(quote=words, start=0, end=len(words)), organisation_to=words,
    )  # fmt: skip
    event = b.an_event(change, document=document, at=day, wording=words, title=words, publisher=words, url=words)
    return (
        b.a_poll(document=document, at=day, poll_id=f"h{number}", begun=(standing,), events=(event,)),
        standing,
        event,
    )


@pytest.fixture(scope="module")
def hostile(request, demonstration, tmp_path_factory):
    """A ledger in which nothing is meant well, and every address of it."""
    with serve(demonstration, tmp_path_factory.mktemp("hostile") / "state", api_requests_a_minute=100_000) as pages:
        addresses = [f"/programmes/{PROGRAMME}?page={n}" for n in range(1, 8)]
        addresses += [
            f"/programmes/{PROGRAMME}/numbers",
            "/",
            "/data",
            "/subscribe",
            *(f"/changes?page={n}" for n in range(1, 6)),
        ]
        for number, words in enumerate(payloads(getattr(request, "param", SOME))):
            poll, standing, event = a_hostile_poll(words, number)
            (stored,) = pages.store.record(poll).events
            accept = Decision(event_id=stored.id, verdict=Verdict.EDIT, by="ada", at=PRESENT, wording_after=words)
            pages.store.events.decide(accept)
            addresses += [
                f"/programmes/{PROGRAMME}/areas/{slug(standing.area) or '-'}", f"/organisations/~h{number}",
                f"/programmes/{PROGRAMME}/partnerships/{slug(words) or '-'}", f"/facts/{standing_id(standing)}",
                f"/changes/{stored.id}", f"/documents/{event.document_id}", f"/wrong/organisation/~h{number}",
                f"/embed/{PROGRAMME}/{slug(standing.area) or '-'}",
            ]  # fmt: skip
        yield pages, addresses


ALLOWED_SCRIPT = "/assets/"


def faults_of(html):
    """What on a page is not ours: scripts, handlers, frames, addresses of other kinds, styles."""
    tree = LexborHTMLParser(html)
    found = [each.html[:100] for each in tree.css("script") if ALLOWED_SCRIPT not in (each.attributes.get("src") or "")]
    found += [
        each.html[:100]
        for each in tree.css("iframe, object, embed, base, style, meta[http-equiv], marquee, img, video, math")
    ]
    for each in tree.css("*"):
        for name, value in each.attributes.items():
            if (
                name.startswith("on")
                or name == "style"
                or (name in {"href", "src", "action", "formaction", "xlink:href"} and not fit(value))
            ):
                found.append(each.html[:160])
    return found


def fit(address):
    return (
        address is None
        or address == ""
        or (address.startswith(("/", "#", "?", "http://", "https://")) and not address.startswith("//"))
    )


def test_every_page_shows_them_as_words(hostile):
    pages, addresses = hostile
    client, seen = pages.client(), 0
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code in {200, 404}, address
        html = answer.get_data(as_text=True)
        assert faults_of(html) == [], address
        assert not COMPUTED.search(html), address
        seen += answer.status_code == 200
    assert seen > 0.9 * len(addresses)


@pytest.mark.soak
@pytest.mark.skipif(not os.environ.get("TIERWATCH_SOAK"), reason="a long proof: set TIERWATCH_SOAK=1")
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("hostile", [EVERY], indirect=True, ids=["every string"])
def test_every_string_of_the_corpora_is_shown_as_words(hostile):
    test_every_page_shows_them_as_words(hostile)


def test_what_is_searched_for_is_words_too(hostile):
    pages, _ = hostile
    for words in OWN:
        html = pages.client().get("/search", query_string={"q": words}).get_data(as_text=True)
        assert faults_of(html) == []
        assert not COMPUTED.search(html)


def test_files_feeds_and_the_api_carry_them_whole_and_safe(hostile):
    pages, _ = hostile
    client = pages.client()
    from lxml import etree

    feed = client.get(f"/data/changes.atom?programme={PROGRAMME}")
    assert etree.fromstring(feed.data, etree.XMLParser(resolve_entities=False)) is not None
    cells = client.get(f"/data/standings.csv?programme={PROGRAMME}").get_data(as_text=True)
    assert "\n=" not in cells
    listed = client.get(f"/api/v1/standings?programme={PROGRAMME}&limit=200").json["standings"]
    assert {each["organisation"] for each in listed} >= set(OWN)


def visited(chromium, pages, addresses, **options):
    """Open every address in a browser, in which nothing may run, ask or leave."""
    with watched_tab(chromium, pages.url, **options) as tab:
        for address in addresses:
            tab.goto(address, wait_until="domcontentloaded")
            assert tab.url.startswith(pages.url)


@pytest.mark.browser
def test_a_browser_runs_none_of_them(hostile, chromium):
    pages, addresses = hostile
    # The first fourteen are pages that show many strings each.
    visited(chromium, pages, [*addresses[:16], *addresses[16::37]])


@pytest.mark.browser
@pytest.mark.soak
@pytest.mark.skipif(not os.environ.get("TIERWATCH_SOAK"), reason="a long proof: set TIERWATCH_SOAK=1")
@pytest.mark.timeout(3 * 3600)
@pytest.mark.parametrize("hostile", [EVERY], indirect=True, ids=["every string"])
def test_a_browser_runs_none_of_all_strings_on_any_page(hostile, chromium):
    pages, addresses = hostile
    # Escaping has to stand alone: the content policy is taken away.
    visited(chromium, pages, addresses, bypass_csp=True)
