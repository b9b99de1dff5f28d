"""What a register says of when a contract began and ended, and what nobody says: four dates apart."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from monitor.model import Verdict
from monitor.sources.register import RegisterOptions

FIELDS = {"key": "ref", "lead": "lead", "subcontractors": "below", "areas": "area", "started": "from", "ended": "to"}
STAYS = {"ref": "R9", "lead": "Nacro", "area": "Wiltshire", "from": "2020-01-01", "to": None, "below": []}


def contract(lead="Catch22", start=None, end=None, *, ref="R1", below=(), area="Dorset"):
    return {"ref": ref, "lead": lead, "area": area, "from": start, "to": end, "below": list(below)}


@pytest.fixture
def register(fresh, site):
    """Poll a register of these records on a day of March 2026: what it tells anew, each with the day on which it happened."""

    def polled(day, *records, path="/days"):
        at = datetime(2026, 3, day, 12, tzinfo=UTC)
        outcome = fresh.visit(
            site, json.dumps([*records, STAYS]), at, path=path, kind="register", content_type="application/json",
            options=RegisterOptions(fields=FIELDS),
        )  # fmt: skip
        assert not outcome.failure
        for event in outcome.events:
            fresh.decide(event, Verdict.ACCEPT, at=at)
        return [(each.type.value, str(each.change.occurred_on or "")) for each in outcome.events]

    return polled


def held(fresh, day=None):
    """Who stands in Dorset, by a day of March or today: the stage, and from when on."""
    as_of = () if day is None else ("--as-of", f"2026-03-{day:02}")
    return [(s["organisation"], s["status"], s["since"]) for s in fresh.ask("standings", "--area", "Dorset", *as_of)]


def lines(fresh):
    return [(each["on"], each["words"]) for each in fresh.ask("area", "Dorset")]


def test_a_contract_holds_from_its_first_day_to_its_last_whenever_it_was_seen(fresh, register):
    register(9, contract(start="2026-03-03"))

    assert register(14, contract(start="2026-03-03", end="2026-03-10 23:59:00+00")) == [
        ("status_changed", "2026-03-10")
    ]
    assert held(fresh, 2) == []
    assert held(fresh, 3) == held(fresh, 9) == [("Catch22", "awarded", "2026-03-03")]
    assert held(fresh, 12) == held(fresh) == [("Catch22", "terminated", "2026-03-10")]
    assert "Happened 10 March 2026 · Checked 14 March 2026" in fresh.issue(
        datetime(2026, 3, 20, tzinfo=UTC), send=False
    )


def test_a_contract_that_is_new_in_a_register_is_told_with_its_first_day(fresh, register):
    register(2)

    assert register(9, contract(start="2026-03-03")) == [("added", "2026-03-03")]
    assert held(fresh, 5) == held(fresh) == [("Catch22", "awarded", "2026-03-03")]


@pytest.mark.parametrize("start", [None, "2026-04-01", "soon"])
def test_where_no_day_is_given_that_has_come_nothing_is_said_to_have_happened_on_the_day_of_the_visit(
    fresh, register, start
):
    register(2)

    assert register(9, contract(start=start)) == [("added", "")]
    assert held(fresh) == [("Catch22", "awarded", "2026-03-09")]
    issue = fresh.issue(datetime(2026, 3, 13, tzinfo=UTC), send=False)
    assert "Checked 9 March 2026" in issue
    assert "Happened" not in issue
    (event,) = fresh.ask("events")
    assert event["occurred_on"] is None
    assert lines(fresh) == [("2026-03-09", "Catch22 is named as lead provider in Dorset")]


def test_who_comes_into_a_contract_of_old_did_not_come_on_its_first_day(fresh, register):
    old = contract(start="2021-01-01")
    register(2, old)

    assert register(9, {**old, "below": ["Ingeus UK"]}) == [("added", "")]
    assert register(11, {**old, "lead": "Interserve", "below": ["Ingeus UK"]}) == [("replaced", "")]
    assert held(fresh, 10) == [("Catch22", "awarded", "2021-01-01"), ("Ingeus UK", "awarded", "2026-03-09")]
    assert ("Interserve", "awarded", "2026-03-11") in held(fresh)


def test_a_file_of_a_later_month_gives_a_contract_of_old_no_new_first_day(fresh, register):
    register(2, contract(start="2021-01-01"), path="/february")

    assert register(9, contract(start="2021-01-01", below=["Ingeus UK"]), path="/march") == [("added", "")]
    assert register(11, contract("Interserve", start="2026-03-10"), path="/later") == [("added", "2026-03-10")]


def test_a_contract_that_is_let_anew_has_its_new_first_day(fresh, register):
    register(2, contract(start="2021-01-01"))

    assert register(9, contract("Ingeus UK", start="2026-03-05")) == [("replaced", "2026-03-05")]
    assert held(fresh, 4) == [("Catch22", "awarded", "2021-01-01")]
    assert held(fresh, 5) == [("Ingeus UK", "awarded", "2026-03-05")]


def test_each_of_two_contracts_that_follow_one_another_keeps_its_own_days(fresh, register):
    register(2, contract(start="2021-01-01"))
    over, next_one = contract(start="2021-01-01", end="2026-03-10"), contract("Ingeus UK", "2026-03-08", ref="R2")

    assert register(14, over, next_one) == [("replaced", "2026-03-08")]
    assert held(fresh, 9) == [("Catch22", "awarded", "2021-01-01"), ("Ingeus UK", "awarded", "2026-03-08")]
    assert held(fresh) == [("Catch22", "terminated", "2026-03-10"), ("Ingeus UK", "awarded", "2026-03-08")]
    assert lines(fresh)[-1] == ("2026-03-10", "Catch22 is no longer under contract")


def test_a_contract_that_was_over_before_it_was_seen_is_over_since_its_last_day(fresh, register):
    register(12, contract())

    assert register(14, contract(end="2026-03-10")) == [("status_changed", "2026-03-10")]
    assert held(fresh, 11) == held(fresh, 13) == held(fresh) == [("Catch22", "terminated", "2026-03-10")]
    assert [on for on, _ in lines(fresh)] == ["2026-03-10"]


def test_an_end_that_is_taken_back_brings_nobody_back_on_the_first_day_of_the_contract(fresh, register):
    register(9, contract(start="2021-01-01"))
    register(12, contract(start="2021-01-01", end="2026-03-10"))

    assert register(14, contract(start="2021-01-01")) == [("status_changed", "")]
    assert held(fresh, 13) == [("Catch22", "terminated", "2026-03-10")]
    assert held(fresh) == [("Catch22", "awarded", "2026-03-14")]


def test_who_is_missing_is_out_from_the_day_on_which_that_was_seen_and_no_day_is_told(fresh, register):
    register(2, contract(start="2021-01-01"))

    assert register(9) == []
    assert register(10) == [("removed", "")]
    assert held(fresh, 8) == [("Catch22", "awarded", "2021-01-01")]
    assert held(fresh, 9) == []
    assert lines(fresh)[-1] == ("2026-03-09", "Catch22 is no longer listed as lead provider in Dorset")
    assert register(12, contract(start="2021-01-01")) == [("added", "")]
    assert held(fresh) == [("Catch22", "awarded", "2026-03-12")]
