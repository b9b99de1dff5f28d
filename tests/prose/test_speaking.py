"""What "we", "our" and "us" have, on the page of the body that speaks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.extract.discourse.prose import read_prose
from tests.prose.reading import NOBODY, a_document

OPENING = "Harbour Care Ltd will deliver the programme under a new contract from July.\n\n"


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("The council has awarded us contracts in Kent and Surrey.", ("lead", "awarded", {"Kent", "Surrey"})),
        ("The council has chosen us to run the service in Kent from May.", ("lead", "awarded", {"Kent"})),
        ("Our bids for Norfolk and for Suffolk did not get up.", ("bidder_unsuccessful", "unsuccessful", {"Norfolk", "Suffolk"})),
        ("Our bid for Norfolk failed.", ("bidder_unsuccessful", "unsuccessful", {"Norfolk"})),
        ("We leave Norfolk in June, when the contract goes to Mill Homes Ltd.", ("lead", "terminated", {"Norfolk"})),
    ],
)  # fmt: skip
def test_whoever_publishes_a_text_is_who_speaks_in_it(sentence: str, told: tuple[str, str, set[str]]) -> None:
    document = replace(a_document(OPENING + sentence), publisher="Harbour Care Ltd")
    claims = read_prose(document, NOBODY)[0].stated()

    assert told in [
        (claim.role.value, claim.status.value, set(claim.areas))
        for claim in claims
        if claim.organisation == "Harbour Care Ltd"
    ]


@pytest.mark.parametrize("sentence", ["Children told us what they want of the service in Kent.", "The mayor gave us a warm welcome in Kent."])  # fmt: skip
def test_what_is_only_told_or_given_to_us_is_no_contract(sentence: str) -> None:
    document = replace(a_document(OPENING + sentence), publisher="Harbour Care Ltd")

    assert not any("Kent" in claim.areas for claim in read_prose(document, NOBODY)[0].stated())


def test_what_is_done_on_our_behalf_is_done_under_us() -> None:
    document = replace(
        a_document(OPENING + "Mill Homes Ltd delivers the service at Lewes on our behalf."),
        publisher="Harbour Care Ltd",
    )
    claims = read_prose(document, NOBODY)[0].stated()

    assert ("Mill Homes Ltd", "subcontractor", "Harbour Care Ltd") in [
        (claim.organisation, claim.role.value, claim.partnership) for claim in claims
    ]
