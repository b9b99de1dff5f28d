"""What could not be read goes to staff as "to check", once for each body and document, and never to members."""

from __future__ import annotations

from monitor.digest.render import render
from monitor.extract.claims import find_claims
from monitor.extract.layout.blocks import text_to_blocks
from monitor.model import Document, Mention, document_of
from monitor.programmes import Watchlist
from monitor.programmes.pack import Organisation, Programme

KNOWN = Watchlist.of([Programme(id="p", name="P", organisations=(Organisation(id="acme", name="Acme Trust"),))])
NEAR = "The lead on the tender of Acme Trust went home early, and that was that."
AWARD = "Acme Trust has been awarded the contract for Kent."


def a_page(text: str) -> Document:
    return document_of(
        text_to_blocks(text),
        source_id="s",
        identity="d",
        url="https://site.example/d",
        title="A notice",
        publisher="The Paper",
    )


def unread(text: str) -> list[tuple[Document, Mention]]:
    page = a_page(text)
    return [(page, mention) for mention in find_claims(page, KNOWN).mentions]


def test_a_known_name_beside_a_telling_word_without_a_claim_is_to_check(build) -> None:
    digest = build.digest(mentions=unread(NEAR))

    (item,) = digest.to_check
    assert item.headline.startswith("Acme Trust is named near \u201ctender\u201d")
    assert item.quotes[0].text in NEAR
    assert item.links[0].url == "https://site.example/d"


def test_a_body_of_which_a_claim_was_made_is_not_to_check() -> None:
    assert unread(f"{AWARD}\n\n{NEAR}") == []


def test_members_are_not_told_what_could_not_be_read(build) -> None:
    bulletin = render(build.digest(mentions=unread(NEAR)), base_url="https://network.example", identity="The Network")

    assert "Acme Trust" not in bulletin.text + bulletin.html
