"""Tables, CSV and labelled lines to claims: headers typed by meaning, whatever the order, layout and trade."""

from __future__ import annotations

import pytest


def table(*rows: list[str], caption: str = "", before: str = "<h1>Contracts</h1>") -> str:
    lines = [
        "<tr>" + "".join(f"<{'td' if number else 'th'}>{cell}</{'td' if number else 'th'}>" for cell in row) + "</tr>"
        for number, row in enumerate(rows)
    ]
    return f"<main>{before}<table>{f'<caption>{caption}</caption>' if caption else ''}{''.join(lines)}</table></main>"


def test_a_lead_with_partners_by_area(told) -> None:
    found = told(
        table(["Area", "Lead provider", "Partners"], ["Aldermoor", "Pellworth Care", "Sunder Trust, Orchard 21"]),
        "html",
    )

    assert found == {
        ("Pellworth Care", "lead", "awarded", "Aldermoor"),
        ("Sunder Trust", "partner", "awarded", "Aldermoor"),
        ("Orchard 21", "partner", "awarded", "Aldermoor"),
    }


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("Preferred bidder", "preferred_bidder"),
        ("Shortlisted bidders", "shortlisted"),
        ("Successful bidder", "awarded"),
        ("Awarded to", "awarded"),
        ("Operator", "awarded"),
        ("Main contractor", "awarded"),
        ("Prime", "awarded"),
        ("Delivered by", "awarded"),
        ("Service system manager (SSM)", "awarded"),
        ("Managing agent", "awarded"),
        ("Licence holder", "awarded"),
        ("In discussion with (bidder)", "in_discussion"),
    ],
)
def test_the_header_says_the_status(told, header: str, status: str) -> None:
    found = told(table(["District", header], ["Aldermoor", "Pellworth Care"], ["Brackenby", "Sunder Trust"]), "html")

    assert found == {
        ("Pellworth Care", "lead", status, "Aldermoor"),
        ("Sunder Trust", "lead", status, "Brackenby"),
    }


def test_where_something_stands_is_no_area_beside_the_column_that_names_it(told) -> None:
    found = told(
        table(
            ["Part of the town", "Where", "Who provides it"],
            ["Aldermoor", "12 Quay Street", "Pellworth Care"],
            ["Sandmere", "Old Mill, Rope Walk", "Sunder Trust"],
        ),
        "html",
    )

    assert found == {
        ("Pellworth Care", "lead", "awarded", "Aldermoor"),
        ("Sunder Trust", "lead", "awarded", "Sandmere"),
    }


def test_owners_alone_are_read_where_contracts_are_spoken_of(told) -> None:
    rows = [["Area", "Owner"], ["Aldermoor", "Pellworth Group"], ["Sandmere", "Sunder Holdings"]]

    assert told(
        table(*rows, before="<h1>Who owns them</h1><p>Each company has a contract with the ministry.</p>"), "html"
    ) == {
        ("Pellworth Group", "owner", "awarded", "Aldermoor"),
        ("Sunder Holdings", "owner", "awarded", "Sandmere"),
    }
    assert not told(table(*rows, before="<h1>Who owns the land</h1><p>From the land register.</p>"), "html")


def test_a_note_under_a_table_that_they_were_chosen_takes_nobody_further_than_the_table_does(told) -> None:
    rows = [["Area", "Bidder", "Status"], ["Aldermoor", "Pellworth Quay UK", "Preferred bidder since May"]]
    note = (
        "<p>Aldermoor: Pellworth Quay UK is a consortium led by Pellworth UK. Orchard Utilities and Sunder Works are the other "
        "members. They were chosen on 18 May by the Aldermoor Waste Authority.</p>"
    )

    found = told(table(*rows) + note, "html")

    assert {status for organisation, _, status, _ in found if organisation == "Pellworth Quay UK"} == {
        "preferred_bidder"
    }


def test_the_caption_says_the_status_where_no_header_does(told) -> None:
    found = told(
        table(["Borough", "Provider"], ["Aldermoor", "Pellworth Care"], caption="Preferred bidders, May"), "html"
    )

    assert found == {("Pellworth Care", "lead", "preferred_bidder", "Aldermoor")}


def test_a_status_column_says_it_for_each_row(told) -> None:
    found = told(
        table(
            ["Depot", "Bidder", "Outcome"],
            ["Aldermoor", "Pellworth Buses", "Contract awarded"],
            ["Aldermoor", "Sunder Coaches", "Unsuccessful"],
            ["Brackenby", "Orchard Travel", "Withdrew in March"],
            ["Dunmere", "Thistle Lines", "Terminated"],
        ),
        "html",
    )

    assert found == {
        ("Pellworth Buses", "lead", "awarded", "Aldermoor"),
        ("Sunder Coaches", "bidder_unsuccessful", "unsuccessful", "Aldermoor"),
        ("Orchard Travel", "withdrawn", "withdrawn", "Brackenby"),
        ("Thistle Lines", "lead", "terminated", "Dunmere"),
    }


def test_names_beside_how_each_fared_are_those_who_bid(told) -> None:
    found = told(
        table(
            ["Name", "SME", "Result"],
            ["Pellworth Ltd", "no", "successful"],
            ["Sunder Ltd", "yes", "not successful"],
            before="<h1>Contract</h1><h3>Who tendered</h3>",
        ),
        "html",
    )

    assert {claim[:3] for claim in found} == {
        ("Pellworth Ltd", "lead", "awarded"),
        ("Sunder Ltd", "bidder_unsuccessful", "unsuccessful"),
    }


def test_columns_of_different_stages_stand_side_by_side(told) -> None:
    found = told(
        table(["Hostel", "Awarded to", "Unsuccessful", "Withdrawn"], ["Quay", "A1 Homes", "B2 Trust", "C3 Care"]),
        "html",
    )

    assert found == {
        ("A1 Homes", "lead", "awarded", "Quay"),
        ("B2 Trust", "bidder_unsuccessful", "unsuccessful", "Quay"),
        ("C3 Care", "withdrawn", "withdrawn", "Quay"),
    }


