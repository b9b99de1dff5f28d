"""Who is named on a page and takes no part: in bylines and menus, at its foot, and as what others are members of."""

from __future__ import annotations

import pytest

AWARD = "Milton Council has awarded the contract for its meals service to Harbour Trust Ltd, which starts in May."
REST = " ".join(
    ["The meals are cooked in the morning and driven round at noon, and there is a pudding on Sundays."] * 16
)


def page(*lines: str, heading: str = "Contract for meals awarded") -> str:
    return f"<main><h1>{heading}</h1>" + "".join(f"<p>{line}</p>" for line in lines) + "</main>"


@pytest.mark.parametrize(
    "line", ["Kestrel Newsroom", "Photograph: Dunmore Pictures Ltd", "Alder Publishing Group, all rights reserved"]
)
def test_a_short_line_under_a_heading_is_no_item_of_a_list(claims_in, line: str) -> None:
    assert {claim.organisation for claim in claims_in(page(line, AWARD), ".html")} == {"Harbour Trust Ltd"}


def test_a_line_that_says_a_place_first_is_one(claims_in) -> None:
    told = claims_in(page(AWARD, "Essex: Kestrel Foods Ltd", "Kent: Dunmore Catering Ltd"), ".html")

    assert {"Kestrel Foods Ltd", "Dunmore Catering Ltd"} <= {claim.organisation for claim in told}


@pytest.mark.parametrize(
    "line",
    [
        "Related: Kestrel Foods Ltd wins school contract",
        "Most read: Dunmore Catering Ltd takes over the station",
        "Home | Kestrel Foods Ltd runs new canteen | Contact",
    ],
)
def test_what_a_site_has_besides_tells_of_nobody(claims_in, line: str) -> None:
    assert {claim.organisation for claim in claims_in(page(AWARD, line, REST), ".html")} == {"Harbour Trust Ltd"}


def test_the_foot_of_a_long_page_says_less_than_its_body(claims_in) -> None:
    last = "Harbour Trust Ltd works with Kestrel Foundation on recipes."
    lines = (AWARD, *[REST[:200]] * 6)

    told = {claim.organisation for claim in claims_in(page(*lines, last), ".html")}
    told_in_body = {claim.organisation for claim in claims_in(page(*lines[:3], last, *lines[3:]), ".html")}

    assert told == {"Harbour Trust Ltd"}
    assert told_in_body == {"Harbour Trust Ltd", "Kestrel Foundation"}


def test_what_somebody_is_a_member_of_takes_no_part(claims_in) -> None:
    text = page(AWARD, "It cooks in Essex and is a proud member of the Dunmore Federation.")

    assert {claim.organisation for claim in claims_in(text, ".html")} == {"Harbour Trust Ltd"}


def test_a_doubtful_name_that_a_long_text_has_once_needs_more_than_a_verb(claims_in) -> None:
    said = "Zetland runs the service."

    assert "Zetland" not in {claim.organisation for claim in claims_in(page(AWARD, said, REST), ".html")}
    assert "Zetland" in {claim.organisation for claim in claims_in(page(AWARD, said), ".html")}


@pytest.mark.parametrize(
    "line",
    [
        "The liquidators, Kestrel Advisory, took over the kitchens of the old firm in March.",
        "Kestrel Advisory was called in as insolvency practitioner and manages what is left of the old contract.",
        "The old firm went under. Kestrel Advisory have been appointed and are looking for a buyer.",
        "Kestrel Advisory, which speaks for the trade, wants the new contract to start in Kent.",
        "Kestrel Advisory, a trade body, keeps the contract under review.",
        "Kestrel Advisory has learned which kitchens are to close under the contract.",
        "The campaign group Kestrel Advisory took the contract to court.",
        "The service is provided for nothing, sponsored by Kestrel Advisory.",
        "Kestrel Advisory gave £40,000 to the new service, in partnership with the council.",
        "Its clients include Kestrel Advisory, which began this year.",
    ],
)
def test_who_winds_up_speaks_reports_or_pays_takes_no_part(claims_in, line: str) -> None:
    assert {claim.organisation for claim in claims_in(page(AWARD, line), ".html")} == {"Harbour Trust Ltd"}


@pytest.mark.parametrize(
    "line",
    [
        "Kestrel Advisory, a campaign group, will provide the advice line as its subcontractor.",
        "Kestrel Advisory, which speaks for carers, has been awarded the contract for advice.",
        "The scheme administrator, Kestrel Advisory, was awarded the contract for payments.",
    ],
)
def test_who_provides_takes_part_whatever_else_it_does(claims_in, line: str) -> None:
    told = {claim.organisation for claim in claims_in(page(AWARD, line), ".html")}

    assert told == {"Harbour Trust Ltd", "Kestrel Advisory"}


