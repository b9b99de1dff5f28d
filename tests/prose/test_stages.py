"""How far each body has come, as the sentences round its own tell it: who bid with whom, and what came of it."""

from __future__ import annotations

import pytest

from tests.prose.reading import read

LEAD = "Contracts: what was decided\n\n"
WON = "Harbour Trust has won the contract. "
LOST = "unsuccessful"


def stages(words: str) -> dict[str, set[str]]:
    """Of every body that ``words`` tell something of, how far it has come."""
    found: dict[str, set[str]] = {}
    for claim in read(LEAD + words).stated():
        if claim.confidence >= 0.5:
            found.setdefault(claim.organisation, set()).add(claim.status.value)
    return found


@pytest.mark.parametrize(
    "words",
    [
        WON + "Two other groups had been beaten. In one Mill Homes worked with Kestrel Care.",
        WON + "A rival bid came from Mill Homes together with Kestrel Care.",
        WON + "The bid of Mill Homes, made in partnership with Kestrel Care, failed.",
    ],
)
def test_who_bid_together_lost_together(words: str) -> None:
    assert stages(words) == {"Harbour Trust": {"awarded"}, "Mill Homes": {LOST}, "Kestrel Care": {LOST}}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (WON + "It works with Mill Homes as its partner.", "awarded"),
        ("Harbour Trust has won the contract, in partnership with Mill Homes, after a rival bid was rejected.", "awarded"),
        ("Harbour Trust is among those bidding for the contract. It has joined with Mill Homes for its tender.", "shortlisted"),
    ],
)  # fmt: skip
def test_a_partner_of_who_has_not_lost_has_not_lost(words: str, told: str) -> None:
    assert stages(words)["Mill Homes"] == {told}


OLD = "Harbour Trust won the contract for the gyms. "


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("In the running for the contract for the pools is Mill Homes.", "shortlisted"),
        ("For the contract to run the pools Mill Homes and Kestrel Care remain in competition.", "shortlisted"),
        ("For the pools tenders have come in from two firms, each offering to manage them for ten years: Mill Homes and Kestrel Care.", "shortlisted"),
        ("Mill Homes supplies the pools while bidding goes on.", "awarded"),
        ("In the running for the pools Mill Homes won.", "awarded"),
    ],
)  # fmt: skip
def test_words_of_a_contest_tell_more_than_those_of_its_work(words: str, told: str) -> None:
    assert stages(OLD + words)["Mill Homes"] == {told}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (WON + "At present Mill Homes provides the service.", "terminated"),
        (WON + "The homes are run by Mill Homes today.", "terminated"),
        (WON + "Mill Homes still runs the homes.", "terminated"),
        (WON + "Mill Homes currently runs 40 other services in the county.", "awarded"),
        (WON + "Mill Homes, the current operator in the south, keeps that contract.", "awarded"),
        ("Mill Homes currently runs the hostel for the council.", "awarded"),
    ],
)
def test_who_has_it_today_is_out_where_another_comes_to_it(words: str, told: str) -> None:
    assert stages(words)["Mill Homes"] == {told}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Mill Homes has given up its contract for the hostels of Kent. It became the provider in 2014.", {"terminated"}),
        ("The council has terminated the contract with Mill Homes. In May 2019 it awarded Mill Homes a deal for Kent.", {"terminated"}),
        ("Mill Homes has given up its contract for the hostels of Kent. Mill Homes also won the contract for those of Essex.", {"terminated", "awarded"}),
        ("The council has terminated the contract with Mill Homes. It used an opt-out in the contract with Mill Homes.", {"terminated"}),
        ("Mill Homes lost its old contract in May. Mill Homes was awarded a new contract in June 2024.", {"terminated", "awarded"}),
    ],
)  # fmt: skip
def test_of_what_has_ended_its_beginning_is_not_told(words: str, told: set[str]) -> None:
    assert stages(words)["Mill Homes"] == told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Mill Homes is to run the hostels of Kent once the cabinet approves the choice.", "preferred_bidder"),
        ("It is proposed to award the contract for the hostels to Mill Homes.", "preferred_bidder"),
        ("The council is to sign a contract with Mill Homes next month.", "preferred_bidder"),
        ("The board has approved the recommendation, and the contract goes to Mill Homes.", "awarded"),
        ("Mill Homes has won the contract and is expected to hire 40 people.", "awarded"),
        (
            "Mill Homes wins a £90m deal. For the first lot Mill Homes has been named preferred bidder.",
            "preferred_bidder",
        ),
        ("Mill Homes was named preferred bidder in May. It has now won the contract.", "awarded"),
        ("Mill Homes, which was named preferred bidder in May, has won the contract.", "awarded"),
    ],
)
def test_what_is_yet_to_be_decided_is_not_awarded(words: str, told: str) -> None:
    assert stages(words)["Mill Homes"] == {told}