def test_a_vehicle_is_led_by_the_body_in_its_brackets(told) -> None:
    found = told(
        table(["Area", "Bidder", "Partners"], ["Quay", "Bright Ways (led by Pellworth plc)", "Sunder Trust"]), "html"
    )

    assert found == {
        ("Bright Ways", "lead", "awarded", "Quay"),
        ("Pellworth plc", "lead", "awarded", "Quay"),
        ("Sunder Trust", "partner", "awarded", "Quay"),
    }


def test_brackets_may_name_the_owner_the_sector_or_nobody(claims_in) -> None:
    claims = claims_in(
        table(
            ["Area", "Provider", "Partners"],
            ["Quay", "Zest (part of Pellworth Group)", "Orchard (staff mutual), Thistle (registered charity)"],
        ),
        "html",
    )

    assert {(c.organisation, c.role.value, c.sector.value) for c in claims} == {
        ("Zest", "lead", "unknown"),
        ("Pellworth Group", "owner", "unknown"),
        ("Orchard", "staff_mutual", "public_mutual"),
        ("Thistle", "partner", "charity"),
    }


@pytest.mark.parametrize(
    "cell",
    [
        "none listed",
        "None",
        "n/a",
        "-",
        "TBC",
        "to be confirmed",
        "no bids",
        "a joint venture of six bodies",
        "Tender under way",
    ],
)
def test_a_cell_that_names_nobody_makes_no_claim(told, cell: str) -> None:
    assert told(table(["Area", "Provider", "Partners"], ["Quay", "Pellworth", cell]), "html") == {
        ("Pellworth", "lead", "awarded", "Quay")
    }


def test_partners_in_discussion_are_in_discussion_and_their_lead_is_not(told) -> None:
    found = told(
        table(
            ["Area", "Preferred bidder", "Partners"], ["Quay", "Pellworth", "in talks with Sunder Trust and Orchard 21"]
        ),
        "html",
    )

    assert found == {
        ("Pellworth", "lead", "preferred_bidder", "Quay"),
        ("Sunder Trust", "partner", "in_discussion", "Quay"),
        ("Orchard 21", "partner", "in_discussion", "Quay"),
    }


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Barnet and Chase Farm NHS Trust", {"Barnet and Chase Farm NHS Trust"}),
        ("Coastline Recruitment and the Ashdown Partnership", {"Coastline Recruitment", "Ashdown Partnership"}),
        ("Pellworth Ltd and Sunder Housing Trust", {"Pellworth Ltd", "Sunder Housing Trust"}),
        ("Quay Trust, Orchard and Thistle", {"Quay Trust", "Orchard", "Thistle"}),
        ("Nacro and Shelter", {"Nacro", "Shelter"}),
        ("Quay &amp; Harbour CIC", {"Quay & Harbour CIC"}),
        ("Alpha; Beta; Gamma", {"Alpha", "Beta", "Gamma"}),
        ("Alpha<br>Beta", {"Alpha", "Beta"}),
        ("<ul><li>Alpha</li><li>Beta</li></ul>", {"Alpha", "Beta"}),
        ("Alpha / Beta", {"Alpha", "Beta"}),
    ],
)
def test_a_cell_of_several_names_is_parted_and_a_name_with_and_is_not(claims_in, cell: str, names: set[str]) -> None:
    claims = claims_in(table(["Area", "Subcontractors"], ["Quay", cell]), "html")

    assert {claim.organisation for claim in claims} == names


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Pellworth and Sunder, joint venture", {"Pellworth", "Sunder"}),
        ("Pellworth Works and Sunder (a joint venture)", {"Pellworth Works", "Sunder"}),
        ("Pellworth, Sunder and Orchard Works JV", {"Pellworth", "Sunder", "Orchard Works"}),
        ("Pellworth/Sunder JV", {"Pellworth", "Sunder"}),
    ],
)
def test_those_in_a_cell_that_are_one_venture_are_its_members(claims_in, cell: str, names: set[str]) -> None:
    claims = claims_in(table(["Area", "Contractor"], ["Quay", cell]), "html")

    assert {(claim.organisation, claim.role.value) for claim in claims} == {
        (name, "joint_venture_member") for name in names
    }


@pytest.mark.parametrize(
    ("cell", "partners"),
    [
        ("Pellworth Trust (lead); Sunder CIC; Orchard Homes", {"Sunder CIC", "Orchard Homes"}),
        ("Sunder CIC / Pellworth Trust (lead provider)", {"Sunder CIC"}),
        ("Pellworth Trust (lead) with Sunder CIC", {"Sunder CIC"}),
        ("Pellworth Trust [lead partner], Orchard Homes", {"Orchard Homes"}),
        ("Pellworth Trust (lead)", set()),
    ],
)
def test_those_beside_one_that_is_marked_as_the_lead_are_its_partners(told, cell: str, partners: set[str]) -> None:
    found = told(table(["Area", "Supplier"], ["Quay", cell], ["Aldermoor", "Harle Ltd; Mill Ltd"]), "html")

    assert {claim[:2] for claim in found if claim[3] == "Quay"} == {
        ("Pellworth Trust", "lead"),
        *((name, "partner") for name in partners),
    }
    assert {claim[:2] for claim in found if claim[3] == "Aldermoor"} == {("Harle Ltd", "lead"), ("Mill Ltd", "lead")}


@pytest.mark.parametrize(
    "name", ["Kent and Medway Joint Venture", "Pellworth Sunder JV", "Vale and Fen Consortium Ltd"]
)
def test_a_venture_that_is_called_so_is_one_body(claims_in, name: str) -> None:
    claims = claims_in(table(["Area", "Contractor"], ["Quay", name]), "html")

    assert {(claim.organisation, claim.role.value) for claim in claims} == {(name, "lead")}


