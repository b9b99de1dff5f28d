"""The worked examples of the verb families, run as tests, and the forms that a verb takes."""

from __future__ import annotations

import pytest

from monitor.extract.clauses.families import Example, cues, examples
from monitor.extract.discourse.prose import read_prose
from tests.prose.reading import NOBODY, a_document, parties, read, told


@pytest.mark.parametrize("example", examples(), ids=lambda example: f"{example.family}: {example.text}")
def test_a_worked_example_yields_its_claims(example: Example) -> None:
    context = f"Contracts: the outcome of the tender\n\n{example.text}"

    found = {f"{organisation}|{role}|{status}" for organisation, role, status, _ in told(context)}

    assert set(example.claims) <= found


def test_every_family_has_worked_examples() -> None:
    assert {cue.family for cue in cues()} == {example.family for example in examples()}


@pytest.mark.parametrize(
    "words",
    [
        "Harbour Trust won the contract for Kent.",
        "Harbour Trust has won the contract for Kent.",
        "The contract for Kent was won by Harbour Trust.",
        "The contract for Kent has been awarded to Harbour Trust.",
        "The council has awarded Harbour Trust the contract for Kent.",
        "The council has awarded the contract for Kent to Harbour Trust.",
        "The award of the contract for Kent to Harbour Trust was announced.",
        "The appointment of Harbour Trust as provider of the contract for Kent was approved.",
        "From April the service in Kent will be run by Harbour Trust.",
        "Harbour Trust will run the service in Kent under contract.",
        "Harbour Trust is the new provider of the contract in Kent.",
        "The contract for Kent goes to Harbour Trust.",
        "Harbour Trust takes over the contract in Kent.",
        "The winner of the contract for Kent is Harbour Trust.",
        "The contract for Kent has been let to Harbour Trust.",
        "The county chose Harbour Trust to run the contract in Kent.",
    ],
)
def test_an_award_is_heard_in_every_voice(words: str) -> None:
    assert ("Harbour Trust", "lead", "awarded", ("Kent",)) in told(words)


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("Harbour Trust, led by Mill Homes, has won the contract.", "lead"),
        ("Harbour Trust, in partnership with Mill Homes, has won the contract.", "partner"),
        ("Harbour Trust has won the contract. Its partners are Mill Homes and Kestrel Care.", "partner"),
        (
            "Harbour Trust, a joint venture of Mill Homes and Kestrel Care, has won the contract.",
            "joint_venture_member",
        ),
        ("Harbour Trust has won the contract and will subcontract the advice to Mill Homes.", "subcontractor"),
        ("Harbour Trust has won the contract. Mill Homes is a subcontractor of Harbour Trust.", "subcontractor"),
        ("Harbour Trust, which is owned by Mill Homes, has won the contract.", "owner"),
        ("Harbour Trust, supported by the charity Mill Homes, has won the contract.", "partner"),
    ],
)
def test_a_tie_gives_the_other_body_its_role(words: str, role: str) -> None:
    assert ("Mill Homes", role) in {(organisation, found) for organisation, found, _, _ in told(words)}


def test_a_buyer_is_no_bidder() -> None:
    assert parties(
        "Kent County Council has awarded the contract to Harbour Trust. The Ministry of Justice welcomed the award."
    ) == {"Harbour Trust"}


def test_a_rename_is_read_in_both_directions() -> None:
    for words in (
        "Harbour Trust, formerly Quay Trust, has won the contract.",
        "Quay Trust is now known as Harbour Trust.",
        "The contract of 2019 went to Quay Trust (now Harbour Trust).",
    ):
        assert [(rename.former, rename.present) for rename in read(words).renames] == [("Quay Trust", "Harbour Trust")]


def test_the_quote_of_a_rename_is_the_words_of_the_document() -> None:
    document = a_document("St Oswald’s Trust is now known as Harbour Trust. It has the contract.")
    (rename,) = read_prose(document, NOBODY)[0].renames

    assert "’" in rename.evidence.quote
    assert document.text[rename.evidence.start : rename.evidence.end] == rename.evidence.quote


@pytest.mark.parametrize(
    "words",
    [
        "Harbour Trust runs the service in Deal. The charity changed its name in May: until then it was called Quay Trust.",
        "Harbour Trust runs the service in Deal. It was formerly known as Quay Trust.",
        "Harbour Trust holds the contract for Deal. Its old name was Quay Trust.",
        "Quay Trust holds the contract for Deal. It is now called Harbour Trust.",
        "Quay Trust holds the contract for Deal. In May the charity has changed its name to Harbour Trust.",
        "Harbour Trust runs the service in Deal. It is the new name of Quay Trust.",
        "Harbour Trust? It is the new name of Quay Trust.\n\nHarbour Trust runs the service in Deal.",
        "The service in Deal is run by Harbour Trust. That is what Quay Trust is called now.",
    ],
)
def test_a_rename_may_be_told_of_whom_the_text_was_speaking(words: str) -> None:
    assert [(rename.former, rename.present) for rename in read(words).renames] == [("Quay Trust", "Harbour Trust")]


@pytest.mark.parametrize(
    "words",
    [
        "Harbour Trust runs the service in Deal. The helpline was called Quay Line. Mill Homes was told of it by name.",
        "Harbour Trust runs the programme in Deal. It is called Quay Recovery, or in full the Quay Recovery Programme.",
        "Harbour Trust runs the service in Deal. They are known as Quay Support to those who use it.",
        "Harbour Trust, which is called Quay Homes by its tenants, runs the service in Deal.",
        "Harbour Trust runs the service in Deal. It is called the Quay Partnership in the strategy.",
    ],
)
def test_what_somebody_or_something_is_called_renames_nobody(words: str) -> None:
    assert read(words).renames == ()


@pytest.mark.parametrize(
    "words",
    [
        "Quay Trust, which joined with the charity Mill Homes in June, is now called Harbour Trust.",
        "Quay Trust has a new name: it is now Harbour Trust.",
        "Quay Trust's new name is Harbour Trust.",
        "The service is provided by Harbour Trust, as Quay Trust is now called.",
        "Harbour Trust is what Quay Trust has been called since May.",
        "Harbour Trust, which used to be Quay Trust, provides the service.",
    ],
)
def test_a_new_name_is_told_in_many_ways_and_makes_nobody_a_partner(words: str) -> None:
    reading = read(f"Contracts: what was decided\n\n{words} Harbour Trust runs the service under contract.")

    assert [(rename.former, rename.present) for rename in reading.renames] == [("Quay Trust", "Harbour Trust")]
    assert {claim.organisation for claim in reading.stated() if claim.confidence > 0.55} == {"Harbour Trust"}
