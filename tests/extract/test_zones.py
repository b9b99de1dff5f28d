"""Zones that a site teaches: what recurs on its pages, what moves at every visit. A zone lowers confidence and deletes nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.extract.claims import find_claims
from monitor.extract.layout.blocks import html_to_blocks
from monitor.extract.layout.zones import frame_of, with_zones
from monitor.model import Document, Frame, Zone, document_of
from monitor.programmes import Watchlist

NO_PACKS = Watchlist.of([])
AWARD = "<p>Harbour Trust has been awarded the contract for Kent.</p>"


def page(name: str, *parts: str) -> Document:
    body = "".join(f"<section>{part}</section>" for part in parts)
    return document_of(
        html_to_blocks(f"<html><body>{body}</body></html>"),
        source_id="s",
        identity=name,
        url=f"https://site.example/{name}",
    )


def frame(document: Document) -> Frame:
    found = frame_of(document)
    assert found is not None
    return found


def zones(document: Document) -> dict[str, Zone]:
    return {block.text: block.zone for block in document.blocks}


def test_what_stands_on_three_other_pages_of_a_site_is_its_frame() -> None:
    promise = "<p>We never sleep so that you can.</p>"
    sisters = [frame(page(f"p{n}", promise, f"<p>News number {n}.</p>")) for n in range(3)]

    read = with_zones(page("mine", promise, AWARD), earlier=(), sisters=sisters)

    assert zones(read)["We never sleep so that you can."] is Zone.RECURRING
    assert zones(read)["Harbour Trust has been awarded the contract for Kent."] is Zone.MAIN


def test_a_place_that_held_other_words_at_most_visits_is_volatile() -> None:
    visits = [page("mine", f"<p>Now reading: {word}</p>", AWARD) for word in ("tea", "rain", "bread", "chess")]

    read = with_zones(visits[-1], earlier=[frame(visit) for visit in visits[:-1]], sisters=())

    assert zones(read)["Now reading: chess"] is Zone.VOLATILE
    assert zones(read)["Harbour Trust has been awarded the contract for Kent."] is Zone.MAIN


def test_a_place_that_changed_once_is_news() -> None:
    before, after = page("mine", "<p>Nothing yet.</p>"), page("mine", AWARD)

    read = with_zones(after, earlier=[frame(before)] * 4, sisters=())

    assert set(zones(read).values()) == {Zone.MAIN}


def test_a_zone_that_is_learned_makes_a_claim_less_sure_and_keeps_it() -> None:
    alone = page("mine", AWARD)
    (plain,) = find_claims(alone, NO_PACKS).claims

    framed = with_zones(alone, earlier=(), sisters=[frame(page(f"p{n}", AWARD)) for n in range(3)])
    (claim,) = find_claims(framed, NO_PACKS).claims

    assert claim.confidence < plain.confidence
    assert (claim.organisation, claim.role, claim.areas) == (plain.organisation, plain.role, plain.areas)


@given(st.lists(st.sampled_from(["tea", "rain", "bread", "chess"]), min_size=1, max_size=8))
def test_no_word_is_lost_whatever_is_learned(words: list[str]) -> None:
    visits = [page("mine", f"<p>{word}</p>", AWARD) for word in words]
    sisters = [frame(page(f"p{n}", f"<p>{word}</p>")) for n, word in enumerate(words)]

    read = with_zones(visits[-1], earlier=[frame(visit) for visit in visits[:-1]], sisters=sisters)

    assert read.text == visits[-1].text
    assert [block.text for block in read.blocks] == [block.text for block in visits[-1].blocks]