def test_news_before_a_table_of_who_was_paid_by_whom_makes_it_none_of_payments(told) -> None:
    news = (
        "<p>A hard month. Sunder Works went under in May. Some of those who were paid by it have work again. "
        "The office is open.</p>"
    )
    rows = (["Stretch", "Contractor", "Value"], ["Quay to Fen", "Pellworth Works", "12m"])
    found = told(table(*rows, before=f"<h1>Who digs where</h1>{news}"), "html")

    assert found == {("Pellworth Works", "lead", "awarded", "Quay to Fen")}
    assert told(table(*rows, before=f"<h1>Who digs where</h1>{news}<p>Payments of May</p>"), "html") == set()


def test_compound_areas_are_one_and_several_are_several(told) -> None:
    found = told(
        table(
            ["Contract package area", "Bidder"],
            ["Dorset, Devon and Cornwall", "Pellworth"],
            ["London and Thames Valley", "Sunder Trust"],
            ["Aldermoor; Brackenby", "Orchard 21"],
            ["Cumbria and Lancashire", "Harbour Trust"],
        ),
        "html",
    )

    assert found == {
        ("Pellworth", "lead", "awarded", "Dorset, Devon and Cornwall"),
        ("Harbour Trust", "lead", "awarded", "Cumbria and Lancashire"),
        ("Sunder Trust", "lead", "awarded", "London; Thames Valley"),
        ("Orchard 21", "lead", "awarded", "Aldermoor; Brackenby"),
    }


def test_the_order_of_columns_and_rows_does_not_matter(told) -> None:
    rows = [["Quay", "Pellworth", "Sunder Trust"], ["Moor", "Orchard 21", ""]]
    straight = told(table(["Area", "Lead", "Partner"], *rows), "html")
    turned = told(table(["Partner", "Lead", "Area"], *[row[::-1] for row in rows[::-1]]), "html")

    assert straight == turned != set()


def test_a_table_on_its_side_is_read(told) -> None:
    found = told(
        "<table><tr><th>Area</th><td>Quay</td></tr><tr><th>Lead provider</th><td>Pellworth</td></tr>"
        "<tr><th>Partners</th><td>Sunder Trust, Orchard 21</td></tr></table>",
        "html",
    )

    assert found == {
        ("Pellworth", "lead", "awarded", "Quay"),
        ("Sunder Trust", "partner", "awarded", "Quay"),
        ("Orchard 21", "partner", "awarded", "Quay"),
    }


def test_ticks_under_areas_say_where(told) -> None:
    found = told(
        table(
            ["Provider", "North", "South"],
            ["Pellworth", "Yes", ""],
            ["Sunder Trust", "\u2713", "\u2713"],
            caption="Framework providers",
        ),
        "html",
    )

    assert found == {("Pellworth", "lead", "awarded", "North"), ("Sunder Trust", "lead", "awarded", "North; South")}


def test_a_line_across_the_table_is_the_area_of_the_rows_below(told) -> None:
    found = told(
        "<table><tr><th>Contractor</th><th>Value</th></tr><tr><th colspan=2>Quay</th></tr><tr><td>Pellworth</td><td>1m</td></tr>"
        "<tr><th colspan=2>Moor</th></tr><tr><td>Sunder Trust</td><td>2m</td></tr></table>",
        "html",
    )

    assert found == {("Pellworth", "lead", "awarded", "Quay"), ("Sunder Trust", "lead", "awarded", "Moor")}


def test_terms_with_definitions_under_a_heading_are_a_record(told) -> None:
    found = told(
        "<main><h2>Who runs it</h2><h3>Quay</h3><dl><dt>Lead provider</dt><dd>Pellworth</dd><dt>Partners</dt><dd>Sunder Trust</dd></dl>"
        "<h3>Moor</h3><dl><dt>Lead provider</dt><dd>Orchard 21</dd></dl></main>",
        "html",
    )

    assert {
        ("Pellworth", "lead", "awarded", "Quay"),
        ("Sunder Trust", "partner", "awarded", "Quay"),
        ("Orchard 21", "lead", "awarded", "Moor"),
    } <= found


@pytest.mark.parametrize(("ending", "mark"), [("csv", ","), ("tsv", "\t")])
def test_csv_and_tsv_go_through_the_same_reader(told, ending: str, mark: str) -> None:
    lines = [
        ["prison", "healthcare provider", "subcontractors", "from"],
        ["HMP Quay", "Pellworth NHS Trust", "Sunder Ltd; Orchard 21", "2021-04-01"],
    ]

    assert told("\n".join(mark.join(line) for line in lines), ending) == {
        ("Pellworth NHS Trust", "lead", "awarded", "HMP Quay"),
        ("Sunder Ltd", "subcontractor", "awarded", "HMP Quay"),
        ("Orchard 21", "subcontractor", "awarded", "HMP Quay"),
    }


@pytest.mark.parametrize(
    "rows",
    [
        [["Name", "Job title", "Company"], ["Jo Roe", "Director", "Pellworth Care"]],
        [["Trustee", "Organisation"], ["Jo Roe", "Pellworth Care"]],
        [["Member", "Town", "Joined"], ["Pellworth Care", "Quay", "2020"]],
        [["Course", "Date", "Places"], ["First aid", "1 May", "12"]],
        [["Rank", "School", "Score"], ["1", "Quay Academy", "98"]],
        [["Speaker", "With", "Room"], ["Jo Roe", "Pellworth Care", "2"]],
    ],
)
def test_tables_of_persons_members_and_other_things_name_no_provider(told, rows: list[list[str]]) -> None:
    assert told(table(*rows, before="<h1>About us</h1>"), "html") == set()


