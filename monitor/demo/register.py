"""The demonstration's register of contracts: the records as they stood on a day, in the shape in which such a register is kept."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any


def contracts_at(register: Mapping[str, Any], day: date) -> tuple[list[dict[str, Any]], date | None]:
    """The records that stand on ``day``, and the day of the last edit among them (``None`` if there is no record)."""
    records, edited = [], []
    for contract in register["contracts"]:
        if contract["from"] > day:
            continue
        edits = [edit for edit in contract.get("edits", []) if edit["on"] <= day]
        values = dict(contract)
        for edit in edits:
            values.update(edit)
        edited += [contract["from"], *(edit["on"] for edit in edits)]
        records.append(_record(values))
    return records, max(edited, default=None)


def codes_at(register: Mapping[str, Any]) -> list[dict[str, str]]:
    """The list of providers: codes and names."""
    return [dict(entry) for entry in register["codes"]]


def _record(values: Mapping[str, Any]) -> dict[str, Any]:
    reference = values["reference"]
    return {
        # Made from the reference, so that a record keeps its key over every edit.
        "internal_contract_id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"contract:{reference}")),
        "contract_reference": reference,
        "contract_type_id": values["kind"],
        "region": {"nps_region_code": values.get("region"), "pcc_region_code": values.get("pcc")},
        "scheduling": {"hide_before": values["starts"], "hide_after": values.get("ends")},
        "providers": {"prime_provider_code": values["lead"], "subcontractor_codes": values["subcontractors"]},
        "intervention_title": values["title"],
        "short_description": values["summary"],
        "activities": [{"need_area": values["service"], "delivery_location": values["places"]}],
    }
