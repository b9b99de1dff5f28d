"""The general layer: what stands round a verb or a noun of role, in sentences that no pattern was written for."""

from __future__ import annotations

import time

import pytest

from monitor.extract.clauses.verbs import find_verbs
from monitor.extract.discourse.relevance import MOST_READ
from monitor.extract.words.needed import needed_stems, stems_of
from tests.prose.reading import parties, told

LEAD = "Contracts: what was decided\n\n"


@pytest.mark.parametrize(
    ("words", "role", "status"),
    [
        ("The runner-up for the contract was Mill Homes.", "bidder_unsuccessful", "unsuccessful"),
        ("The losing bidder, Mill Homes, has been told.", "bidder_unsuccessful", "unsuccessful"),
        ("Mill Homes, whose tender had fallen short, heard of it on Monday.", "bidder_unsuccessful", "unsuccessful"),
        ("Evaluators marked down Mill Homes on price.", "bidder_unsuccessful", "unsuccessful"),
        ("Mill Homes took itself out of the running for the contract.", "withdrawn", "withdrawn"),
        ("Mill Homes is to step into the breach and deliver the contract.", "lead", "awarded"),
        ("The contract falls to Mill Homes.", "lead", "awarded"),
        ("The council has settled on Mill Homes for the contract.", "lead", "awarded"),
        ("The preferred tenderer, Mill Homes, has asked for time.", "lead", "preferred_bidder"),
        ("The survivors are Mill Homes and Kestrel Care.", "lead", "shortlisted"),
        ("Mill Homes handed back the contract.", "lead", "terminated"),
        ("The board has dispensed with Mill Homes.", "lead", "terminated"),
    ],
)
def test_a_slot_says_what_its_verb_or_noun_means(words: str, role: str, status: str) -> None:
    assert ("Mill Homes", role, status) in {found[:3] for found in told(LEAD + words)}


@pytest.mark.parametrize(
    ("words", "other"),
    [
        ("Harbour Trust has won the contract, working with Mill Homes.", "partner"),
        ("Harbour Trust has the contract for Kent and has brought in Mill Homes for outreach.", "partner"),
        (
            "The Harbour Alliance (Mill Homes, Kestrel Care and Foyle College) has won the contract.",
            "joint_venture_member",
        ),
        ("Harbour Trust has won the contract. It will be helped by Mill Homes and Kestrel Care.", "partner"),
    ],
)
def test_who_works_with_a_provider_is_tied_to_it(words: str, other: str) -> None:
    assert ("Mill Homes", other) in {(name, role) for name, role, _, _ in told(LEAD + words)}


def test_bidders_beside_a_winner_have_lost() -> None:
    text = "Tenders had come in from Mill Homes and from Kestrel Care. The contract was given to Kestrel Care."

    assert {(name, status) for name, _, status, _ in told(LEAD + text)} == {
        ("Mill Homes", "unsuccessful"),
        ("Kestrel Care", "awarded"),
    }


def test_a_subcontractor_that_gives_up_was_a_subcontractor() -> None:
    text = "Harbour Trust runs the contract. Mill Homes, a subcontractor of Harbour Trust, has handed in its notice."

    assert ("Mill Homes", "subcontractor", "terminated") in {found[:3] for found in told(LEAD + text)}


def test_a_list_vouches_for_its_members() -> None:
    text = "The contracts in Kent were won by Harbour Trust, Ampersand and Quayside."

    assert parties(LEAD + text) == {"Harbour Trust", "Ampersand", "Quayside"}


@pytest.mark.parametrize(
    "name",
    ["Time for Teeth", "Mind the Gap", "Gwaith i Bawb", "Theatre of the Yard", "the Kent Play Bus", "Compost & Co", "St. Brigid's Settlement"],
)  # fmt: skip
def test_a_name_stays_whole(name: str) -> None:
    assert parties(f"{LEAD}The contract was awarded to {name}, a charity.") == {name.removeprefix("the ")}


def test_a_name_in_small_letters_is_told_by_where_it_stands() -> None:
    assert parties(f"{LEAD}The contract goes to homefree, a charity from Leeds. Later homefree will move.") == {
        "homefree"
    }


@pytest.mark.parametrize(
    ("words", "areas"),
    [
        ("in Selby, Harrogate and Craven", ("Selby", "Harrogate", "Craven")),
        ("in Lowther and Eskdale", ("Lowther", "Eskdale")),
        ("for the Lowther and Eskdale lot", ("Lowther and Eskdale",)),
        ("in Blackburn with Darwen", ("Blackburn with Darwen",)),
        ("in South West England", ("South West England",)),
        ("across the Stour Valley", ("Stour Valley",)),
        ("for the North East and Humberside lot", ("North East and Humberside",)),
    ],
)
def test_places_that_no_pack_knows_are_areas(words: str, areas: tuple[str, ...]) -> None:
    assert ("Harbour Trust", "lead", "awarded", tuple(sorted(areas))) in told(
        f"Harbour Trust has won the contract {words}."
    )


def test_where_a_body_has_its_seat_is_no_area() -> None:
    assert ("Harbour Trust", "lead", "awarded", ()) in told("The contract went to the Leeds charity Harbour Trust.")


def test_we_are_who_says_so() -> None:
    assert ("Harbour Trust", "awarded") in {
        (name, status)
        for name, _, status, _ in told(
            "Good news\n\nWe at Harbour Trust are glad. In May we will take over the contract."
        )
    }


def test_a_verb_is_found_in_every_form() -> None:
    for form in ("withdraws", "withdrew", "has withdrawn", "withdrawing"):
        assert [verb.sense.name for verb in find_verbs(f"it {form} today")][-1] == "leave the race"


@pytest.mark.parametrize(
    ("pattern", "matching"),
    [
        (r"(?:sub-?let|farmed? out) to", "they sublet to"),
        (r"[Ll]osing (?:bidders?|tenders?)", "Losing tenders"),
        (r"(?:was|were) (?:[a-z]+ )?chosen\b", "was duly chosen"),
        (r"win(?:s|ning)?\b", "wins it"),
        (r"(?:a |the )?contract for", "contract for"),
    ],
)
def test_a_text_that_matches_has_a_word_that_the_pattern_needs(pattern: str, matching: str) -> None:
    needed = needed_stems(pattern)

    assert needed
    assert needed & stems_of(matching)
    assert not needed & stems_of("quiet rain fell on our roofs")


def test_a_text_without_end_costs_no_more_than_its_first_part() -> None:
    told_often = "Harbour Trust has won the contract, beating Mill Homes; its partners are A{n} Trust and B{n} Ltd."
    text = "\n\n".join(told_often.replace("{n}", str(number)) for number in range(4_000))

    def cost(of: str) -> float:
        start = time.process_time()
        found = parties(of)
        assert "Harbour Trust" in found
        assert "A3999 Trust" not in found
        return time.process_time() - start

    # A ratio, since what watches over the tests makes all reading slow alike; the whole is six times as long as what is read.
    assert cost(text) < 3 * cost(text[:MOST_READ])