def test_payments_to_suppliers_are_no_contracts(told) -> None:
    html = table(
        ["Supplier", "Amount", "Date"], ["Pellworth Care", "12,000", "1/2/2020"], caption="Spending over 500 pounds"
    )

    assert told(html, "html") == set()


@pytest.mark.parametrize("term", ["Ends", "Expires", "Contract end date", "Runs until", "Review date"])
def test_contracts_that_run_out_are_none_of_what_was_paid_wherever_they_stand(told, term: str) -> None:
    rows = (
        ["Contract", "Area", "Supplier", "Value a year", term],
        ["Mowing", "Aldermoor", "Pellworth Care", "12,000", "May"],
    )
    before = "<p>The council | Spending | Contracts</p><h1>What we buy</h1>"

    assert told(table(*rows, before=before), "html") == {("Pellworth Care", "lead", "awarded", "Aldermoor")}
    paid = [["Contract", "Area", "Supplier", "Paid"], ["Mowing", "Aldermoor", "Pellworth Care", "12,000"]]
    assert told(table(*paid, before="<h1>Spending</h1>"), "html") == set()


def test_the_buyer_is_no_provider(told) -> None:
    found = told(table(["Area", "Buyer", "Provider"], ["Quay", "Ministry of Justice", "Pellworth"]), "html")

    assert found == {("Pellworth", "lead", "awarded", "Quay")}


def test_a_column_that_says_what_an_area_is_made_up_of_is_none_of_areas(told) -> None:
    found = told(
        table(
            ["Lot area", "Provider", "Areas contained"],
            ["Wendle Vale", "Pellworth Care", "Durham, Northumberland and Teesside"],
            ["South East Wales", "Sunder Trust", "Cardiff, Newport"],
        ),
        "html",
    )

    assert found == {
        ("Pellworth Care", "lead", "awarded", "Wendle Vale"),
        ("Sunder Trust", "lead", "awarded", "South East Wales"),
    }


@pytest.mark.parametrize("cells", [("", ""), (" ",)])
def test_a_table_whose_headers_are_all_empty_names_nobody(told, cells: tuple[str, ...]) -> None:
    assert told(table(list(cells), ["Pellworth"] * len(cells), before="<h1>Contracts awarded</h1>"), "html") == set()


@pytest.mark.parametrize(
    ("cell", "area"),
    [
        ("1 - Aldermoor", "Aldermoor"),
        ("1. Aldermoor", "Aldermoor"),
        ("(1) Aldermoor", "Aldermoor"),
        ("Lot 3 \u2013 Aldermoor", "Aldermoor"),
        ("CPA 4 Forth Valley", "Forth Valley"),
        ("4 Forth Valley", "Forth Valley"),
        ("Area 2: The Holms", "The Holms"),
        ("Aldermoor (Lot 3)", "Aldermoor"),
        ("Aldermoor - Package B", "Aldermoor"),
        ("UKI33 - Kensington & Chelsea", "Kensington & Chelsea"),
        ("Forth Valley (without Alloa)", "Forth Valley"),
        ("E06000022 Bath and North East Somerset", "Bath and North East Somerset"),
        ("West Midlands (England)", "West Midlands"),
        ("Scotland", "Scotland"),
        ("Bath - Keynsham", "Bath - Keynsham"),
        ("5 Towns", "5 Towns"),
        ("Zone 3 Marshes", "Zone 3 Marshes"),
        ("St Ives (Cornwall)", "St Ives (Cornwall)"),
        ("Area 3", "Area 3"),
        ("UK - United Kingdom", ""),
        ("England and Wales", ""),
        ("UK-wide", ""),
        ("New Zealand", ""),
        ("Australia-wide", ""),
        ("Los 2 - Landkreis Altmoor", "Landkreis Altmoor"),
        ("All regions", ""),
        ("n/a", ""),
        ("Elsewhere", ""),
        ("To be confirmed", ""),
        ("\u2013", ""),
    ],
)
def test_a_place_has_neither_its_number_nor_its_code_and_a_whole_country_is_none(told, cell: str, area: str) -> None:
    found = told(table(["Area", "Provider"], [cell, "Pellworth Care"], ["Brackenby", "Sunder Trust"]), "html")

    assert found == {
        ("Pellworth Care", "lead", "awarded", area),
        ("Sunder Trust", "lead", "awarded", "Brackenby"),
    }


def test_a_region_of_several_names_is_one_in_a_cell(told) -> None:
    found = told(
        table(
            ["Region", "Provider"],
            ["North East, Yorkshire and the Humber", "Pellworth Care"],
            ["North West", "Sunder Trust"],
        ),
        "html",
    )

    assert {area for *_, area in found} == {"North East, Yorkshire and the Humber", "North West"}


def test_a_tender_that_is_complete_has_ended_no_contract(told) -> None:
    found = told(table(["Region", "Status", "Awarded to"], ["Aldermoor", "complete", "Pellworth Care"]), "html")
    ended = told(table(["Region", "Status", "Provider"], ["Aldermoor", "complete", "Pellworth Care"]), "html")

    assert found == {("Pellworth Care", "lead", "awarded", "Aldermoor")}
    assert ended == {("Pellworth Care", "lead", "terminated", "Aldermoor")}


@pytest.mark.parametrize("header", ["Lead officer", "Type of organisation", "Last year's winner", "2019 winner"])
def test_a_column_of_officers_kinds_or_past_winners_holds_no_providers(told, header: str) -> None:
    found = told(table(["Area", "Provider", header], ["Aldermoor", "Pellworth Care", "Sunder Trust"]), "html")

    assert found == {("Pellworth Care", "lead", "awarded", "Aldermoor")}


