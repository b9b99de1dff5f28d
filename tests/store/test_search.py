"""Search and the facts of claims, on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.model import Completeness, DocumentRecord, Reading
from tests.store import builders as b


@pytest.fixture
def filled(store):
    document = b.a_document("Acme", "Beacon 100%")
    open_list = replace(b.a_claim("Acme"), completeness=Completeness.OPEN, payment="payment by results")
    reading = Reading(claims=(open_list, b.a_claim("Beacon 100%")))
    store.record(
        b.a_poll(
            "Acme", "Beacon 100%", document=document, documents=(DocumentRecord(document=document, reading=reading),)
        )
    )
    return store


def test_a_body_a_change_and_a_document_are_found_whatever_the_case(filled):
    assert [hit.id for hit in filled.search.find("ACM") if hit.kind == "organisation"] == ["acme"]
    assert {hit.kind for hit in filled.search.find("acme")} == {"organisation", "event"}
    assert [hit.words for hit in filled.search.find("who lead") if hit.kind == "document"] == ["Who leads"]


def test_what_is_looked_for_is_no_pattern(filled):
    assert [hit.id for hit in filled.search.find("0%") if hit.kind == "organisation"] == ["beacon 100%"]
    assert filled.search.find("_c_e") == ()
    assert filled.search.find("a") == ()


def test_a_claim_knows_what_its_list_says_of_itself_and_which_facts_it_states(filled):
    by_name = {sighting.claim.organisation: sighting.claim.id for sighting in filled.claims.list()}

    assert filled.claims.completeness(by_name.values()) == {by_name["Acme"]: Completeness.OPEN}
    assert [each.claim.organisation for each in filled.claims.stating()] == ["Acme"]
    assert filled.claims.stating(("volume",)) == ()
    assert filled.claims.stating(organisation_ids=["beacon 100%"]) == ()
