"""The optional reader: asked only where a source opts in, believed only as far as the text bears it out, and never by the ledger."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from monitor.errors import FetchError
from monitor.extract.asked import claims_of_answer, question
from monitor.extract.layout.blocks import text_to_blocks
from monitor.model import Layer, document_of
from monitor.poll.reader import Reader
from monitor.programmes import Watchlist
from monitor.review.withheld import suppressed
from monitor.sources.fetch.ask import ask
from tests.site import Endpoint, running_endpoint

RECORDED = json.loads(Path(__file__).with_name("recorded_reader.json").read_text(encoding="utf-8"))
ODD = "In the end the keys of Kent were handed to Quayside Housing, who had won the day."
NO_PACKS = Watchlist.of([])


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    """One that always gives the recorded answer."""
    with running_endpoint() as running:
        running.answer = lambda _told: json.dumps(RECORDED).encode()
        yield running


def page(text: str):
    return document_of(text_to_blocks(text), source_id="s", identity="d", url="https://site.example/d")


def answered(*claims: dict[str, Any]) -> dict[str, Any]:
    return {"choices": [{"message": {"content": json.dumps({"claims": list(claims)})}}]}


GOOD = {
    "organisation": "Quayside Housing", "role": "lead", "status": "awarded", "areas": ["Kent", "Essex"],
    "quote": "the keys of Kent were handed to Quayside Housing, who had won the day",
}  # fmt: skip


def test_a_claim_that_the_text_bears_out_is_kept_unsure_and_with_the_areas_that_its_words_name() -> None:
    (claim,) = claims_of_answer(answered(GOOD), page(ODD), NO_PACKS)

    assert (claim.organisation, claim.layer, claim.areas) == ("Quayside Housing", Layer.LLM, ("Kent",))
    assert claim.confidence < 0.5
    assert page(ODD).text[claim.evidence.start : claim.evidence.end] == claim.evidence.quote


@pytest.mark.parametrize(
    "wrong",
    [
        {"quote": "the keys of Kent were given to Quayside Housing, who had won the day"},
        {"quote": "In the end the keys of Kent"},
        {"quote": "to Quayside Housing"},
        {"organisation": "Harbour Trust"},
        {"role": "winner"},
        {"status": None},
        {"quote": 7},
    ],
    ids=[
        "a word forged",
        "no name in it",
        "no verb of contracting",
        "another name",
        "no such role",
        "no status",
        "no words",
    ],
)
def test_what_the_text_does_not_bear_out_is_dropped(wrong: dict[str, Any]) -> None:
    assert claims_of_answer(answered(GOOD | wrong), page(ODD), NO_PACKS) == ()


@pytest.mark.parametrize(
    "answer", [None, [], {}, {"choices": []}, {"choices": [{"message": {"content": "{"}}]}, answered("x")]
)  # type: ignore[arg-type]
def test_an_answer_of_any_shape_raises_nothing(answer: Any) -> None:
    assert claims_of_answer(answer, page(ODD), NO_PACKS) == ()


def test_only_the_text_is_sent_and_no_more_than_is_allowed() -> None:
    asked = question(page("word " * 9000), model="m", most_characters=100)

    assert asked["model"] == "m"
    assert len(asked["messages"][1]["content"]) < 120


def polled(poller, endpoint: Endpoint, *, opted_in: bool):
    page = poller("/page", reader=opted_in)
    put = partial(ask, endpoint.url, key="k", internal=True)
    page.tools = replace(page.tools, reader=Reader(ask=put, model="small-reader"))
    page.poll()
    return page


def test_what_it_found_goes_to_the_desk_and_not_into_the_ledger(site, poller, store, endpoint) -> None:
    site.put(
        "/page",
        "<html><body><p>Nothing is decided yet.</p><p>The county council will say more in May.</p></body></html>",
    )
    page = polled(poller, endpoint, opted_in=True)
    site.put("/page", f"<html><body><p>{ODD}</p></body></html>")

    assert page.poll() == []

    assert store.standings.open() == ()
    assert endpoint.keys == ["Bearer k", "Bearer k"]
    since = datetime(2014, 1, 1, tzinfo=UTC)
    (found,) = [
        each
        for each in suppressed(store, since=since, until=page.now.replace(year=2015))
        if "subcontractor" in each.sentence
    ]
    assert found.quote == "the keys of Kent were handed to Quayside Housing, who had won"
    assert "too unsure" in found.reason


def test_a_source_that_did_not_opt_in_is_not_shown_to_it(site, poller, endpoint) -> None:
    site.put("/page", f"<html><body><p>{ODD}</p></body></html>")

    polled(poller, endpoint, opted_in=False)

    assert endpoint.told == []


def test_a_reader_that_fails_costs_a_note_and_nothing_else(site, poller, store, endpoint) -> None:
    endpoint.status = 500
    site.put("/page", "<html><body><p>Harbour Trust has been awarded the contract for Kent.</p></body></html>")

    page = polled(poller, endpoint, opted_in=True)

    assert page.last.failure == ""
    assert any("the optional reader could not be asked: the reader answered 500" in note for note in page.last.notes)
    assert [standing.organisation for standing in store.standings.open()] == ["Harbour Trust"]


def test_an_endpoint_on_a_private_network_must_be_allowed(endpoint) -> None:
    with pytest.raises(FetchError):
        ask(endpoint.url, {})

    assert endpoint.told == []


def test_an_answer_that_is_too_large_or_no_json_is_an_error(endpoint) -> None:
    endpoint.answer = lambda _told: b"x" * 5000

    with pytest.raises(FetchError, match="not JSON"):
        ask(endpoint.url, {}, internal=True)
    with pytest.raises(FetchError):
        ask(endpoint.url, {}, internal=True, most_bytes=1000)
