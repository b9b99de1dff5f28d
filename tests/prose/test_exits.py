"""Who was there before: a contract that ends, is lost or handed back, and those who are thanked, beside who comes after them."""

from __future__ import annotations

import pytest

from tests.prose.reading import read

LEAD = "Contracts: what was decided\n\n"
H, M, K = "Harbour Trust", "Mill Homes", "Kestrel Care"
WON, OUT = (H, "lead", "awarded"), (M, "lead", "terminated")
OUTBID = (M, "bidder_unsuccessful", "unsuccessful")
ENDS = (
    (
        "The contract that we have with Mill Homes for repairs will end on 4 April 2025. Harbour Trust will take over.",
        {WON, OUT},
    ),
    (
        "The ten-year contract that we have with Mill Homes for repairs will come to an end in 2025. We have begun to look for the next partner.",
        {OUT},
    ),
    ("When contracts with Mill Homes end in July, Harbour Trust will take over the service.", {WON, OUT}),
    (
        "In July the contracts with current operator Mill Homes come to an end. Harbour Trust has won the next one.",
        {WON, OUT},
    ),
    ("Harbour Trust will take over from Mill Homes when its contract ends in July.", {WON, OUT}),
    (
        "Harbour Trust will take over from Mill Homes and Kestrel Care, when their contracts end in July.",
        {WON, OUT, (K, "lead", "terminated")},
    ),
    ("Mill Homes has entered compulsory liquidation, and Harbour Trust has been given the contract.", {WON, OUT}),
    ("Mill Homes went into compulsory liquidation in July. Harbour Trust has been given the contract.", {WON, OUT}),
    ("The contract has been lost by Mill Homes. Harbour Trust takes over in May.", {WON, OUT}),
    ("Mill Homes has lost the contract to Harbour Trust.", {WON, OUT}),
    ("Mill Homes handed in 12 months' notice to end its contract. Harbour Trust has been appointed.", {WON, OUT}),
    ("Mill Homes has torn up its contract. Harbour Trust has been appointed.", {WON, OUT}),
    ("Harbour Trust has been appointed, Mill Homes having torn up its contract.", {WON, OUT}),
    (
        "HMRC issued a winding-up order for Mill Homes, the current provider. Harbour Trust has been awarded a caretaker contract.",
        {WON, OUT},
    ),
    (
        "Mill Homes has withdrawn from running its hostels contract in Kent. Harbour Trust has been awarded a caretaker contract.",
        {WON, OUT},
    ),
    ("Harbour Trust replaces Mill Homes, whose contract was not renewed.", {WON, OUT}),
    (
        "What it replaces is the controversial contract of Mill Homes, which expires in October. Harbour Trust won the new one.",
        {WON, OUT},
    ),
    ("The current provider, Mill Homes, bid for the contract but was unsuccessful. Harbour Trust won.", {WON, OUTBID}),
    ("Mill Homes, which had run the service since 2015, did not bid. Harbour Trust won the contract.", {WON, OUT}),
    (
        "The council had awarded Mill Homes a five-year contract in 2022. It has now ended the contract with Mill Homes.",
        {OUT},
    ),
    (
        "The council thanked Mill Homes for its work over the past ten years. Harbour Trust has been awarded the contract.",
        {WON, OUT},
    ),
    (
        "We would like to thank the outgoing provider, Mill Homes. Harbour Trust has been awarded the contract.",
        {WON, OUT},
    ),
    ("Mill Homes has run the home since 2015. Harbour Trust will run it from April under a new contract.", {WON, OUT}),
    ("Mill Homes held the contract for ten years. Harbour Trust has been awarded the contract.", {WON, OUT}),
    ("Until now the home had been run by Mill Homes. Harbour Trust has been awarded the contract.", {WON, OUT}),
    ("Mill Homes has done so for the past five years. Harbour Trust has been awarded the contract.", {WON, OUT}),
    ("Harbour Trust has been awarded the contract. The decision was challenged by Mill Homes.", {WON, OUTBID}),
    ("Mill Homes used to run the home.", set()),
    ("Mill Homes is going to court over the decision.", set()),
    ("Staff of Mill Homes will transfer to Harbour Trust, which has been awarded the contract.", {WON, OUT}),
    ("Staff will transfer from Mill Homes to Harbour Trust, which has been awarded the contract.", {WON, OUT}),
    (
        "Before that there were separate contracts with Mill Homes. Harbour Trust runs the service under a new contract.",
        {WON},
    ),
    ("Mill Homes's contract comes to an end in March, after which Harbour Trust will run the service.", {WON, OUT}),
    ("Mill Homes will cease to run the service in March. Harbour Trust has won the contract.", {WON, OUT}),
    ("The council has terminated its contract with Mill Homes and appointed Harbour Trust.", {WON, OUT}),
    ("Until now the work was done by Mill Homes. Harbour Trust has won the contract.", {WON, OUT}),
    ("Harbour Trust will take on the contract after Mill Homes served notice.", {WON, OUT}),
    ("Harbour Trust will take on the contract after the collapse of Mill Homes.", {WON, OUT}),
    ("Mill Homes refused to withdraw from the tender. Harbour Trust won the contract.", {WON}),
    ("Harbour Trust has been chosen to succeed Mill Homes.", {WON, OUT}),
    ("The four-year contract, previously held by Mill Homes, has been awarded to Harbour Trust.", {WON, OUT}),
    ("Harbour Trust takes the reins from Mill Homes in May under a new contract.", {WON, OUT}),
    (
        "The council was in negotiations with Mill Homes, but it was unable to proceed. Harbour Trust has been awarded the contract.",
        {WON, (M, "withdrawn", "withdrawn")},
    ),
)


