"""Who belongs to whom as several sentences tell it: members, partners and owners of whom the text was speaking of, and nobody else's."""

from __future__ import annotations

import pytest

from monitor.model import Role
from tests.prose.reading import parties, read

LEAD = "Contracts: what was decided\n\n"
H, M, K = "Harbour Trust", "Mill Homes", "Kestrel Care"
MEMBERS = (
    (
        "The Solent Works consortium, comprising Harbour Trust, Mill Homes and Kestrel Care, has signed the contract to run hostels in Kent.",
        {"Solent Works"},
        {H, M, K},
    ),
    (
        "The contract has been awarded to the Solent Works consortium. It comprises Harbour Trust, Mill Homes and Kestrel Care.",
        {"Solent Works"},
        {H, M, K},
    ),
    (
        "Harbour Trust is a member of the Solent Works Consortium, which was awarded the contract. Other members of the consortium include Mill Homes and Kestrel Care.",
        {"Solent Works Consortium"},
        {H, M, K},
    ),
    (
        "Solent Works has won the contract. It is a joint venture between Harbour Trust (a charity based in Leeds) and Mill Homes (a landlord from Kent).",
        {"Solent Works"},
        {H, M},
    ),
    (
        "Solent Works is a new business and a joint venture between Harbour Trust (a co-operative based in Leeds) and Mill Homes (a provider of services to the long-term unemployed). Solent Works will run the contract.",
        {"Solent Works"},
        {H, M},
    ),
    ("Harbour Trust has won the contract, together with its joint venture partner Mill Homes.", {H}, {M}),
    (
        "A consortium of Harbour Trust, a Kestrel Care subsidiary, and Kent company Mill Homes has been awarded the contract.",
        set(),
        {H, M},
    ),
    ("Harbour Trust has won the contract. Its partners are Mill Homes and Kestrel Care.", {H}, {M, K}),
    ("Harbour Trust has won the contract. It will work with Mill Homes and Kestrel Care.", {H}, {M, K}),
    ("Harbour Trust has won the contract. The charity will be supported by Mill Homes and Kestrel Care.", {H}, {M, K}),
    ("Harbour Trust has won the contract. Also involved are Mill Homes and Kestrel Care.", {H}, {M, K}),
    (
        "Harbour Trust has won the contract. The trust heads a partnership that also includes Mill Homes and Kestrel Care.",
        {H},
        {M, K},
    ),
    (
        "Harbour Trust has won the contract. Joining it in delivering the service will be Mill Homes and Kestrel Care.",
        {H},
        {M, K},
    ),
    ("Harbour Trust has won the contract. Its bid was made jointly with Mill Homes and Kestrel Care.", {H}, {M, K}),
    ("Harbour Trust has won the contract. The other partners are Mill Homes and Kestrel Care.", {H}, {M, K}),
    (
        "Harbour Trust has won the contract. The others in the partnership are: Mill Homes and Kestrel Care.",
        {H},
        {M, K},
    ),
    (
        "Harbour Trust has won the contract. Mill Homes and Kestrel Care are the other members of the partnership.",
        {H},
        {M, K},
    ),
    ("Harbour Trust has won the contract. Mill Homes and Kestrel Care complete the line-up.", {H}, {M, K}),
    ("Harbour Trust has won the contract. Mill Homes and Kestrel Care are its delivery partners.", {H}, {M, K}),
    (
        "Harbour Trust has won the contract. Mill Homes and Kestrel Care will deliver part of the service as partners.",
        {H},
        {M, K},
    ),
    (
        "Harbour Trust has won the contract. The partnership is made up of Harbour Trust, Mill Homes and Kestrel Care.",
        {H},
        {M, K},
    ),
    (
        "Harbour Trust has won the contract. It leads a consortium which includes Mill Homes and Kestrel Care.",
        {H},
        {M, K},
    ),
    (
        "The contract has gone to a partnership led by Harbour Trust. The other members are Mill Homes and Kestrel Care.",
        {H},
        {M, K},
    ),
    (
        "Harbour Trust, the lead provider, has been awarded the contract. Partners include Mill Homes and Kestrel Care.",
        {H},
        {M, K},
    ),
    ("Harbour Trust has won the contract. Working alongside it will be Mill Homes and Kestrel Care.", {H}, {M, K}),
    ("Harbour Trust has won the contract. With it come Mill Homes and Kestrel Care.", {H}, {M, K}),
    (
        "Harbour Trust has won the contract in partnership with Mill Homes. The third partner is Kestrel Care.",
        {H},
        {M, K},
    ),
    (
        "Harbour Trust, Mill Homes and Kestrel Care have come together as the Solent Works partnership, which has won the contract.",
        {"Solent Works"},
        {H, M, K},
    ),
    ("Harbour Trust has won the contract. The charity bid together with Mill Homes and Kestrel Care.", {H}, {M, K}),
    (
        "Harbour Trust has won the contract. Two other charities, Mill Homes and Kestrel Care, are part of the partnership.",
        {H},
        {M, K},
    ),
    (
        "The contract was won by the Solent Works Partnership. Harbour Trust leads the partnership, with Mill Homes and Kestrel Care.",
        {"Solent Works Partnership", H},
        {M, K},
    ),
    ("Harbour Trust has won the contract. The trust has teamed up with Mill Homes and Kestrel Care.", {H}, {M, K}),
    (
        "Harbour Trust has won the contract. It has formed a partnership with Mill Homes and Kestrel Care to deliver it.",
        {H},
        {M, K},
    ),
    ("Harbour Trust has won the contract. Its consortium brings together Mill Homes and Kestrel Care.", {H}, {M, K}),
    ("Harbour Trust has won the contract. Our partners in this are Mill Homes and Kestrel Care.", {H}, {M, K}),
)