def test_a_cell_with_others_beside_a_name_holds_the_name_and_whom_it_names_of_them(told) -> None:
    found = told(
        table(
            ["Area", "Provider"],
            ["Aldermoor", "Pellworth Care and many subcontractors from three counties"],
            ["Westmoor", "Sunder Works. Subcontractors include the Orchard Foundation and the Lowland Trust"],
        ),
        "html",
    )

    assert found == {
        ("Pellworth Care", "lead", "awarded", "Aldermoor"),
        ("Sunder Works", "lead", "awarded", "Westmoor"),
        ("Orchard Foundation", "subcontractor", "awarded", "Westmoor"),
        ("Lowland Trust", "subcontractor", "awarded", "Westmoor"),
    }


@pytest.mark.parametrize(("lots", "areas"), [(("Bowdell", "Stainmarr"), ("Bowdell", "Stainmarr")), (("Plumbing", "Laundry"), ("", ""))])  # fmt: skip
def test_lots_called_after_what_is_no_word_are_places(told, lots: tuple[str, str], areas: tuple[str, str]) -> None:
    found = told(table(["Lot", "Bidder"], [lots[0], "Pellworth Works"], [lots[1], "Sunder Ltd"]), "html")

    assert {(name, where) for name, _, _, where in found} == {("Pellworth Works", areas[0]), ("Sunder Ltd", areas[1])}


def test_direct_payments_before_a_table_of_providers_make_it_none_of_what_was_paid(told) -> None:
    before = "<h1>Home care</h1><p>You may also choose a provider of your own with a direct payment.</p>"

    assert told(table(["Provider", "Areas"], ["Pellworth Care", "Aldermoor"], before=before), "html") == {
        ("Pellworth Care", "lead", "awarded", "Aldermoor")
    }


@pytest.mark.parametrize(
    "text",
    [
        "Not commissioned", "Not yet let", "To be re-tendered", "Out to tender", "Lot withdrawn", "no bids received", "Delivered in-house",
        "Council team", "Our own drivers", "Not part of this procurement", "Withdrawn", "Heb ei ddyfarnu / Not awarded",
        "Awaiting award", "Mewnol / In-house", "En r\u00e9gie", "see note", "multiple providers", "N/A", "TBC",
    ],
)  # fmt: skip
def test_a_cell_that_says_there_is_nobody_names_nobody(told, text: str) -> None:
    found = told(table(["Area", "Provider"], ["Aldermoor", "Pellworth Care"], ["Brackenby", text]), "html")

    assert found == {("Pellworth Care", "lead", "awarded", "Aldermoor")}


@pytest.mark.parametrize(
    "name", ["No Limits Service", "Not Forgotten Association", "Many Hands CIC", "Multiple Sclerosis Society"]
)
def test_a_name_that_begins_like_nobody_is_one(told, name: str) -> None:
    found = told(table(["Area", "Provider"], ["Aldermoor", name], ["Brackenby", "Pellworth Care"]), "html")

    assert (name, "lead", "awarded", "Aldermoor") in found


@pytest.mark.parametrize(
    "below",
    [
        "<ul><li>Lot 1: Aldermoor</li><li>Lot 2 - Brackenby</li></ul>",
        "<dl><dt>Lot 1</dt><dd>Aldermoor</dd><dt>Lot 2</dt><dd>Brackenby</dd></dl>",
        "<table><tr><th>Lot no.</th><th>District</th></tr><tr><td>1</td><td>Aldermoor</td></tr><tr><td>2</td><td>Brackenby</td></tr></table>",
    ],
)
def test_lots_that_are_explained_elsewhere_are_places(told, below: str) -> None:
    rows = table(["Lot", "Successful bidder"], ["1", "Pellworth Care"], ["1 and 2", "Sunder Trust"])

    assert told(rows.replace("</main>", f"<h2>The lots</h2>{below}</main>"), "html") == {
        ("Pellworth Care", "lead", "awarded", "Aldermoor"),
        ("Sunder Trust", "lead", "awarded", "Aldermoor; Brackenby"),
    }


def test_a_stage_may_have_its_date_beside_it(told) -> None:
    found = told(
        table(
            ["Centre", "Operator", "Stage and date"],
            ["Aldermoor", "Pellworth Leisure", "Preferred bidder (2 April 2025)"],
            ["Brackenby", "Sunder Trust", "Contract signed on 3 May 2025"],
        ),
        "html",
    )

    assert found == {
        ("Pellworth Leisure", "lead", "preferred_bidder", "Aldermoor"),
        ("Sunder Trust", "lead", "awarded", "Brackenby"),
    }


def test_the_service_area_of_a_council_is_no_place(told) -> None:
    found = told(
        table(
            ["Contract title", "Service area", "Supplier"],
            ["Floating support - Aldermoor", "Housing", "Pellworth Care"],
            ["Floating support - Brackenby", "Housing", "Sunder Trust"],
        ),
        "html",
    )

    assert {area for *_, area in found} == {"Aldermoor", "Brackenby"}


def test_days_beside_a_name_are_no_part_of_it_and_a_note_that_the_contract_ended_counts(told) -> None:
    found = told(
        table(
            ["Area", "Provider"],
            ["Aldermoor", "Pellworth Care until 30 June, then Sunder Works"],
            ["Westmoor", "Lowland Homes (contract ended 31 March)"],
        ),
        "html",
    )

    assert found == {
        ("Pellworth Care", "lead", "awarded", "Aldermoor"),
        ("Sunder Works", "lead", "awarded", "Aldermoor"),
        ("Lowland Homes", "lead", "terminated", "Westmoor"),
    }