@pytest.mark.parametrize(("words", "expected"), ENDS)
def test_who_was_there_before_is_out(words: str, expected: set[tuple[str, str, str]]) -> None:
    stated = read(LEAD + words).stated()

    assert {(claim.organisation, claim.role.value, claim.status.value) for claim in stated} == expected


@pytest.mark.parametrize(
    "words",
    [
        "Harbour Trust holds the contract, which does not end until 2030.",
        "Harbour Trust has won the contract. It would like to thank the council for its support over the past year.",
        "Harbour Trust has won the contract. The council thanked Mill Homes for its petition.",
        "Harbour Trust has won the contract. Staff of Mill Homes will move to new offices.",
        "Harbour Trust has won the contract. Mill Homes could enter voluntary liquidation if it loses the appeal.",
        "Harbour Trust has won the contract. It denied that it would enter administration.",
        "Harbour Trust has won the contract. Talks with the union, which were unable to proceed, have begun again.",
        "Harbour Trust has won the contract. It will not tear up its contract.",
        "Harbour Trust has won the contract, and will review it when its first year ends.",
        "Harbour Trust has taken over the service, as its contract with the council is extended.",
        "Harbour Trust refused to hand back its contract.",
        "Harbour Trust declined to withdraw from its contract.",
    ],
)
def test_what_does_not_end_goes_on(words: str) -> None:
    stated = read(LEAD + words).stated()

    assert not [claim for claim in stated if claim.status.is_exit or claim.organisation != H]


@pytest.mark.parametrize(
    "text",
    [
        "All five centres are managed for us by Mill Homes, whose contract began on 30 March; five more years are possible.",
        "The hostels are run for the council by Mill Homes under a contract.",
    ],
)
def test_for_whom_a_body_works_says_nothing_of_its_having_gone(text: str) -> None:
    assert {claim.status.value for claim in read(LEAD + text).claims} <= {"awarded"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Who had the work until a day, told in passing, is out though nobody else is named.
        ("Mill Homes, which ran the hostel in Kent until 31 March, goes on running its own clinic. The contract is new.", {OUT}),
        ("Mill Homes, which looked after the nurses in Kent until the end of May, keeps its hospital. The contract is new.", {OUT}),
        ("Mill Homes, which ran the hostel in Kent until May, has won the contract again.", {(M, "lead", "awarded")}),
        # Work that is ended by others, and what was done for the last time.
        ("Mill Homes held the contract for Kent. Mill Homes's work at the site has been terminated by the council.", {OUT}),
        ("Mill Homes held the contract. Mill Homes's services in Kent were brought to an end in May.", {OUT}),
        ("Mill Homes, which stepped in at short notice, made its last flight on Friday, when the contract for Kent expired.", {OUT}),
        ("Mill Homes ran its last bus in Kent on Saturday. The contract passes to Harbour Trust.", {WON, OUT}),
        ("Mill Homes ran its last bus of the year in Kent on Saturday. It runs the service under a contract.", {(M, "lead", "awarded")}),
        ("Mill Homes has delivered its last meals before Christmas. It runs the kitchens in Kent under a contract.", {(M, "lead", "awarded")}),
    ],
)  # fmt: skip
def test_who_had_the_work_to_a_day_or_did_it_for_the_last_time_is_out(
    text: str, expected: set[tuple[str, str, str]]
) -> None:
    found = {(c.organisation, c.role.value, c.status.value) for c in read(LEAD + text).stated()}

    assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The council has written to Mill Homes, whose contracts finish in May. Harbour Trust has won the next one.", {WON, OUT}),
        ("The council has written to Mill Homes, whose contract for Kent has begun. Harbour Trust has won the next one.", {WON, (M, "lead", "awarded")}),
        ("Harbour Trust has won the contract. Mill Homes has informed Harbour Trust that it cannot go on.", {WON, OUT}),
        ("Mill Homes bows out, and Harbour Trust has won the contract. Mill Homes leaves in June.", {WON, OUT}),
        ("Harbour Trust has won the contract. Mill Homes bowed out of the bidding in May.", {WON, (M, "withdrawn", "withdrawn")}),
        ("Harbour Trust has won the contract. Mill Homes, which was on the shortlist in May, has been dropped.", {WON, OUTBID}),
        ("Harbour Trust has won the contract. Mill Homes has been dropped by the council.", {WON, OUT}),
    ],
)  # fmt: skip
def test_whose_contract_finishes_who_bows_out_of_it_and_who_is_dropped_from_a_list(
    text: str, expected: set[tuple[str, str, str]]
) -> None:
    found = {(c.organisation, c.role.value, c.status.value) for c in read(LEAD + text).stated()}

    assert found == expected
