"""Public notices and register pages to claims: contracts under headings, cards, tables of labels, sections of bodies."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.model import Claim


@pytest.fixture
def told(claims_in: Callable[..., list[Claim]]) -> Callable[..., set[tuple[str, str, str, str]]]:
    """Organisation, role, status and areas of each claim of a page that its layout makes sure."""

    def read(text: str, ending: str) -> set[tuple[str, str, str, str]]:
        sure = (c for c in claims_in(text, ending) if c.confidence >= 0.8)
        return {(c.organisation, c.role.value, c.status.value, "; ".join(c.areas)) for c in sure}

    return read


def labels(*pairs: tuple[str, str], head: str = "") -> str:
    rows = "".join(f'<tr><td class="label">{label}</td><td>{value}</td></tr>' for label, value in pairs)
    return f"{f'<h3>{head}</h3>' if head else ''}<table><tbody>{rows}</tbody></table>"


def terms(*pairs: tuple[str, str]) -> str:
    return f"<dl>{''.join(f'<dt>{label}</dt><dd>{value}</dd>' for label, value in pairs)}</dl>"


def page(*parts: str, title: str = "Contract award") -> str:
    return f"<html><head><title>{title}</title></head><body><main><h1>{title}</h1>{''.join(parts)}</main></body></html>"


def test_where_a_contractor_sits_is_no_area_beside_where_it_works(told) -> None:
    found = told(
        page(
            labels(("Contract ID", "PK-77"), ("Agency", "Parks Department"), ("Publish date", "3-Mar-2025")),
            labels(
                ("Supplier name", "Gumtree Mowing Pty Ltd"), ("ABN", "11 222 333 444"), ("Street address", "4 Mill Lane"),
                ("Suburb", "Tolland"), ("State", "VIC"), ("Postcode", "3999"), ("Service area", "Western Plains"),
                ("Estimated amount payable to the contractor (including GST)", "$1,000,000"), head="Supplier (1)",
            ),
            labels(
                ("Supplier name", "Wattle Pruning Pty Ltd &amp; Bluegum Trades Co-operative Ltd (unincorporated joint venture)"),
                ("ABN", "11 555 333 444"), ("Town/City", "Karrin"), ("State/Territory", "VIC"), ("Service area", "Eastern Plains"),
                head="Supplier (2)",
            ),
        ),
        "html",
    )  # fmt: skip

    assert found == {
        ("Gumtree Mowing Pty Ltd", "lead", "awarded", "Western Plains"),
        ("Wattle Pruning Pty Ltd", "joint_venture_member", "awarded", "Eastern Plains"),
        ("Bluegum Trades Co-operative Ltd", "joint_venture_member", "awarded", "Eastern Plains"),
    }


def test_a_town_is_where_it_works_if_nothing_else_says(told) -> None:
    found = told(
        page(labels(("Supplier", "Gumtree Mowing Pty Ltd"), ("Town", "Tolland"), ("Contract", "PK-77"))), "html"
    )

    assert found == {("Gumtree Mowing Pty Ltd", "lead", "awarded", "Tolland")}


def test_a_table_of_labels_may_name_subcontractors_alone(told) -> None:
    found = told(
        page(
            labels(
                (
                    "Names of subcontractors (including company numbers)",
                    "Rill Drainage Ltd (No 0411)<br>Fenn Paving Ltd",
                ),
                ("Location of work", "See contract area"),
                ("Industrial agreement", "On-site 2020"),
            )
        ),
        "html",
    )

    assert found == {
        ("Rill Drainage Ltd", "subcontractor", "awarded", ""),
        ("Fenn Paving Ltd", "subcontractor", "awarded", ""),
    }


@pytest.mark.parametrize(
    "note",
    ["holds all shares in Rill Drainage Ltd", "owns 60% of the equity in Rill Drainage Ltd", "parent company of Rill Drainage Ltd"],
)  # fmt: skip
def test_who_is_said_to_own_another_is_its_owner(told, note: str) -> None:
    found = told(
        page(
            labels(
                ("Contractor", "Rill Drainage Ltd"), ("Other partners", f"Brook Group plc ({note})"), ("Contract", "7")
            )
        ),
        "html",
    )

    assert ("Brook Group plc", "owner", "awarded", "") in found


@pytest.mark.parametrize(
    "cell",
    [
        "Brook Group plc, through its subsidiary Rill Drainage Ltd",
        "Brook Group plc; acting through its trading company Rill Drainage Ltd",
        "Brook Group plc, via its wholly-owned subsidiary, Rill Drainage Ltd",
    ],
)
def test_who_works_through_a_subsidiary_owns_it(told, cell: str) -> None:
    found = told(
        "<main><h1>Contracts awarded</h1><table><tr><th>Region</th><th>Lead provider</th><th>Partners</th></tr>"
        f"<tr><td>Aldermoor</td><td>{cell}</td><td>Fenn Advice</td></tr></table></main>",
        "html",
    )

    assert found == {
        ("Brook Group plc", "owner", "awarded", "Aldermoor"),
        ("Rill Drainage Ltd", "lead", "awarded", "Aldermoor"),
        ("Fenn Advice", "partner", "awarded", "Aldermoor"),
    }


@pytest.mark.parametrize(
    "label", ["Procured with", "Procurement with", "Jointly commissioned with", "Bought together with", "Tendered with"]
)
def test_with_whom_somebody_buys_is_no_partner(told, label: str) -> None:
    found = told(
        page(
            "<h2>1. Sexual health service</h2>",
            terms(("Estimated value", "2m"), ("Contract locations", "Aldermoor"), (label, "Western Care Board")),
            title="Pipeline notice",
        ),
        "html",
    )

    assert found == set()


def test_each_card_of_a_supplier_says_which_lots_it_was_awarded(told) -> None:
    told_of = terms(("Address", "Mill Lane, Hythe"), ("Supplier is SME?", "Yes"), ("Awarded", "Lot 2 Harbour District"))
    others = terms(
        ("Address", "Quay, Deal"), ("Supplier is SME?", "No"), ("Awarded", "Lot 1 Hill District; Lot 3 Marsh District (from May)")
    )  # fmt: skip

    found = told(
        page(f"<h3>Award information</h3><h4>DRYAD COACHES LIMITED</h4>{told_of}<h4>Naiad Buses Ltd</h4>{others}"),
        "html",
    )

    assert found == {
        ("DRYAD COACHES LIMITED", "lead", "awarded", "Harbour District"),
        ("Naiad Buses Ltd", "lead", "awarded", "Hill District; Marsh District"),
    }


def test_awarded_names_who_was_where_it_names_no_lots(told) -> None:
    found = told(page(terms(("Lot", "Harbour District"), ("Awarded", "Naiad Buses Ltd"), ("Value", "2m"))), "html")

    assert {organisation for organisation, *_ in found} == {"Naiad Buses Ltd"}


def contract(number: int, place: str, *suppliers: str) -> str:
    names = "".join(f"<li>{name}</li>" for name in suppliers)
    return (
        f"<h2>Contract {number}. Lot {number} - {place}</h2><h3>Supplier</h3><ul>{names}</ul>"
        "<h3>Contract locations</h3><ul><li>UKD1 - Cumbria</li></ul>"
    )


def test_a_contract_is_where_its_heading_says(told) -> None:
    found = told(
        page(contract(1, "Fellside and Tarn", "Acorn Doorways Limited"), contract(2, "Kendal", "Bracken Living Ltd", "Fern Trust")),
        "html",
    )  # fmt: skip

    assert found >= {
        ("Acorn Doorways Limited", "lead", "awarded", "Fellside and Tarn"),
        ("Bracken Living Ltd", "lead", "awarded", "Kendal"),
        ("Fern Trust", "lead", "awarded", "Kendal"),
    }
    assert not any("Cumbria" in areas for *_, areas in found)


@pytest.mark.parametrize(
    "called", ["UK11: Contract termination notice - Procurement Act 2023", "Contract termination notice"]
)
def test_a_notice_of_termination_ends_the_contracts_in_it(told, called: str) -> None:
    found = told(
        page(
            f"<p>{called}</p><h2>Contract 1. Grounds maintenance in Aldermoor</h2><h3>Supplier</h3><ul><li>Rill Gardens Limited</li></ul>",
            "<h3>Date signed</h3><p>6 March 2024</p><h2>Contract termination</h2><h3>Contract 1. Grounds maintenance in Aldermoor</h3>",
            terms(("Termination date", "3 May 2025"), ("Reason for termination", "Mutual agreement")),
            "<h2>Supplier</h2><h3>Rill Gardens Limited</h3><ul><li>Companies House: 01234567</li></ul>",
        ),
        "html",
    )

    assert found == {("Rill Gardens Limited", "lead", "terminated", "Aldermoor")}


def test_a_notice_that_a_procurement_ended_ends_no_contract(told) -> None:
    found = told(
        page(
            "<p>UK12: Procurement termination notice - Procurement Act 2023</p>",
            contract(1, "Aldermoor", "Rill Gardens Limited"),
        ),
        "html",
    )

    assert ("Rill Gardens Limited", "lead", "awarded", "Aldermoor") in found


def award(*contractors: str) -> str:
    lines = "".join(
        f"<p>{name}<br>Mill Lane, Hythe, CT21 4AA, UK<br>The contractor is an SME: Yes</p>" for name in contractors
    )
    return (
        "<h2>Section V: Award of contract</h2><p>Lot No: 1<br>Title: Aldermoor</p><p>V.2.3) Name and address of the contractor</p>"
        f"{lines}<p>V.2.4) Information on value of the contract/lot<br>Total value of the contract/lot: 612000 GBP</p>"
    )


def test_the_contractors_of_one_lot_follow_each_other(told) -> None:
    found = told(page(award("Acorn Recovery SCIO", "Bracken Wellbeing Ltd", "Fern Support Trust")), "html")

    assert found == {
        ("Acorn Recovery SCIO", "lead", "awarded", "Aldermoor"),
        ("Bracken Wellbeing Ltd", "lead", "awarded", "Aldermoor"),
        ("Fern Support Trust", "lead", "awarded", "Aldermoor"),
    }


def lots(*lines: tuple[str, str], head: str = "<h2>Award information</h2><p>Successful bidders</p>") -> str:
    rows = "".join(
        f'<tr><th colspan="2">{lot}</th></tr><tr><td>{number})</td><td>{who}</td></tr>'
        for number, (lot, who) in enumerate(lines, 1)
    )
    return f"<main><h1>Notice</h1>{head}<table>{rows}</table></main>"


def test_bidders_stand_under_the_line_of_their_lot(told) -> None:
    found = told(
        lots(
            ("Lot 1: Sir Fynwy / Monmouthshire", "<strong>Gwaith Acorn Cyf</strong><br>Priory Street, Monmouth, NP25 3XX<br>Group bid with: Bracken Skills; Hafan Learning"),
            ("Lot 2: Conwy", "<strong>Fern People Ltd</strong><br>Quay Street, Conwy, LL32 8XX<br>Sub-contractor: Cove Enterprise"),
        ),
        "html",
    )  # fmt: skip

    assert found == {
        ("Gwaith Acorn Cyf", "lead", "awarded", "Monmouthshire"),
        ("Bracken Skills", "partner", "awarded", "Monmouthshire"),
        ("Hafan Learning", "partner", "awarded", "Monmouthshire"),
        ("Fern People Ltd", "lead", "awarded", "Conwy"),
        ("Cove Enterprise", "subcontractor", "awarded", "Conwy"),
    }


def test_numbered_lines_under_lots_of_an_auction_are_no_award(told) -> None:
    found = told(
        lots(
            ("Lot 1: Oak chest", "Property of Mrs Fern"),
            ("Lot 2: Silver jug", "Property of the Bracken Trust"),
            head="<p>Sale day</p>",
        ),
        "html",
    )

    assert found == set()


def section(number: int, name: str, roles: str, won: str = "") -> str:
    last = f"<div>Winner of these lots: {won}</div>" if won else ""
    return (
        f"<h3>8.1. ORG-000{number}</h3><div>Official name: {name}</div><div>Town: Tolland</div>"
        f"<div>Roles of this organisation: {roles}</div>{last}"
    )


EFORMS = (
    "<h2>5. Lot</h2><h3>5.1. Lot: LOT-0001</h3><div>Title: Sligo sites (Tubbercurry and Easky)</div>"
    "<h3>5.1. Lot: LOT-0002</h3><div>Title: Leitrim</div>"
    "<h2>6. Results</h2><h3>6.1. Result lot identifier: LOT-0001</h3><div>Winner selection status: At least one winner was chosen.</div>"
    "<div>Subcontracting description: Haulage by Drumlin Skips</div>"
)


def test_the_section_of_a_body_says_what_it_won_and_as_what(told) -> None:
    found = told(
        page(
            EFORMS,
            "<h2>8. Organisations</h2>",
            section(1, "Western Waste Service", "Buyer"),
            section(2, "Acorn Recycling Limited", "Tenderer", "LOT-0001"),
            section(3, "Bracken Environmental CLG", "Tenderer; Group leader", "LOT-0002"),
            section(4, "Fern Plant Hire Limited", "Tenderer", "LOT-0002"),
            section(5, "Drumlin Skips", "Subcontractor"),
            section(6, "The High Court", "Review organisation"),
            title="Result notice",
        ),
        "html",
    )

    assert found == {
        ("Acorn Recycling Limited", "lead", "awarded", "Sligo"),
        ("Bracken Environmental CLG", "lead", "awarded", "Leitrim"),
        ("Fern Plant Hire Limited", "partner", "awarded", "Leitrim"),
        ("Drumlin Skips", "subcontractor", "awarded", "Sligo"),
    }


def test_sections_of_bodies_without_a_winner_say_nothing(told) -> None:
    found = told(
        page(
            "<h2>5. Lot</h2><h3>5.1. Lot: LOT-0001</h3><div>Title: Sligo</div><h2>8. Organisations</h2>",
            section(1, "Western Waste Service", "Buyer"),
            section(2, "Acorn Recycling Limited", "Tenderer"),
            title="Contract notice",
        ),
        "html",
    )

    assert found == set()


def table(*rows: list[str]) -> str:
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<main><h1>Contracts awarded</h1><table>{lines}</table></main>"


@pytest.mark.parametrize("header", ["Link", "Route", "Air route", "Ferry service", "Crossings"])
def test_what_goes_from_one_place_to_another_is_where(told, header: str) -> None:
    found = told(
        table(
            [header, "Operator(s)", "Support"],
            ["Oban to Tiree", "Acorn Airways", "3m"],
            ["Penzance to the Isles of Scilly", "Fern Ferries Ltd and Bracken Marine plc", "5m"],
        ),
        "html",
    )

    assert ("Acorn Airways", "lead", "awarded", "Oban to Tiree") in found
    assert ("Fern Ferries Ltd", "lead", "awarded", "Penzance to the Isles of Scilly") in found


@pytest.mark.parametrize(
    "header", ["Service and place", "Service and area", "Contract and location", "Area and service"]
)
def test_a_cell_of_service_and_place_says_where_behind_its_comma(told, header: str) -> None:
    found = told(
        table(
            ["Ref", header, "Provider", "Stage"],
            ["1", "Urgent dental care, Isle of Wight", "Needle Dental Ltd", "Contract awarded 13 May 2025"],
            ["2", "Community dermatology, Poole and Havant", "Fern Skin Clinics CIC", "Notice of intention to award"],
        ),
        "html",
    )

    assert found == {
        ("Needle Dental Ltd", "lead", "awarded", "Isle of Wight"),
        ("Fern Skin Clinics CIC", "lead", "preferred_bidder", "Poole and Havant"),
    }


@pytest.mark.parametrize("header", ["Awarded", "Won"])
def test_lots_beside_who_was_awarded_them_are_where(told, header: str) -> None:
    found = told(
        table(
            ["Supplier", header, "Value"],
            ["Acorn Care Ltd", "Lot 1 Leeds; Lot 2 Hull", "3m"],
            ["Fern Trust", "Lot 3 York", "5m"],
        ),
        "html",
    )

    assert found == {
        ("Acorn Care Ltd", "lead", "awarded", "Leeds; Hull"),
        ("Fern Trust", "lead", "awarded", "York"),
    }