def test_a_label_and_its_value_may_be_paragraphs_of_their_own(told) -> None:
    pairs = [
        ("Title:", "Home care - Aldermoor"), ("Agency:", "Norwold Council"), ("Supplier name:", "Pellworth Care"), ("Reference:", "HC/7"),
        ("Title:", "Home care - Brackenby"), ("Agency:", "Norwold Council"), ("Supplier name:", "Sunder Trust"), ("Reference:", "HC/8"),
    ]  # fmt: skip
    page = "".join(f"<div><div>{label}</div><div>{value}</div></div>" for label, value in pairs)

    assert told(f"<main><h1>Contracts</h1>{page}</main>", "html") == {
        ("Pellworth Care", "lead", "awarded", "Aldermoor"),
        ("Sunder Trust", "lead", "awarded", "Brackenby"),
    }


def test_a_line_in_a_record_may_lead_in_the_items_below_it(told) -> None:
    page = "".join(
        f"<h2>{area}</h2><p>Lead provider: {lead}</p><p>Working with:</p><ul><li>{partner}</li></ul>"
        for area, lead, partner in (
            ("Aldermoor", "Pellworth Care", "Orchard 21"),
            ("Brackenby", "Sunder Trust", "Thistle Homes"),
        )
    )

    assert told(f"<main><h1>Family help</h1>{page}</main>", "html") == {
        ("Pellworth Care", "lead", "awarded", "Aldermoor"),
        ("Orchard 21", "partner", "awarded", "Aldermoor"),
        ("Sunder Trust", "lead", "awarded", "Brackenby"),
        ("Thistle Homes", "partner", "awarded", "Brackenby"),
    }


def test_a_table_may_have_headers_on_two_sides_and_an_empty_corner(told) -> None:
    page = (
        "<main><h1>Contracts</h1><table><tr><td></td><th>Aldermoor</th><th>Brackenby</th></tr>"
        "<tr><th>Contract holder</th><td>Pellworth Care</td><td>Sunder Trust</td></tr>"
        "<tr><th>Housing partner</th><td>Thistle Homes</td><td>-</td></tr></table></main>"
    )

    assert told(page, "html") == {
        ("Pellworth Care", "lead", "awarded", "Aldermoor"),
        ("Thistle Homes", "partner", "awarded", "Aldermoor"),
        ("Sunder Trust", "lead", "awarded", "Brackenby"),
    }


def test_a_decision_in_a_table_is_read_as_prose_and_placed_by_its_title(told) -> None:
    found = told(
        table(
            ["Item", "Title", "Decision"],
            ["5", "Fees and charges", "Noted."],
            ["8", "School transport contract, Eskdale", "That the contract be awarded to Pellworth Travel Ltd for four years."],
            before="<h1>Record of decisions</h1>",
        ),
        "html",
    )  # fmt: skip

    assert found == {("Pellworth Travel Ltd", "lead", "awarded", "Eskdale")}


def test_a_table_of_labels_has_the_place_of_its_heading_where_others_stand_beside_it(told) -> None:
    page = "".join(
        f"<h2>Home care - {area}</h2><table><tr><th>Contractor</th><td>{lead}</td></tr><tr><th>Start</th><td>2025</td></tr>"
        "<tr><th>Contract manager</th><td>Joan Field</td></tr></table>"
        for area, lead in (("Aldermoor", "Pellworth Care"), ("Brackenby", "Sunder Trust"))
    )

    assert told(f"<main><h1>Contracts</h1>{page}</main>", "html") == {
        ("Pellworth Care", "lead", "awarded", "Aldermoor"),
        ("Sunder Trust", "lead", "awarded", "Brackenby"),
    }


def test_a_column_a_lot_says_how_each_bidder_fared_in_it(told) -> None:
    found = told(
        table(
            ["Bidder", "Lot 1 Aldermoor", "Lot 2 Brackenby"],
            ["Pellworth Care", "Awarded", "Unsuccessful"],
            ["Sunder Trust", "Did not bid", "Awarded"],
        ),
        "html",
    )

    assert found == {
        ("Pellworth Care", "lead", "awarded", "Aldermoor"),
        ("Pellworth Care", "bidder_unsuccessful", "unsuccessful", "Brackenby"),
        ("Sunder Trust", "lead", "awarded", "Brackenby"),
    }


def test_the_body_in_a_heading_works_in_the_areas_that_a_line_below_leads_in(told) -> None:
    page = "".join(
        f"<h2>{lead}</h2><p>Contract package areas:</p><ul>{''.join(f'<li>{area}</li>' for area in areas)}</ul>"
        for lead, areas in (
            ("Pellworth Care Ltd", ("Aldermoor", "Dunmere")),
            ("Sunder Trust", ("Brackenby",)),
        )
    )

    assert told(f"<main><h1>Job support: list of providers</h1>{page}</main>", "html") == {
        ("Pellworth Care Ltd", "lead", "awarded", "Aldermoor; Dunmere"),
        ("Sunder Trust", "lead", "awarded", "Brackenby"),
    }


def test_a_row_that_begins_blank_goes_on_with_the_area_above(told) -> None:
    found = told(
        table(
            ["Region", "Lead provider", "Delivery partner"],
            ["Aldermoor", "Pellworth Care", "Orchard 21"],
            ["", "", "Thistle Homes"],
            ["Brackenby", "Sunder Trust", "Lowland Mind"],
        ),
        "html",
    )

    assert ("Thistle Homes", "partner", "awarded", "Aldermoor") in found


def test_a_mark_that_a_legend_gives_to_leads_makes_one(told) -> None:
    found = told(
        table(
            ["Contract area", "Consortium members"],
            ["Aldermoor", "Pellworth Care*; Orchard 21"],
            ["Brackenby", "Thistle Homes; Sunder Trust*"],
            before="<h1>Contracts awarded</h1><p>* denotes lead organisation</p>",
        ),
        "html",
    )

    assert {name for name, role, *_ in found if role == "lead"} == {"Pellworth Care", "Sunder Trust"}


