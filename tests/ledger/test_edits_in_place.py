"""What an editor's hand on a page says: names taken out, put in, corrected; and what mere rewording does not."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.extract.claims import find_claims
from monitor.extract.layout.blocks import html_to_blocks, text_to_blocks
from monitor.ledger.compare import compare_readings
from monitor.ledger.doubts import NAMED_BEFORE
from monitor.ledger.edits import edits_between
from monitor.ledger.wording import describe
from monitor.model import (
    Change,
    Claim,
    Document,
    EventType,
    Evidence,
    Layer,
    Reading,
    Role,
    Status,
    document_of,
)
from monitor.programmes import Watchlist

NO_PACKS = Watchlist.of([])


def page(text: str) -> Document:
    blocks = html_to_blocks(text) if text.startswith("<") else text_to_blocks(text)
    return document_of(blocks, source_id="s", identity="i", url="https://example.org/")


def changes(before: str, after: str) -> list[Change]:
    old, new = page(before), page(after)
    read, reread = find_claims(old, NO_PACKS), find_claims(new, NO_PACKS)
    return compare_readings(read, reread, edits=edits_between(old, read, new, reread))


def told(before: str, after: str) -> list[tuple[Any, ...]]:
    found = [change for change in changes(before, after) if not change.question]
    return sorted((c.type.value, c.organisation, c.organisation_to, c.area) for c in found)


STAYS = "Mill Homes has won the contract for Devon."


def test_a_name_exchanged_in_a_sentence_is_a_replacement() -> None:
    assert told(f"Harbour Trust will run the service in Kent. {STAYS}", f"Kestrel Care will run the service in Kent. {STAYS}") == [
        ("replaced", "Harbour Trust", "Kestrel Care", "Kent")
    ]  # fmt: skip


def test_a_partner_taken_out_of_a_sentence_that_names_the_others_still_is_removed() -> None:
    before = "Harbour Trust will run the service in Kent with Mill Homes, Kestrel Care and Alder Services."
    after = "Harbour Trust will run the service in Kent with Mill Homes and Alder Services."

    assert told(before, after) == [("removed", "Kestrel Care", None, "Kent")]


def test_a_sentence_made_shorter_as_a_whole_removes_nobody() -> None:
    before = "Harbour Trust will run the service in Kent with Mill Homes, Kestrel Care and Alder Services."
    after = "Harbour Trust and its partners will run the service in Kent from April."

    assert told(before, after) == []


def test_an_area_corrected_in_place_is_lost_and_gained() -> None:
    before = f"Harbour Trust is the preferred bidder in Merseyside. {STAYS}"
    after = f"Harbour Trust is the preferred bidder in Essex. (Corrected: we first wrote Merseyside.) {STAYS}"

    assert told(before, after) == [
        ("area_added", "Harbour Trust", None, "Essex"),
        ("area_removed", "Harbour Trust", None, "Merseyside"),
    ]


def test_who_is_gone_from_a_list_and_said_to_have_left_is_removed() -> None:
    line = "<h2>Subcontractors</h2><p>Housing is managed by these firms for Harbour Trust, the provider.</p>"
    before = f"{line}<ul><li>Mill Homes</li><li>Kestrel Care</li><li>Alder Services</li></ul>"
    after = f"{line}<ul><li>Mill Homes</li><li>Alder Services</li></ul><p>Kestrel Care left in January.</p>"

    # By the gap in the list, or by the sentence where its verb is one that is read; once in either case.
    (change,) = changes(before, after)
    assert change.organisation == "Kestrel Care"
    assert change.type is EventType.REMOVED or (change.status and change.status.is_exit)


@pytest.mark.parametrize("number", ["charity number 1999001", "registered charity 1999001", "company no. 01999001"])
def test_one_registered_number_under_two_names_is_a_rename(number: str) -> None:
    before = f"The service in Kent is run by Harbour Trust ({number}). {STAYS}"
    after = f"The service in Kent is run by Larkspur Care ({number}). {STAYS}"

    assert told(before, after) == [("renamed", "Harbour Trust", "Larkspur Care", None)]


def test_a_body_that_was_named_before_without_a_role_is_a_question_and_no_news() -> None:
    before = f"Harbour Trust cheered at the fair, it is told, by and by, in Kent. {STAYS}"
    after = f"Harbour Trust has won the contract for Kent. {STAYS}"

    (change,) = changes(before, after)

    assert change.question == NAMED_BEFORE
    assert change.confidence < 0.5


def test_a_correction_that_names_the_wrong_body_takes_it_back_and_is_told_as_a_correction() -> None:
    before = f"Juniper Works has won the contract for Kent. {STAYS}"
    after = f"Alder Services has won the contract for Kent. {STAYS} Correction: an earlier version named Juniper Works."

    assert told(before, after) == [("replaced", "Juniper Works", "Alder Services", "Kent")]
    assert describe(changes(before, after)[0]).endswith("in Kent (a correction by the publisher)")


def test_a_name_that_gave_way_in_its_place_is_out_though_the_sentence_names_it_still() -> None:
    before = f"Nursing in Kent is provided under contract by Juniper Works. {STAYS}"
    after = f"Nursing in Kent is provided under contract by Alder Services, to whom Juniper Works passed it on. {STAYS}"

    assert ("replaced", "Juniper Works", "Alder Services") in [row[:3] for row in told(before, after)]


def test_a_lead_and_a_partner_that_change_places_have_changed_roles_and_nobody_has_left() -> None:
    opening = "The contract for the summer programme in the Hallam Vale has been awarded to a consortium."
    before = f"{opening} The consortium is led by Alder Services; its other members are Juniper Works and Mill Homes."
    after = f"{opening} The consortium is led by Juniper Works; its other members are Alder Services and Mill Homes."

    assert {row[0] for row in told(before, after)} == {"role_changed"}


def test_areas_named_together_in_one_version_and_apart_in_the_other_are_the_same() -> None:
    def reading(*areas: str) -> Reading:
        quote = Evidence(quote="Acme", start=0, end=4)
        return Reading(
            claims=(
                Claim(
                    organisation="Acme", organisation_id="~acme", surface="Acme", role=Role.LEAD, status=Status.AWARDED, evidence=quote,
                    areas=areas, layer=Layer.TABLE,
                ),
            )
        )  # fmt: skip

    assert compare_readings(reading("Tawe", "Neath"), reading("Tawe and Neath")) == []
    assert compare_readings(reading("Dorset, Devon and Cornwall"), reading("Devon, Dorset and Cornwall")) == []
    assert compare_readings(reading("Dorset, Devon and Cornwall"), reading("Devon, Dorset and Tawe")) != []


def test_whoever_stands_where_another_stood_in_the_sentence_has_taken_the_place_though_both_are_named_elsewhere() -> (
    None
):
    before = "Harbour Trust runs the service in Kent and Devon. For complaints see the page of Mill Homes."
    after = (
        "Mill Homes runs the service in Kent and Devon. Harbour Trust, the provider of past years, is thanked by all."
    )

    assert told(before, after) == [
        ("replaced", "Harbour Trust", "Mill Homes", "Devon"),
        ("replaced", "Harbour Trust", "Mill Homes", "Kent"),
    ]


def test_a_longer_name_in_the_same_place_of_a_sentence_is_nobody_new() -> None:
    before = "Harbour Trust runs the service in Kent. Mill Homes runs it in Devon."

    assert told(before, before.replace("Harbour Trust runs", "Harbour Trust Ltd, a charity, runs")) == []


@pytest.mark.parametrize("passes", ["has now passed", "has since been transferred"])
def test_a_note_that_the_contract_has_passed_on_replaces_whom_the_old_words_still_name(passes: str) -> None:
    before = f"Harbour Trust has won the contract for Kent. {STAYS}"

    assert told(before, f"{before} Update: the contract for Kent {passes} to Alder Services.") == [
        ("replaced", "Harbour Trust", "Alder Services", "Kent")
    ]


def test_who_is_said_to_be_out_is_out_of_the_place_that_it_was_in_whatever_other_place_the_text_is_about() -> None:
    head = "<h1>Bids for the Devon ferries</h1>"
    before = (
        f"{head}<p>Harbour Boats and Mill Lines have been shortlisted for the contract to run the ferry at Dover.</p>"
    )
    after = f"{before}<p>Mill Lines withdrew its bid last week.</p>"

    assert told(before, after) == [("status_changed", "Mill Lines", None, "Dover")]


def test_an_area_that_is_taken_apart_goes_part_by_part_to_whoever_has_them_now() -> None:
    head = "<table><tr><th>Area</th><th>Provider</th></tr><tr><td>Devon</td><td>Alder Services</td></tr>"
    before = f"{head}<tr><td>Kent and Essex</td><td>Harbour Trust</td></tr></table>"
    after = f"{head}<tr><td>Kent</td><td>Mill Homes</td></tr><tr><td>Essex</td><td>Mill Homes</td></tr></table>"

    assert told(before, after) == [
        ("replaced", "Harbour Trust", "Mill Homes", "Essex"),
        ("replaced", "Harbour Trust", "Mill Homes", "Kent"),
    ]


def test_who_was_only_linked_to_before_is_new() -> None:
    linked = "<h2>See also</h2><ul><li>Mill Homes</li></ul>"
    before = f"<h1>Advice</h1><p>Harbour Trust provides advice in Kent under a contract.</p>{linked}"
    after = f"<h1>Advice</h1><p>Harbour Trust provides advice in Kent under a contract. Mill Homes has won the contract for Devon.</p>{linked}"

    assert told(before, after) == [("added", "Mill Homes", None, "Devon")]


def test_a_name_exchanged_takes_the_verb_with_it() -> None:
    helped = "It is paid for under a contract. If you get benefits, Mill Homes can support you."
    before = f"The Harbour People provide independent advocacy in Kent. {helped}"
    after = f"Mill Homes provides independent advocacy in Kent. {helped}"

    assert told(before, after) == [("replaced", "Harbour People", "Mill Homes", "Kent")]


def test_a_line_struck_out_is_gone() -> None:
    page_of = "<h1>Who runs the hostels</h1><p>The council pays these charities:</p><ul><li>Kent: Harbour Trust</li>{}<li>Essex: Alder Care</li></ul>".format
    before = page_of("<li>Devon: Mill Homes</li>")
    after = page_of("<li><del>Devon: Mill Homes</del></li><li>Devon: Kestrel Care</li>")

    assert told(before, after) == [("replaced", "Mill Homes", "Kestrel Care", "Devon")]


def test_who_takes_on_what_another_gives_back_has_its_place_beside_its_own() -> None:
    log = (
        "Contract for the Kent routes awarded to Mill Homes.\n\nContract for the Essex routes awarded to Harbour Trust."
    )
    after = f"{log}\n\nHarbour Trust has handed back the Essex contract. Mill Homes takes the routes on from Monday."

    assert told(log, after) == [("replaced", "Harbour Trust", "Mill Homes", "Essex")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "The service is provided by Harbour Trust, a charity from Deal.",
            "Since 1 February the service is provided by Kestrel Care, under a contract of five years that can be prolonged by two.",
        ),
        (
            "For most people the contract for repairs is held by Harbour Trust; ring its office to report one.",
            "All has changed this spring: the contract for repairs is held by Kestrel Care, whose people wear green.",
        ),
    ],
)
def test_another_name_behind_the_same_words_of_a_sentence_put_otherwise_is_a_replacement(
    before: str, after: str
) -> None:
    assert told(before, after) == [("replaced", "Harbour Trust", "Kestrel Care", None)]


def test_another_name_behind_the_same_words_replaces_nobody_who_is_named_still() -> None:
    before = f"The service is provided by Harbour Trust, a charity from Deal. {STAYS}"
    after = f"In Ramsgate the service is provided by Kestrel Care. Harbour Trust is pleased. {STAYS}"

    assert not {row[0] for row in told(before, after)} & {"replaced", "removed"}


def test_a_list_of_places_that_is_made_a_table_names_nobody_new() -> None:
    about = "<h1>Bus franchises</h1><p>Operators run the buses under franchise, in two tranches.</p>"
    before = about + "<p>The first tranche</p><ul><li>Deal: Harbour Buses</li><li>Ramsgate: Kestrel Travel</li></ul>"
    rows = "<tr><td>Harbour Buses</td><td>Deal</td></tr><tr><td>Kestrel Travel</td><td>{place}</td></tr>"
    table = about + "<table><tr><th>Operator</th><th>Depot</th></tr>" + rows + "</table>"

    assert told(before, table.format(place="Ramsgate")) == []
    assert ("added", "Kestrel Travel", None, "Margate") in told(before, table.format(place="Margate"))


def test_places_under_the_names_of_bodies_that_are_made_a_table_name_nobody_new() -> None:
    about = "<h1>Our bus operators</h1><p>Private companies run the buses under contracts for each area.</p>"
    before = (
        about
        + "<h2>Harbour Buses</h2><ul><li>Deal</li><li>Margate</li></ul><h2>Kestrel Travel</h2><ul><li>Ramsgate</li></ul>"
    )
    rows = "<tr><td>Deal</td><td>Harbour Buses</td></tr><tr><td>Margate</td><td>{name}</td></tr><tr><td>Ramsgate</td><td>Kestrel Travel</td></tr>"
    table = about + "<table><tr><th>Area</th><th>Operator</th></tr>" + rows + "</table>"

    assert told(before, table.format(name="Harbour Buses")) == []
    assert ("added", "Sunder Coaches Ltd", None, "Margate") in told(before, table.format(name="Sunder Coaches Ltd"))


def test_who_only_has_a_new_name_is_not_named_anew() -> None:
    before = "The contract is let. Harbour Trust is the lead and employs most of the staff."
    after = "The contract is let. The lead provider in Deal is Kestrel Care, the charity that was called Harbour Trust until May."

    assert {row[0] for row in told(before, after)} == {"renamed"}