@pytest.mark.parametrize(
    "line",
    [
        "Four Kestrel Foods Ltd drivers have won places on the course.",
        "The Kestrel Centre will be run by volunteers until June.",
        "The old firm took charge of Kestrel Kitchens Ltd in 2019.",
        "The new kitchen goes up at Kestrel Business Park Ltd in May.",
        "Charities such as Kestrel Action went on complaining about the menus.",
        "The old firm has lost Kestrel Kitchens Ltd.",
        "The council looked for a provider of a Kestrel Meals Service.",
        "Kestrel Foods Ltd has it wrong about the contract.",
        "The kitchens went their own way, with Kestrel Foods Ltd as adviser.",
        "Kestrel Foods Ltd has offered to help with the service.",
        "Kestrel Foods Ltd holds a meeting about the service in May.",
        "The Kestrel Foods Ltd staff of the service are paid late.",
        "Every council has to commission an independent Kestrel Meals Service, and many find it hard.",
    ],
)
def test_the_nearest_word_may_speak_of_another(claims_in, line: str) -> None:
    assert {claim.organisation for claim in claims_in(page(AWARD, line), ".html")} == {"Harbour Trust Ltd"}


@pytest.mark.parametrize(
    "line",
    [
        "Many thanks to Serco and to Kestrel Kitchens Ltd, who are paying for the day on contracts, and to Maximus.",
        "Every caterer worries about contracts, be it Serco, Maximus or Kestrel Kitchens Ltd.",
        "Serco's former head cook Ann Lee tells in an article for Kestrel Press Ltd what a contract is worth.",
        "The Office for Prison Meals has three contracts under review.",
        "Bids for Quickstart may be handed in until May.",
        "Those who tendered for QuickPath will hear of their contracts in May.",
        "The contracts for QuickPath, a new service for families in need, were signed in May.",
        "Until then Cook First Kent, delivered by volunteers, continues under its contract.",
        "The contract for the Targeted Meals Support scheme will be let in May.",
        "The first contracts are for phase one of the Green Meals Deal (GMD).",
        "For Holme STC in Kent a competition for a contract was held.",
        "The lots of the contract were drawn up after long discussions with Kestrel Advisory.",
    ],
)
def test_who_is_greeted_or_asked_and_what_is_bid_for_take_no_part(claims_in, line: str) -> None:
    assert {claim.organisation for claim in claims_in(page(AWARD, line), ".html")} == {"Harbour Trust Ltd"}


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("Our thanks to Serco, which provided the meals until now.", "Serco"),
        ("Our thanks to Kestrel Kitchens Ltd, which will deliver the meals in Kent under a contract.", "Kestrel Kitchens Ltd"),
        ("QuickPath has been awarded the contract for Kent.", "QuickPath"),
        ("The contract for Kent goes to Work First Kent, which will deliver it by itself.", "Work First Kent"),
    ],
)  # fmt: skip
def test_who_is_thanked_or_called_like_a_scheme_takes_part_where_it_acts(claims_in, line: str, body: str) -> None:
    assert body in {claim.organisation for claim in claims_in(page(AWARD, line), ".html")}


def test_a_text_that_goes_on_elsewhere_is_no_list_of_other_pages(claims_in) -> None:
    written = "The other areas were told of on the same day. Kestrel Foods Ltd has won the contract for Kent, and in Essex the old caterer goes on as before for another two years."

    def under(words: str) -> set[str]:
        text = f"<main><h1>Contract for meals awarded</h1><p>{AWARD}</p><h2>Elsewhere</h2><p>{words}</p></main>"
        return {claim.organisation for claim in claims_in(text, ".html")}

    assert under(written) == {"Harbour Trust Ltd", "Kestrel Foods Ltd"}
    assert under("Kestrel Foods Ltd wins the contract for Kent") == {"Harbour Trust Ltd"}


TOLD = "Harbour Trust Ltd won the contract for meals from Milton Council in May."


@pytest.mark.parametrize(
    "title",
    [
        "Milton Business Awards: the finalists",
        "Award winners of the Northern Care Awards",
        "Kitchen of the year",
        "Harbour Trust receives community award",
        "Seminar: how charities win",
        "Meals on wheels: a checklist",
        "Our response to the committee's report on meals",
        "Invitation to tender: meals service",
        "Kitchens are short of staff, survey finds",
        "Cooks raise £4,000 in a day",
        "Harbour Trust appoints new chief executive",
    ],
)
def test_a_page_of_another_kind_by_its_title_names_no_parties(claims_in, title: str) -> None:
    assert not claims_in(page(TOLD, heading=title), ".html")