@pytest.mark.parametrize(
    ("lead_in", "told"),
    [
        ("Two companies have bid for the metro contract", "in_discussion"),
        ("Two charities are being considered for the contract", "in_discussion"),
        ("Two tenders were received for the contract", "shortlisted"),
        ("Two providers have handed back the contract", "terminated"),
        ("Two charities have lost the contract", "terminated"),
        ("Two charities failed to win the contract", LOST),
        ("Two of the firms that had bid won the contract", "awarded"),
        ("The contract went to two charities", "awarded"),
    ],
)
def test_those_named_behind_a_colon_are_where_the_words_before_it_say(lead_in: str, told: str) -> None:
    assert stages(f"{lead_in}: Harbour Trust and Mill Homes.") == {"Harbour Trust": {told}, "Mill Homes": {told}}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("A hostel in Leeds closes in May, as the council ends its contract. Mill Homes has 20 staff there and runs it.", "terminated"),
        ("The council has scrapped its meals service. Mill Homes has the contract.", "terminated"),
        ("Fears that the hostel's contract would end were wrong. Mill Homes runs the hostel.", "awarded"),
        ("The contract for the hostel ended in March. Mill Homes will run it under a new one.", "awarded"),
        ("Talks ended with no deal for drivers. Mill Homes runs the hostel.", "awarded"),
        ("The contract for the hostel ends on 31 March 2027. Mill Homes runs the hostel.", "awarded"),
    ],
)  # fmt: skip
def test_the_only_body_of_a_text_that_opens_with_an_end_is_out(words: str, told: str) -> None:
    assert stages(words)["Mill Homes"] == {told}


@pytest.mark.parametrize(
    "words",
    [
        "Mill Homes strongly rejects the criticism.",
        "Mill Homes has ruled out strikes.",
        "Mill Homes has its base at Exeter.",
        "Mill Homes and Kestrel Care have until June to say what they think of it.",
    ],
)
def test_what_anybody_does_or_has_is_no_award(words: str) -> None:
    assert set(stages(WON + words)) == {"Harbour Trust"}


def test_those_who_are_still_in_a_contest_are_shortlisted() -> None:
    told = stages("Two charities are still in the race for the contract. They are Mill Homes and Kestrel Care.")
    won = stages("Harbour Trust beat Mill Homes, which was still in the race until May, and won the contract.")

    assert told == {"Mill Homes": {"shortlisted"}, "Kestrel Care": {"shortlisted"}}
    assert won["Mill Homes"] == {LOST}


TWO = "The council has selected two preferred tenderers. "


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (TWO + "One of the two is Harbour Trust. The other is Mill Homes, a private company.", "preferred_bidder"),
        ("Two companies have been selected as preferred bidders. One of these is Harbour Trust and the other is Mill Homes.", "preferred_bidder"),
        ("Two preferred bidders have been chosen by the board. One is Harbour Trust, the other Mill Homes.", "preferred_bidder"),
        (TWO + "The first of the two is Harbour Trust, which would run the service in Kent. Mill Homes would cover Surrey.", "preferred_bidder"),
        ("Preferred bidders have been chosen for both lots. Harbour Trust would take the north and Mill Homes the south.", "preferred_bidder"),
        ("Only two bidders now remain. One is Harbour Trust, the other Mill Homes.", "shortlisted"),
        ("The board published the names of those who have reached the last stage of its procurement. Harbour Trust is led by Mill Homes.", "shortlisted"),
        ("Four go through to the final. Harbour Trust is a consortium of Mill Homes and Kestrel Care.", "shortlisted"),
        ("Three contenders are left. Harbour Trust is led by Mill Homes.", "shortlisted"),
    ],
)  # fmt: skip
def test_before_an_award_nobody_has_more_than_the_stage_of_the_text(words: str, told: str) -> None:
    found = stages(words)

    assert found["Harbour Trust"] == found["Mill Homes"] == {told}