@pytest.mark.parametrize(("words", "leads", "members"), MEMBERS)
def test_those_who_belong_to_it_are_its_members(words: str, leads: set[str], members: set[str]) -> None:
    stated = read(LEAD + words).stated()

    assert {claim.organisation for claim in stated if claim.role is Role.LEAD} == leads
    assert {
        claim.organisation for claim in stated if claim.role in {Role.PARTNER, Role.JOINT_VENTURE_MEMBER}
    } == members


ANOTHERS = (
    "The council's partners on the health board are Mill Homes and Kestrel Care.",
    "The board is made up of Mill Homes and Kestrel Care.",
    "The campaign, which also includes Mill Homes and Kestrel Care, wants it stopped.",
    "Also speaking at the meeting were Mill Homes and Kestrel Care.",
    "Joining the protest were Mill Homes and Kestrel Care.",
    "Mill Homes and Kestrel Care are part of the national federation of charities.",
    "Mill Homes and Kestrel Care are members of the local chamber.",
    "Mill Homes, a member of the council's partnership board, complained.",
    "In Wales a similar partnership is made up of Mill Homes and Kestrel Care.",
    "It once formed a partnership with Mill Homes, which ended in 2009.",
    "It could form a partnership with Mill Homes.",
    "It has not formed a partnership with Mill Homes.",
    "Critics include Mill Homes and Kestrel Care.",
    "Responses came from Mill Homes and Kestrel Care.",
)


@pytest.mark.parametrize("words", ANOTHERS)
def test_those_of_another_body_are_not(words: str) -> None:
    assert parties(f"{LEAD}Harbour Trust has won the contract. {words}") == {H}


@pytest.mark.parametrize(
    "words",
    [
        "The losing consortium was made up of Mill Homes and Kestrel Care.",
        "The other bid came from a consortium of Mill Homes and Kestrel Care.",
        "The previous partnership was made up of Mill Homes and Kestrel Care.",
    ],
)
def test_members_of_who_lost_are_no_partners_of_who_won(words: str) -> None:
    stated = read(f"{LEAD}Harbour Trust has won the contract. {words}").stated()

    assert {claim.organisation for claim in stated if not claim.status.is_exit} == {H}


@pytest.mark.parametrize(
    "words",
    [
        "It will deliver half of the programme itself. The other half will be delivered by two charities: {others}.",
        "Some of the work will be done by {others}.",
        "Part of the service in Kent will be provided by {others}.",
        "The rest of the work is to be carried out by {others}.",
    ],
)
def test_who_does_a_part_of_the_work_is_a_subcontractor(words: str) -> None:
    stated = read(
        f"{LEAD}Harbour Trust has won the contract. {words.format(others='Mill Homes and Kestrel Care')}"
    ).stated()

    assert {claim.organisation for claim in stated if claim.role is Role.SUBCONTRACTOR} == {M, K}


def test_who_does_other_lots_leads_there() -> None:
    words = "Harbour Trust has won three lots. The other lots will be delivered by Mill Homes and Kestrel Care."

    assert {claim.role for claim in read(LEAD + words).stated()} == {Role.LEAD}


@pytest.mark.parametrize(
    "words",
    [
        "Kent County Council has named its preferred bidder for Ferry Link, the new service. It is Harbour Trust.",
        "Successful bidders for Ferry Works, the new scheme, include Harbour Trust.",
    ],
)
def test_what_is_bid_for_is_no_bidder(words: str) -> None:
    assert not any("Ferry" in name for name in parties(LEAD + words))


def test_what_was_awarded_before_it_ended_stands_no_more() -> None:
    words = (
        "The council has ended its repairs contract with Harbour Trust. "
        "In July it had awarded Harbour Trust a contract for the repairs of 4,800 homes in Kent."
    )

    assert {claim.status.value for claim in read(LEAD + words).stated()} == {"terminated"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("It was won by the Solent Works Partnership, a venture that has Harbour Trust at its head.", {"Solent Works Partnership", H}),
        ("The contract goes to Harbour Trust. Its doctors and nurses will come from Mill Homes.", {H, M}),
        ("The contract goes to Harbour Trust. Solent Voice, the alliance to which charities such as Mill Homes and Kestrel Care belong, was glad.", {H}),
        ("The contract goes to Harbour Trust. Members of a union had queued outside, joined by campaigners from Mill Homes.", {H}),
        ("Users of the service, brought together by Mill Homes, had sat on the panel. Harbour Trust won the contract.", {H}),
        ("The Solent Partnership, to which Mill Homes and Kestrel Care belong, has won the contract.", {"Solent Partnership", M, K}),
    ],
)  # fmt: skip
def test_who_stands_beside_a_partnership_is_in_it_only_where_its_part_is_told(words: str, told: set[str]) -> None:
    assert {claim.organisation for claim in read(LEAD + words).stated() if claim.confidence >= 0.5} == told


def test_where_a_line_goes_that_one_has_is_no_partner_of_it() -> None:
    line = read(LEAD + "Harbour Trust, with the line to Mill Homes, has won the contract.")
    lent = read(LEAD + "The contract has been let to Harbour Trust, with nurses seconded to it by Mill Homes.")

    assert all(claim.partnership is None for claim in line.stated())
    assert (M, Role.PARTNER) in {(claim.organisation, claim.role) for claim in lent.stated()}
