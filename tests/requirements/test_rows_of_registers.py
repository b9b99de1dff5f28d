"""What members read of a change in a register whose rows name bodies by codes."""

import json
from datetime import UTC, datetime

from monitor.model import Verdict
from monitor.sources.register import RegisterOptions

BEFORE, AFTER = datetime(2026, 3, 4, 12, tzinfo=UTC), datetime(2026, 3, 11, 12, tzinfo=UTC)


def row(code, *, ends=None, place="dorset", title="Accommodation Services in Dorset"):
    return {
        "internal_contract_id": f"id-{place}",
        "contract_reference": f"REF_{place}",
        "contract_type_id": "ACC",
        "region": {"nps_region_code": None, "pcc_region_code": place},
        "scheduling": {"hide_before": "2024-01-01", "hide_after": ends},
        "providers": {"prime_provider_code": code, "subcontractor_codes": []},
        "intervention_title": title,
        "short_description": "For adults.",
    }


def told(fresh, site, *rows_of_each_visit):
    """The digest of the week in which the register changed."""
    for rows, at in zip(rows_of_each_visit, (BEFORE, AFTER), strict=True):
        outcome = fresh.visit(
            site, json.dumps(rows), at, path="/register", kind="register", content_type="application/json",
            programmes=("commissioned-rehabilitative-services",), options=RegisterOptions(register="crs-contracts"),
        )  # fmt: skip
        for event in outcome.events:
            fresh.decide(event, Verdict.ACCEPT, at=at)
    return fresh.issue(datetime(2026, 3, 13, 7, tzinfo=UTC), send=False)


def test_a_row_that_ended_is_quoted_with_the_name_of_its_body_and_what_the_row_says(fresh, site):
    other = row("NACRO", place="wiltshire", title="Accommodation Services in Wiltshire")

    text = told(fresh, site, [row("GM_MH_NHS_FT"), other], [row("GM_MH_NHS_FT", ends="2026-03-10 23:59:00+00"), other])

    assert (
        "“Greater Manchester Mental Health NHS Foundation Trust - Achieve Recovery Services (GM_MH_NHS_FT): "
        "Accommodation Services in Dorset; hide after 10 March 2026”"
    ) in text
    assert "hide_after" not in text