@pytest.mark.parametrize(
    "words",
    [
        "The contract was awarded to Harbour Trust. The shortlisted bidder Mill Homes would have run the service from Kent.",
        "Harbour Trust is preferred bidder. Mill Homes would like to run the service some day.",
    ],
)
def test_what_would_have_been_is_nobodys(words: str) -> None:
    assert "Mill Homes" not in stages(words)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Harbour Trust has abandoned its tender. Mill Homes has done the same.", "withdrawn"),
        ("Harbour Trust pulled out of the bidding. It is said that Mill Homes did likewise.", "withdrawn"),
        ("Harbour Trust pulled out of the bidding. Mill Homes followed a week later.", "withdrawn"),
        ("Harbour Trust gave up its bid in May. Mill Homes has since followed suit.", "withdrawn"),
        ("Harbour Trust handed its contract back in May. Mill Homes did the same in June.", "terminated"),
    ],
)
def test_who_did_the_same_is_where_the_other_is(words: str, told: str) -> None:
    assert stages(words) == {"Harbour Trust": {told}, "Mill Homes": {told}}


@pytest.mark.parametrize(
    "words",
    [
        "Harbour Trust, whose contract had run since the hostel opened in 2009, did not bid for another.",
        "Harbour Trust, which had held the contract since 2009, did not bid again.",
        "Harbour Trust, which has run the service for ten years, decided not to tender.",
        "Harbour Trust did not bid for another term.",
    ],
)
def test_who_had_it_and_did_not_bid_is_out(words: str) -> None:
    assert stages(words) == {"Harbour Trust": {"terminated"}}


@pytest.mark.parametrize(
    "words",
    [
        "Harbour Trust was in a consortium with Mill Homes and Kestrel Care. The consortium withdrew in May.",
        "Harbour Trust had joined forces with Mill Homes and Kestrel Care to bid for it. The partnership pulled out of the bidding in May.",
    ],
)
def test_a_partnership_that_withdraws_takes_its_members_with_it(words: str) -> None:
    assert stages(words) == {name: {"withdrawn"} for name in ("Harbour Trust", "Mill Homes", "Kestrel Care")}


@pytest.mark.parametrize("minutes", ["It was reported that work had begun. ", "Minutes of the meeting of the board. "])
def test_what_had_been_awarded_by_then_is_news_in_minutes(minutes: str) -> None:
    assert stages(f"{minutes}In April 2024 the contract had been awarded to Harbour Trust.") == {}
    assert stages(
        f"Meeting of 3 June 2024. {minutes}In April 2024 the contract had been awarded to Harbour Trust."
    ) == {"Harbour Trust": {"awarded"}}


@pytest.mark.parametrize(
    "words",
    [
        "Harbour Trust and Mill Homes have all handed in bids for the contract.",
        "Next comes the contract for Kent, for which Harbour Trust and Mill Homes have both handed in tenders.",
        "Two firms have put in offers for the emergency contracts: Harbour Trust and Mill Homes.",
        "Two charities have submitted tenders for the Kent contract: Harbour Trust and Mill Homes.",
        "Two providers have made offers for the contract, Harbour Trust and Mill Homes.",
        "The field for the contract has come down from five to Harbour Trust and Mill Homes.",
    ],
)
def test_who_has_handed_in_a_bid_is_in_the_contest(words: str) -> None:
    assert stages(words) == {"Harbour Trust": {"shortlisted"}, "Mill Homes": {"shortlisted"}}


def test_keys_that_are_handed_in_end_a_contract() -> None:
    assert stages("Harbour Trust has handed in the keys of the contract.") == {"Harbour Trust": {"terminated"}}


@pytest.mark.parametrize(
    "words",
    [
        "Officers will sit down together this month to discuss Harbour Trust and its contract.",
        "Managers sat down with the union to talk about Harbour Trust and the contract.",
        "The delay to the contract was put down to Harbour Trust.",
    ],
)
def test_those_who_sit_down_to_talk_of_a_body_shortlist_nobody(words: str) -> None:
    assert stages(words).get("Harbour Trust", set()) & {"shortlisted"} == set()


@pytest.mark.parametrize(
    "words",
    [
        "Harbour Trust has run the centre since 28 June. Mill Homes had run it for twelve years; the contract ended on the day before.",
        "Harbour Trust has provided the meals since April. Until then Mill Homes had provided them for ten years under its contract.",
    ],
)
def test_who_had_run_what_another_has_run_since_is_out(words: str) -> None:
    assert stages(words) == {"Harbour Trust": {"awarded"}, "Mill Homes": {"terminated"}}


def test_who_began_the_other_day_goes_on_whatever_contract_ended() -> None:
    assert stages("Harbour Trust has provided the meals since April; the old contract ended in March.") == {
        "Harbour Trust": {"awarded"}
    }


def test_who_has_run_it_for_years_is_out_where_its_contract_ends() -> None:
    assert stages("Harbour Trust has run the hostel since 2010. Its contract ends in May.") == {
        "Harbour Trust": {"terminated"}
    }