def test_what_tells_how_to_reach_a_provider_is_none(told) -> None:
    cell = "Pellworth Care (opens in new tab)<br>Phone: 0800 555 0111<br>help@pellworth.example"

    assert told(table(["Area", "Provider"], ["Aldermoor", cell], ["Brackenby", "Sunder Trust"]), "html") == {
        ("Pellworth Care", "lead", "awarded", "Aldermoor"),
        ("Sunder Trust", "lead", "awarded", "Brackenby"),
    }


def test_a_note_may_say_when_a_contract_ended(told) -> None:
    found = told(
        table(["Area", "Provider"], ["Aldermoor", "Pellworth Care (contract ended 31 May 2025)"], ["Dunmere", "Sunder Trust"]), "html"
    )  # fmt: skip

    assert ("Pellworth Care", "lead", "terminated", "Aldermoor") in found


def test_bodies_across_and_places_down_are_joined_by_ticks(told) -> None:
    found = told(
        table(
            ["District", "Pellworth Care Ltd", "Sunder Trust"],
            ["Aldermoor", "\u2713", ""],
            ["Brackenby", "\u2713", "\u2713"],
            before="<h1>Which provider covers which district</h1>",
        ),
        "html",
    )

    assert found == {
        ("Pellworth Care Ltd", "lead", "awarded", "Aldermoor"),
        ("Pellworth Care Ltd", "lead", "awarded", "Brackenby"),
        ("Sunder Trust", "lead", "awarded", "Brackenby"),
    }


def test_a_line_of_labels_and_values_between_bars_is_a_row(told) -> None:
    text = "Area: Aldermoor | Provider: Pellworth Care | Value: 4\nArea: Brackenby | Provider: no compliant bid | Value: -\n"

    assert told(f"CONTRACTS LET\n\n{text}", "txt") == {("Pellworth Care", "lead", "awarded", "Aldermoor")}


@pytest.mark.parametrize(
    ("header", "days"),
    [
        ("Go-live", ("5 October", "12 October")),
        ("Live", ("October", "November")),
        ("Awarded", ("Monday 3 May", "late June")),
        ("Began", ("Spring", "Autumn")),
        ("Appointed", ("w/c 3 May", "tbc")),
        ("Started", ("1st of April", "from 2 June")),
    ],
)
def test_a_column_of_days_without_a_year_names_nobody(told, header: str, days: tuple[str, str]) -> None:
    found = told(
        table(
            ["Area", "Provider", header],
            ["Aldermoor", "Pellworth Care", days[0]],
            ["Brackenby", "Sunder Trust", days[1]],
        ),
        "html",
    )

    assert found == {
        ("Pellworth Care", "lead", "awarded", "Aldermoor"),
        ("Sunder Trust", "lead", "awarded", "Brackenby"),
    }


@pytest.mark.parametrize(
    ("header", "needs"),
    [
        ("Need", ("Women's services (all needs)", "Housing", "Personal wellbeing")),
        ("Help with", ("Debt advice", "Housing", "Legal advice")),
        ("Problem", ("Gambling", "Cannabis", "Alcohol")),
        ("You need", ("A roof", "A job", "Somebody to talk to")),
        ("Pathway", ("Education and training", "Accommodation", "Family support")),
        ("Support", ("Mentoring", "Work", "Wellbeing")),
    ],
)
def test_what_people_need_is_no_place(told, header: str, needs: tuple[str, str, str]) -> None:
    names = ("Pellworth Care", "Sunder Trust", "Orchard Aid")
    rows = [[need, "Men", name] for need, name in zip(needs, names, strict=True)]

    assert told(table([header, "Who for", "Provider"], *rows), "html") == {
        (name, "lead", "awarded", "") for name in names
    }


@pytest.mark.parametrize("header", ["Name", "Home", "Base"])
def test_a_first_column_of_names_of_places_is_one_of_areas_still(told, header: str) -> None:
    found = told(table([header, "Provider"], ["Aldermoor", "Pellworth Care"], ["Brackenby", "Sunder Trust"]), "html")

    assert {area for *_, area in found} == {"Aldermoor", "Brackenby"}


def asked(*rows: tuple[str, str]) -> str:
    return table(["What", "Answer"], *map(list, rows))


def test_an_answer_in_a_sentence_names_whom_it_begins_with(told) -> None:
    found = told(
        asked(
            ("Where?", "All London boroughs"),
            ("Who drives?", "Bluecab provides the journeys; about a third are in minicabs"),
            ("Who manages it?", "Dunmere Councils, for the boroughs and QTL"),
            ("What do I pay?", "Three pounds"),
        ),
        "html",
    )

    assert found == {("Bluecab", "lead", "awarded", "London")}


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Pellworth Care runs the hostel and its garden", "Pellworth Care"),
        ("Sunder Trust now provides all care", "Sunder Trust"),
        ("Orchard Homes is responsible for the flats", "Orchard Homes"),
        ("Pellworth Care has run it since May", "Pellworth Care"),
        ("Runs Well Trust", "Runs Well Trust"),
        ("Care Provides Ltd", "Care Provides Ltd"),
    ],
)
def test_a_cell_that_goes_on_to_say_what_is_done_names_who_does_it(told, cell: str, name: str) -> None:
    found = told(table(["District", "Provider"], ["Aldermoor", cell], ["Brackenby", "Tarn Services"]), "html")

    assert found == {(name, "lead", "awarded", "Aldermoor"), ("Tarn Services", "lead", "awarded", "Brackenby")}


def test_who_manages_is_who_does_it_where_nobody_else_is_asked_for(told) -> None:
    found = told(asked(("Where?", "Aldermoor"), ("Who manages it?", "Pellworth Care"), ("Open", "Daily")), "html")

    assert ("Pellworth Care", "lead", "awarded", "Aldermoor") in found