@pytest.mark.parametrize(
    "title",
    [
        "Award-winning kitchen loses contract",
        "Charity of the year wins contract for meals",
        "Contract award for meals",
        "Fears are raised over meals",
        "Meals: who runs them",
    ],
)
def test_a_title_that_tells_of_a_contract_leaves_its_page_to_be_read(claims_in, title: str) -> None:
    assert {claim.organisation for claim in claims_in(page(TOLD, heading=title), ".html")} == {"Harbour Trust Ltd"}


@pytest.mark.parametrize(
    "line",
    [
        "Orla is one of 26 workers of the project. Orla delivered parcels with the help of the Mill Foundation.",
        'On the Wednesday she met Orla. "Nobody had asked me that," she says. Orla took over the garden.',
        "Tariq, 34, came in the spring. Tariq runs the garden with the help of the Mill Foundation.",
        "Bronagh was arrested on a Tuesday. Bronagh has taken over the contract for the flowers.",
    ],
)
def test_one_who_works_there_or_is_helped_is_no_body(claims_in, line: str) -> None:
    told = claims_in(page(AWARD, line), ".html")

    assert {claim.organisation for claim in told} == {"Harbour Trust Ltd"}


@pytest.mark.parametrize(
    "line",
    [
        "Pellbrook is one of five firms on the contract for Kent. Pellbrook has won the contract for Kent.",
        "Pellbrook met the council in May. Pellbrook has won the contract for Kent.",
    ],
)
def test_a_body_is_one_of_firms_and_meets_councils(claims_in, line: str) -> None:
    assert "Pellbrook" in {claim.organisation for claim in claims_in(page(AWARD, line), ".html")}


@pytest.mark.parametrize(
    "line",
    [
        "Some services are run by organisations under contract with the Beacon Partnership.",
        "Foster care is run in each county by a charity working under contract to the Northern Office.",
        "Views are welcome from providers, from Pellbrook Homes and from people who use services.",
        "A review will start in May, and comments are invited from charities, from Pellbrook Homes and from tenants.",
        "The work will begin in June and feedback was received from Pellbrook Homes.",
    ],
)
def test_who_has_others_under_contract_or_is_asked_for_views_is_no_party(claims_in, line: str) -> None:
    assert {claim.organisation for claim in claims_in(page(AWARD, line), ".html")} == {"Harbour Trust Ltd"}


@pytest.mark.parametrize(
    "line",
    [
        "Pellbrook Homes runs the hostels under contract with the council.",
        "The hostels are run by Pellbrook Homes Ltd.",
    ],
)
def test_who_is_under_contract_is_a_party(claims_in, line: str) -> None:
    told = {claim.organisation for claim in claims_in(page(AWARD, line), ".html")}

    assert any(name.startswith("Pellbrook Homes") for name in told)


@pytest.mark.parametrize(
    "line",
    [
        "For advice on benefits go to Pellbrook Advice Centre, which gets a grant from us.",
        "For more information please write to Pellbrook Homes.",
    ],
)
def test_to_whom_readers_are_sent_is_no_party(claims_in, line: str) -> None:
    assert {claim.organisation for claim in claims_in(page(AWARD, line), ".html")} == {"Harbour Trust Ltd"}


def test_to_whom_a_contract_goes_is_a_party(claims_in) -> None:
    told = claims_in(page(AWARD, "The contract for advice on benefits will go to Pellbrook Homes Ltd."), ".html")

    assert "Pellbrook Homes Ltd" in {claim.organisation for claim in told}


@pytest.mark.parametrize(
    "line",
    [
        "Pellbrook Society took the name Harbour Trust Ltd in January. Its telephone number is as before.",
        "Statement UIN HCWS1188. The contract for Kent was signed with Harbour Trust Ltd as lead.",
    ],
)
def test_a_former_name_and_the_number_of_a_statement_are_no_parties(claims_in, line: str) -> None:
    assert {claim.organisation for claim in claims_in(page(AWARD, line), ".html")} == {"Harbour Trust Ltd"}


@pytest.mark.parametrize(
    "line",
    [
        "Pellbrook Carers runs a freephone line for carers.",
        "Pellbrook Carers has a free telephone helpline that is open all night.",
    ],
)
def test_who_has_a_line_to_ring_is_no_party(claims_in, line: str) -> None:
    assert {claim.organisation for claim in claims_in(page(AWARD, line), ".html")} == {"Harbour Trust Ltd"}


def test_who_runs_a_line_under_contract_is_a_party(claims_in) -> None:
    told = claims_in(page(AWARD, "Pellbrook Carers has won the contract to run a helpline for carers."), ".html")

    assert "Pellbrook Carers" in {claim.organisation for claim in told}