@pytest.mark.parametrize("verb", ["lost", "both lost", "have lost too", "lost in the end"])
def test_who_lost_beside_a_winner_was_unsuccessful(verb: str) -> None:
    words = f"Mill Homes and Kestrel Care {verb}. {WON}"

    assert stages(words) == {"Harbour Trust": {"awarded"}, "Mill Homes": {LOST}, "Kestrel Care": {LOST}}


def test_a_case_that_is_lost_is_no_bid() -> None:
    words = f"{WON} Mill Homes had challenged the new rules in the courts in 2021 and lost."

    assert "Mill Homes" not in stages(words) or stages(words)["Mill Homes"] != {LOST}


def test_what_is_said_behind_a_clause_about_a_body_is_said_of_that_body() -> None:
    words = f"Mill Homes, which had made an offer through its Lakeside Homes, came away with nothing. {WON}"

    assert stages(words)["Mill Homes"] == {LOST}


def test_the_company_is_the_one_whose_contract_the_sentence_is_about() -> None:
    words = "Kestrel Care sells meals. The contract of Harbour Trust, a company from the coast, ended in July, and the company is being wound up."

    assert stages(words) == {"Harbour Trust": {"terminated"}}


def test_who_bids_to_keep_what_it_has_run_ever_since_is_in_the_contest() -> None:
    words = "Harbour Trust is bidding to keep the prison, which it has run ever since it opened in 1997, when its contract runs out."

    assert stages(words) == {"Harbour Trust": {"shortlisted"}}


def test_where_a_line_goes_is_nobody_who_had_it() -> None:
    words = "Harbour Coaches gets both lines of the contract, RE 1 from Kestrel Homes to Dunmere and RE 11 from Mill Homes to Holme."

    assert stages(words) == {"Harbour Coaches": {"awarded"}}


@pytest.mark.parametrize(
    "words",
    [
        "The council has now awarded the contract to Harbour Trust, which was preferred bidder last month.",
        "Deal Town Council has awarded the contract to Harbour Trust, a charity, which was named preferred bidder in May.",
        "The contract has been signed with Harbour Trust, which had been preferred bidder since May.",
        "The contract has been awarded to Harbour Trust, which had been on the shortlist with two others.",
        "The council has confirmed Harbour Trust, until now the preferred bidder, as operator of the pool.",
    ],
)
def test_what_somebody_was_before_it_was_chosen_is_over(words: str) -> None:
    assert stages(words) == {"Harbour Trust": {"awarded"}}


@pytest.mark.parametrize(
    "words",
    [
        "The contract is to be awarded to Harbour Trust, which was named preferred bidder on Monday.",
        "The council has selected Harbour Trust, which was shortlisted in May, as its preferred bidder.",
        "The contract has gone to Harbour Trust, which was named preferred bidder on Monday.",
        "The council has picked Harbour Trust, a charity, as the preferred bidder.",
    ],
)
def test_who_is_chosen_as_preferred_is_no_more_than_that(words: str) -> None:
    assert stages(words) == {"Harbour Trust": {"preferred_bidder"}}


PREFERRED = "The county today published its preferred bidders for the hostels. "


@pytest.mark.parametrize(
    "words",
    [
        PREFERRED + "Harbour Trust has four contracts: Essex; Kent; Norfolk; and Suffolk.",
        PREFERRED + "Harbour Trust gets the largest lot.",
        PREFERRED + "The other half goes to Harbour Trust.",
        PREFERRED + "Harbour Trust is the second provider in Kent.",
        PREFERRED + "Harbour Trust takes half of Norfolk. “We would like to have won more,” it said.",
    ],
)
def test_what_a_text_of_preferred_bidders_tells_is_no_award(words: str) -> None:
    assert stages(words) == {"Harbour Trust": {"preferred_bidder"}}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (PREFERRED + "The contracts have now been awarded. Harbour Trust has four of them.", "awarded"),
        (PREFERRED + "Mill Homes is one. Harbour Trust has run the hostels in Kent since 2009.", "awarded"),
        (PREFERRED + "Harbour Trust signed its contract this morning.", "awarded"),
    ],
)
def test_what_a_text_of_preferred_bidders_says_is_signed_or_was_before_is_told_so(words: str, told: str) -> None:
    assert stages(words)["Harbour Trust"] == {told}


def test_a_headline_over_preferred_bidders_tells_of_them() -> None:
    told = read("Harbour Trust comes out on top\n\n" + PREFERRED).stated()

    assert {claim.status.value for claim in told} == {"preferred_bidder"}