@pytest.mark.parametrize(
    "header", ["Who provides your home", "Who looks after your home", "Who collects your bins", "Who supports you"]
)
def test_a_column_says_who_serves_its_reader(told, header: str) -> None:
    text = table(["Where you live", header], ["Kent", "Pellworth Care"], ["Essex", "Sunder Trust"])

    assert told(text, "html") == {
        ("Pellworth Care", "lead", "awarded", "Kent"),
        ("Sunder Trust", "lead", "awarded", "Essex"),
    }


def test_a_column_of_outgoing_providers_tells_who_is_out_and_one_of_reserves_who_may_step_in(told) -> None:
    outgoing = table(
        ["Area", "Provider", "Outgoing provider"],
        ["Quay", "Pellworth Care", "Sunder Trust"],
        ["Moor", "Orchard Homes", "Orchard Homes"],
    )
    reserve = table(
        ["Area", "Provider", "Reserve"], ["Quay", "Pellworth Care", "Sunder Trust"], ["Moor", "Orchard Homes", "-"]
    )

    assert told(outgoing, "html") == {
        ("Pellworth Care", "lead", "awarded", "Quay"),
        ("Sunder Trust", "lead", "terminated", "Quay"),
        ("Orchard Homes", "lead", "awarded", "Moor"),
    }
    assert told(reserve, "html") == {
        ("Pellworth Care", "lead", "awarded", "Quay"),
        ("Sunder Trust", "lead", "shortlisted", "Quay"),
        ("Orchard Homes", "lead", "awarded", "Moor"),
    }


def test_a_table_of_events_has_no_crossings(told) -> None:
    events = table(
        ["Date", "Town", "Venue", "Hosted by", "Stalls"],
        ["Tuesday 16 September", "Kent", "Grand Hall", "Gowan College", "Braes Engineering, Lomax Care"],
        ["Thursday 2 October", "Essex", "Arts Centre", "Next Rung Training", "Seafield Hotels"],
        before="<h1>Jobs fairs</h1><p>Meet training providers.</p>",
    )

    assert told(events, "html") == set()


def test_a_column_of_centres_says_where_beside_who_runs_them(told) -> None:
    text = table(
        ["Run by", "Centre", "Telephone"],
        ["Orme Trust", "Bay Track", "01492 555 011"],
        ["Splash Leisure", "Penrhyn Pool", "01492 555 010"],
    )

    assert told(text, "html") == {
        ("Orme Trust", "lead", "awarded", "Bay Track"),
        ("Splash Leisure", "lead", "awarded", "Penrhyn Pool"),
    }


@pytest.mark.parametrize("cell", ["Maintained by our own crews", "Contract in procurement", "Run by our own teams"])
def test_a_cell_that_says_that_nobody_has_it_names_nobody(told, cell: str) -> None:
    text = table(["Area", "Provider"], ["Kent", "Pellworth Care"], ["Essex", cell])

    assert told(text, "html") == {("Pellworth Care", "lead", "awarded", "Kent")}


def test_lines_of_few_cells_above_the_names_of_many_columns_are_no_part_of_the_table(told) -> None:
    text = (
        '"Export of contract notices"\n"Period: July","Agency: Department of Skills"\n\n'
        "Agency,CN ID,Publish Date,Contract Start Date,Description,Category,Supplier Name,Supplier State\n"
        "Department of Skills,CN41,07-Jul-2025,01-Jul-2025,Mentoring - Employment Region: Kent,Training,PELLWORTH CARE LTD,NSW\n"
        "Department of Skills,CN42,07-Jul-2025,01-Jul-2025,Mentoring - Employment Region: Essex,Training,SUNDER TRUST INC,VIC\n"
    )

    assert {(name, area) for name, _, _, area in told(text, "csv")} == {
        ("PELLWORTH CARE LTD", "Kent"),
        ("SUNDER TRUST INC", "Essex"),
    }


def test_a_term_of_no_interest_ends_no_record_and_what_is_intended_is_not_awarded(told) -> None:
    text = (
        "<main><h1>Audiology</h1><h2>Lot 1</h2><dl><dt>Geographical coverage</dt><dd>Kent</dd>"
        "<dt>Provider to which the relevant authority intends to award</dt><dd>Pellworth Care Ltd</dd>"
        "<dt>Registered address</dt><dd>4 Mount Street, Dover CT1 1XX</dd>"
        "<dt>Named subcontractor</dt><dd>Sunder Trust</dd></dl>"
        "<h2>Lot 2</h2><dl><dt>Geographical coverage</dt><dd>Essex</dd>"
        "<dt>Provider to which the relevant authority intends to award</dt><dd>Orchard Homes Ltd</dd></dl></main>"
    )

    assert told(text, "html") == {
        ("Pellworth Care Ltd", "lead", "preferred_bidder", "Kent"),
        ("Sunder Trust", "subcontractor", "preferred_bidder", "Kent"),
        ("Orchard Homes Ltd", "lead", "preferred_bidder", "Essex"),
    }


def test_a_table_calls_a_body_as_the_prose_beside_it_says_that_it_is_called(claims_in) -> None:
    text = table(["Area", "Contractor"], ["Kent", "FASE"], ["Essex", "Pellworth Care"]) + (
        "<p>The contract was awarded to Futures Advice and Skills Enterprise (FASE) in May.</p>"
    )

    assert {c.organisation for c in claims_in(text, "html") if "Kent" in c.areas} == {
        "Futures Advice and Skills Enterprise"
    }


def test_the_sentence_over_a_table_says_what_those_under_a_plain_header_are(told) -> None:
    over = "<h1>Our contract</h1><p>Harbour Homes Ltd holds the contract. For the rest we rely on twelve subcontractors.</p>"
    text = table(["Organisation", "Where"], ["Pellworth Care", "Kent"], ["Sunder Trust", "Essex"], before=over)

    assert ("Pellworth Care", "subcontractor", "awarded", "Kent") in told(text, "html")
