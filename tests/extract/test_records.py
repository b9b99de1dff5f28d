"""OCDS releases and registers to claims, of publishers and trades that no pack knows."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest


def release(**parts: Any) -> str:
    party_of = {"P": "Pellworth Care Ltd", "S": "Sunder Trust", "O": "Orchard 21", "B": "Quay District Council"}
    roles = parts.pop("roles", {"P": ["supplier"], "B": ["buyer"]})
    parties = [{"id": key, "name": party_of[key], "roles": given} for key, given in roles.items()]
    body = {"ocid": "ocds-x-1", "id": "1-2026", "date": "2026-05-01T00:00:00Z", "tag": ["award"], "parties": parties}
    return json.dumps({**body, "buyer": {"id": "B", "name": "Quay District Council"}, **parts})


PELLWORTH, SUNDER, ORCHARD = (
    {"id": "P", "name": "Pellworth Care Ltd"},
    {"id": "S", "name": "Sunder Trust"},
    {"id": "O", "name": "Orchard 21"},
)


def test_an_active_award_names_its_suppliers_and_its_lots_their_areas(told) -> None:
    text = release(
        tender={
            "title": "Home care",
            "lots": [{"id": "1", "title": "Lot 1 - Quayside"}, {"id": "2", "title": "Home care in Moorside"}],
        },
        awards=[
            {"id": "a", "status": "active", "suppliers": [PELLWORTH], "relatedLots": ["1"]},
            {"id": "b", "status": "active", "suppliers": [SUNDER], "relatedLots": ["2", "1"]},
        ],
    )

    assert told(text, "json") == {
        ("Pellworth Care Ltd", "lead", "awarded", "Quayside"),
        ("Sunder Trust", "lead", "awarded", "Moorside; Quayside"),
    }


def test_a_lot_named_by_its_service_is_no_area(told) -> None:
    text = release(
        tender={"title": "Care", "lots": [{"id": "1", "title": "Lot 1: Respite care"}, {"id": "2", "title": "Lot 2"}]},
        awards=[{"id": "a", "status": "active", "suppliers": [PELLWORTH], "relatedLots": ["1", "2"]}],
    )

    assert told(text, "json") == {("Pellworth Care Ltd", "lead", "awarded", "")}


@pytest.mark.parametrize(("status", "expected"), [("pending", "preferred_bidder"), ("active", "awarded")])
def test_the_status_of_the_award_is_that_of_the_claim(told, status: str, expected: str) -> None:
    text = release(awards=[{"id": "a", "status": status, "suppliers": [PELLWORTH]}])

    assert told(text, "json") == {("Pellworth Care Ltd", "lead", expected, "")}


@pytest.mark.parametrize("status", ["cancelled", "unsuccessful"])
def test_an_award_that_came_to_nothing_names_no_provider(told, status: str) -> None:
    text = release(roles={"B": ["buyer"]}, awards=[{"id": "a", "status": status, "suppliers": [PELLWORTH]}])

    assert told(text, "json") == set()


def test_a_terminated_contract_ends_what_its_award_began(told) -> None:
    text = release(
        awards=[{"id": "a", "status": "active", "suppliers": [PELLWORTH]}],
        contracts=[{"id": "c", "awardID": "a", "status": "terminated"}],
    )

    assert told(text, "json") == {("Pellworth Care Ltd", "lead", "terminated", "")}


def test_tenderers_without_an_award_are_in_the_running_and_then_they_have_lost(told) -> None:
    roles = {"P": ["tenderer"], "S": ["tenderer"], "B": ["buyer"]}
    tender = {"tenderers": [PELLWORTH, SUNDER]}

    running = told(release(roles=roles, tender=tender), "json")
    decided = told(
        release(roles=roles, tender=tender, awards=[{"id": "a", "status": "active", "suppliers": [PELLWORTH]}]), "json"
    )

    assert running == {("Pellworth Care Ltd", "lead", "shortlisted", ""), ("Sunder Trust", "lead", "shortlisted", "")}
    assert decided == {
        ("Pellworth Care Ltd", "lead", "awarded", ""),
        ("Sunder Trust", "bidder_unsuccessful", "unsuccessful", ""),
    }


def test_a_supplier_removed_by_an_amendment_is_out(told) -> None:
    text = release(
        roles={"P": ["supplier"], "S": ["removedSupplier"], "B": ["buyer"]},
        awards=[{"id": "a", "status": "active", "suppliers": [PELLWORTH]}],
        contracts=[
            {
                "id": "c",
                "awardID": "a",
                "status": "active",
                "amendments": [{"suppliersRemoved": [SUNDER], "suppliersAdded": [ORCHARD]}],
            }
        ],
    )

    assert told(text, "json") == {
        ("Pellworth Care Ltd", "lead", "awarded", ""),
        ("Sunder Trust", "lead", "terminated", ""),
        ("Orchard 21", "lead", "awarded", ""),
    }


def test_subcontractors_are_subcontractors(told) -> None:
    text = release(
        roles={"P": ["supplier"], "S": ["subcontractor"], "B": ["buyer"]},
        awards=[{"id": "a", "status": "active", "suppliers": [PELLWORTH]}],
    )

    assert ("Sunder Trust", "subcontractor", "awarded", "") in told(text, "json")


def test_a_package_of_releases_is_several_documents(claims_in) -> None:
    one = json.loads(release(awards=[{"id": "a", "status": "active", "suppliers": [PELLWORTH]}]))
    package = {
        "uri": "https://e.org/p",
        "version": "1.1",
        "releases": [one, {**one, "id": "2-2026", "ocid": "ocds-x-2"}],
    }

    assert {claim.contract for claim in claims_in(json.dumps(package), "json")} == {"ocds-x-1", "ocds-x-2"}


def test_a_planning_notice_names_nobody(told) -> None:
    assert (
        told(
            release(roles={"B": ["buyer"]}, tag=["planning"], tender={"title": "Home care", "status": "planned"}),
            "json",
        )
        == set()
    )


REGISTER = [
    {
        "contract_ref": "A-1",
        "area": "Quayside",
        "provider": "Pellworth Care",
        "subcontractors": ["Sunder Trust"],
        "status": "active",
    },
    {"contract_ref": "A-2", "area": "Moorside", "provider": "Orchard 21", "subcontractors": [], "status": "terminated"},
]
READ = {
    ("Pellworth Care", "lead", "awarded", "Quayside"),
    ("Sunder Trust", "subcontractor", "awarded", "Quayside"),
    ("Orchard 21", "lead", "terminated", "Moorside"),
}


def test_a_register_is_read_by_what_its_keys_mean(told) -> None:
    assert told(json.dumps(REGISTER), "json") == READ


def test_a_register_in_a_wrapper_is_read_too(told) -> None:
    assert told(json.dumps({"generated": "2026-05-01", "contracts": REGISTER}), "json") == READ


def test_values_may_be_objects_with_a_name(told) -> None:
    nested = [
        {**entry, "area": {"code": "X", "name": entry["area"]}, "provider": {"id": 7, "name": entry["provider"]}}
        for entry in REGISTER
    ]

    assert told(json.dumps(nested), "json") == READ


def test_keys_in_camel_case_and_names_in_one_string_are_read(told) -> None:
    text = json.dumps(
        [{"region": "Quayside", "leadProvider": "Pellworth Care", "deliveryPartners": "Sunder Trust, Orchard 21"}]
    )

    assert told(text, "json") == {
        ("Pellworth Care", "lead", "awarded", "Quayside"),
        ("Sunder Trust", "partner", "awarded", "Quayside"),
        ("Orchard 21", "partner", "awarded", "Quayside"),
    }


@pytest.mark.parametrize(
    "value",
    [
        [{"title": "First aid", "date": "2026-05-01", "place": "Quay"}],
        {"name": "Pellworth", "employees": 12, "address": {"town": "Quay"}},
        [{"author": "Jo Roe", "company": "Pellworth Care", "text": "Nice"}],
    ],
)
def test_records_of_other_things_name_no_provider(claims_in, value: Any) -> None:
    assert claims_in(json.dumps(value), "json") == []


def contract(**changed: Any) -> dict[str, Any]:
    record: dict[str, Any] = {
        "internal_contract_id": "id-1",
        "contract_reference": "REF_1",
        "contract_type_id": "ACC",
        "region": {"nps_region_code": None, "pcc_region_code": "dorset"},
        "scheduling": {"hide_before": "2024-01-01", "hide_after": None},
        "providers": {"prime_provider_code": "NACRO", "subcontractor_codes": []},
        "intervention_title": "Accommodation Services in Dorset",
        "short_description": "For adults.",
    }
    return {**record, **changed}


def test_the_shipped_register_needs_no_configuration(claims_in) -> None:
    (claim,) = claims_in(json.dumps(contract()), "json")

    assert (claim.organisation, claim.areas, claim.status.value) == ("Nacro", ("Dorset",), "awarded")
    assert claim.programme == "commissioned-rehabilitative-services"


def test_a_title_names_more_areas_than_the_code_and_a_wide_code_less_than_the_title(told) -> None:
    more = told(json.dumps(contract(intervention_title="Accommodation Services in Dorset and Wiltshire")), "json")
    narrower = told(
        json.dumps(contract(region={"nps_region_code": "L"}, intervention_title="Big Life - Debt Services in Wigan")),
        "json",
    )

    assert more == {("Nacro", "lead", "awarded", "Dorset; Wiltshire")}
    assert narrower == {("Nacro", "lead", "awarded", "Wigan")}


def test_a_record_that_is_hidden_after_a_past_day_has_ended_in_any_notation(told) -> None:
    for notation in ("2026-03-10 23:59:00+00", "2026-03-10T23:59:00Z", "2026-03-10"):
        record = contract(scheduling={"hide_before": "2021-01-01", "hide_after": notation})
        assert told(json.dumps(record), "json", published=date(2026, 3, 11)) == {
            ("Nacro", "lead", "terminated", "Dorset")
        }


def test_who_delivers_by_the_description_is_a_subcontractor(told) -> None:
    record = contract(short_description="This is a Nacro service delivered by Rebuild With Hope in Dorset. For adults.")

    assert ("Rebuild with Hope", "subcontractor", "awarded", "Dorset") in told(json.dumps(record), "json")
