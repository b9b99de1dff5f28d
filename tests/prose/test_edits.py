"""Edits that change nothing, and the one that changes exactly a name."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.extract.discourse.prose import read_prose
from tests.prose.reading import NOBODY, a_document, told

TEXT = """Contracts awarded for housing advice

Kent County Council has awarded the contract for Kent to Harbour Trust, in partnership with Mill Homes. The contract for Essex was won by Kestrel Care Ltd.

The preferred bidders for Devon and Cornwall are Alder Services and Rowan Housing Group. Tamar Advice was not selected.

Harbour Trust said it was delighted. The work begins in April."""

EDITS: dict[str, Callable[[str], str]] = {
    "curly quotes": lambda text: text.replace("'", "\u2019"),
    "hard blanks": lambda text: text.replace(" in ", "\u00a0in "),
    "double blanks": lambda text: text.replace(" ", "  "),
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
    "more blank lines": lambda text: text.replace("\n\n", "\n\n\n\n"),
    "trailing blanks": lambda text: text.replace("\n", " \n"),
    "a cookie notice": lambda text: text + "\n\nWe use cookies to make this site work.",
    "a share line": lambda text: text + "\n\nShare this: Email | Print",
    "a menu before": lambda text: "Home | News | Contact us\n\n" + text,
    "the weather": lambda text: text + "\n\nWeather today: sun, 19 degrees.",
    "a date line": lambda text: text.replace("\n\n", "\n\n18 December 2024\n\n", 1),
    "paragraphs moved": lambda text: "\n\n".join([(parts := text.split("\n\n"))[0], parts[2], parts[1], parts[3]]),
    "a sentence of no news": lambda text: text.replace("The work begins", "Everyone was pleased. The work begins"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_neutral_edit_changes_nothing(edit: str) -> None:
    assert told(EDITS[edit](TEXT)) == told(TEXT)


@pytest.mark.parametrize(
    "name", ["Harbour Trust", "Mill Homes", "Kestrel Care Ltd", "Alder Services", "Rowan Housing Group", "Tamar Advice"]
)
def test_swapping_a_name_changes_exactly_that(name: str) -> None:
    other = "Juniper Support"
    swapped = {(other if row[0] == name else row[0], *row[1:]) for row in told(TEXT)}

    assert name in {row[0] for row in told(TEXT)}
    assert told(TEXT.replace(name, other)) == swapped


WORDS = st.sampled_from(
    [
        "Harbour",
        "Trust",
        "Mill",
        "Homes",
        "and",
        "or",
        ",",
        ".",
        ";",
        ":",
        "(",
        ")",
        "won",
        "the",
        "contract",
        "for",
        "Kent",
        "Essex",
        "awarded",
        "to",
        "led",
        "by",
        "with",
        "partner",
        "in",
        "not",
        '"',
        "'",
        "-",
        "–",
        "’",
        "6",
        "six",
        "areas",
        "will",
        "run",
        "\ue000",
        "é",
        "preferred",
        "bidder",
        "was",
    ]
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.text(max_size=400), st.lists(WORDS, max_size=60).map(" ".join)))
def test_whatever_the_text_the_evidence_is_in_it_and_nothing_is_raised(text: str) -> None:
    document = a_document(text)
    reading = read_prose(document, NOBODY)[0]

    for found in (*reading.claims, *reading.renames, *reading.contacts, *reading.mentions):
        assert document.text[found.evidence.start : found.evidence.end] == found.evidence.quote
    assert all(claim.evidence.quote for claim in reading.claims)


def test_a_retired_mailbox_is_a_contact_and_no_claim() -> None:
    text = "Write to bids@example.org (this address is no longer in use, use tenders@example.org)."

    reading, _ = read_prose(a_document(text), NOBODY)

    assert [(contact.address, contact.retired, contact.replaced_by) for contact in reading.contacts] == [
        ("bids@example.org", True, "tenders@example.org"),
        ("tenders@example.org", False, None),
    ]


def test_a_long_line_without_a_stop_takes_no_longer_than_its_budget() -> None:
    text = "Contracts were awarded to " + ", ".join(f"Body{number} Trust in Kent" for number in range(2000))

    assert re.search("Trust", read_prose(a_document(text), NOBODY)[0].claims[0].organisation or "Trust")
