"""A new document against what is known: it confirms, moves, contradicts, or takes its place in history."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from monitor.ledger.compare import compare_with_ledger
from monitor.ledger.moves import moves
from monitor.model import Claim, Evidence, Layer, Reading, Rename, Role, Standing, Status, organisation_id_of

AREA = "Aldermoor"
OCTOBER, NOVEMBER, DECEMBER = date(2025, 10, 29), date(2025, 11, 6), date(2025, 12, 5)


def a_claim(organisation: str, **fields: Any) -> Claim:
    given: dict[str, Any] = {
        "role": Role.LEAD, "status": Status.PREFERRED_BIDDER, "areas": (AREA,), "programme": "p", "surface": organisation,
        "layer": Layer.GRAMMAR, "organisation_id": organisation_id_of(organisation),
        "evidence": Evidence(quote=organisation, start=0, end=len(organisation)),
    }  # fmt: skip
    return Claim(organisation=organisation, **{**given, **fields})


class Ledger:
    """Reads one document after another, as the poller does."""

    def __init__(self) -> None:
        self.standings: list[Standing] = []

    def read(
        self, on: date, *claims: Claim, renames: tuple[Rename, ...] = ()
    ) -> list[tuple[str, str, str | None, str | None]]:
        reading = Reading(claims=claims, renames=renames)
        changes = compare_with_ledger(self.standings, reading, published_on=on)
        known_at = datetime(on.year, on.month, on.day, tzinfo=UTC)
        step = moves(
            self.standings,
            reading,
            changes,
            on=on,
            known_at=known_at,
            url="u",
            source_id="s",
        )
        slots = {(s.slot, s.partnership, s.valid_from) for s in step.ended}
        kept = [s for s in self.standings if (s.slot, s.partnership, s.valid_from) not in slots]
        self.standings = [*kept, *step.ended, *step.begun]
        self.changes = changes
        return sorted((c.type.value, c.organisation, c.organisation_to, c.area) for c in changes)

    def now(self) -> set[tuple[str, str, str]]:
        return {(s.organisation, s.role.value, s.status.value) for s in self.standings if s.valid_to is None}


def test_a_bid_a_withdrawal_a_successor_and_an_award_in_turn() -> None:
    ledger = Ledger()

    assert ledger.read(OCTOBER, a_claim("Acme")) == [("added", "Acme", None, AREA)]
    out = a_claim("Acme", role=Role.WITHDRAWN, status=Status.WITHDRAWN)
    assert ledger.read(NOVEMBER, out, a_claim("Bolt", status=Status.IN_DISCUSSION)) == [
        ("replaced", "Acme", "Bolt", AREA)
    ]
    assert ledger.read(DECEMBER, a_claim("Bolt", status=Status.AWARDED)) == [("status_changed", "Bolt", None, AREA)]
    assert ("Bolt", "lead", "awarded") in ledger.now()
    assert not any(name == "Acme" and role == "lead" for name, role, _ in ledger.now())


def test_an_outlet_that_repeats_it_confirms() -> None:
    ledger = Ledger()
    ledger.read(OCTOBER, a_claim("Acme"))

    assert ledger.read(NOVEMBER, a_claim("Acme", areas=())) == []
    assert ledger.read(NOVEMBER, a_claim("Acme")) == []


def test_old_news_that_arrives_late_is_history() -> None:
    ledger = Ledger()
    ledger.read(DECEMBER, a_claim("Acme", status=Status.AWARDED))

    assert ledger.read(OCTOBER, a_claim("Acme", status=Status.SHORTLISTED)) == []
    assert ledger.now() == {("Acme", "lead", "awarded")}


def test_the_preferred_bidder_of_then_is_still_called_so_after_the_award() -> None:
    ledger = Ledger()
    ledger.read(NOVEMBER, a_claim("Acme", status=Status.AWARDED))

    assert ledger.read(DECEMBER, a_claim("Acme", status=Status.PREFERRED_BIDDER)) == []


def test_a_dated_step_back_is_a_question() -> None:
    ledger = Ledger()
    ledger.read(NOVEMBER, a_claim("Acme", status=Status.AWARDED))

    ledger.read(DECEMBER, a_claim("Acme", status=Status.PREFERRED_BIDDER, event_date=DECEMBER))

    assert ledger.changes[0].question


def test_another_lead_of_the_same_area_is_a_question() -> None:
    ledger = Ledger()
    ledger.read(OCTOBER, a_claim("Acme"))

    ledger.read(NOVEMBER, a_claim("Bolt"))

    (change,) = ledger.changes
    assert "Acme is known as lead in Aldermoor" in change.question


def test_a_vehicle_and_the_company_that_leads_it_do_not_contradict_each_other() -> None:
    ledger = Ledger()
    ledger.read(OCTOBER, a_claim("Bright Ways", partnership="Bright Ways"))

    ledger.read(NOVEMBER, a_claim("Acme", partnership="Bright Ways"))

    assert [change.question for change in ledger.changes] == [""]


def test_an_exit_without_an_area_is_placed_where_the_successor_comes_in() -> None:
    ledger = Ledger()
    ledger.read(OCTOBER, a_claim("Acme", areas=(AREA, "Brackenby")))

    gone = a_claim("Acme", areas=(), role=Role.WITHDRAWN, status=Status.WITHDRAWN)
    assert ledger.read(NOVEMBER, gone, a_claim("Bolt")) == [("replaced", "Acme", "Bolt", AREA)]


def test_a_rename_moves_nobody() -> None:
    ledger = Ledger()
    ledger.read(OCTOBER, a_claim("Acme"))
    rename = Rename(
        former="Acme", former_id=organisation_id_of("Acme"), present="Larkspur", present_id=organisation_id_of("Larkspur"),
        evidence=Evidence(quote="Acme is now Larkspur", start=0, end=20),
    )  # fmt: skip

    assert ledger.read(NOVEMBER, a_claim("Larkspur"), renames=(rename,)) == [("renamed", "Acme", "Larkspur", None)]


def test_a_further_area_is_an_area_and_no_newcomer() -> None:
    ledger = Ledger()
    ledger.read(OCTOBER, a_claim("Acme"))

    assert ledger.read(NOVEMBER, a_claim("Acme", areas=("Brackenby",))) == [("area_added", "Acme", None, "Brackenby")]


def test_a_partner_that_becomes_a_subcontractor_changes_role() -> None:
    ledger = Ledger()
    ledger.read(OCTOBER, a_claim("Hope", role=Role.PARTNER, partnership="Acme"))

    assert ledger.read(NOVEMBER, a_claim("Hope", role=Role.SUBCONTRACTOR, partnership="Acme")) == [
        ("role_changed", "Hope", None, AREA)
    ]


def test_old_news_of_who_has_left_since_does_not_bring_them_back() -> None:
    ledger = Ledger()
    ledger.read(NOVEMBER, a_claim("Acme"))
    ledger.read(DECEMBER, a_claim("Acme", status=Status.TERMINATED))
    ended = next(s for s in ledger.standings if s.valid_to)

    assert ledger.read(OCTOBER, a_claim("Acme", status=Status.SHORTLISTED)) == []

    assert ledger.now() == {("Acme", "lead", "terminated")}
    early = next(s for s in ledger.standings if s.status is Status.SHORTLISTED)
    assert (early.valid_from, early.valid_to) == (OCTOBER, ended.valid_from)


def test_an_award_without_an_area_moves_the_only_place_of_the_bidder() -> None:
    ledger = Ledger()
    ledger.read(OCTOBER, a_claim("Acme"))

    assert ledger.read(NOVEMBER, a_claim("Acme", areas=(), status=Status.AWARDED)) == [
        ("status_changed", "Acme", None, AREA)
    ]
    assert ledger.now() == {("Acme", "lead", "awarded")}


def test_the_undated_stage_of_then_takes_nothing_back_from_the_ledger() -> None:
    ledger = Ledger()
    ledger.read(NOVEMBER, a_claim("Acme", status=Status.AWARDED))
    ledger.read(DECEMBER, a_claim("Acme", status=Status.PREFERRED_BIDDER))

    assert ledger.now() == {("Acme", "lead", "awarded")}


def test_a_rename_that_a_pack_knows_is_one_event_when_another_document_uses_the_new_name() -> None:
    ledger = Ledger()
    ledger.read(OCTOBER, a_claim("Acme"))
    reading = Reading(claims=(a_claim("Larkspur"),))
    given = {organisation_id_of("Acme"): organisation_id_of("Larkspur")}

    changes = compare_with_ledger(ledger.standings, reading, published_on=NOVEMBER, known_renames=given)

    assert [(c.type.value, c.organisation, c.organisation_to) for c in changes] == [("renamed", "Acme", "Larkspur")]


def test_a_body_that_is_known_to_be_somewhere_begins_no_place_of_no_area_and_no_programme() -> None:
    ledger = Ledger()
    ledger.read(OCTOBER, a_claim("Acme", role=Role.PARTNER))

    ledger.read(NOVEMBER, a_claim("Acme", areas=(), programme=None, status=Status.SHORTLISTED))

    assert [(s.area, s.role) for s in ledger.standings if s.valid_to is None] == [(AREA, Role.PARTNER)]


def test_an_area_that_is_named_later_fills_in_a_place_of_no_area_and_no_programme() -> None:
    ledger = Ledger()
    ledger.read(OCTOBER, a_claim("Acme", areas=(), programme=None))

    ledger.read(NOVEMBER, a_claim("Acme"))

    assert [(s.area, s.programme) for s in ledger.standings if s.valid_to is None] == [(AREA, "p")]


def test_words_that_say_another_role_are_never_put_beside_the_role_that_stands() -> None:
    ledger = Ledger()
    ledger.read(OCTOBER, a_claim("Acme", status=Status.AWARDED))

    beside = Evidence(quote="in partnership with Acme", start=0, end=24)
    ledger.read(OCTOBER, a_claim("Acme", status=Status.AWARDED, role=Role.PARTNER, partnership="Bolt", evidence=beside))

    assert [(s.role, s.partnership, s.quote) for s in ledger.standings if s.valid_to is None] == [
        (Role.LEAD, "Bolt", "Acme")
    ]


def test_after_a_rename_the_words_are_still_those_that_say_who_has_the_place() -> None:
    ledger = Ledger()
    ledger.read(OCTOBER, a_claim("Acme"))
    named = Evidence(quote="Acme is now Zenith", start=0, end=18)

    ledger.read(
        NOVEMBER,
        renames=(Rename(former="Acme", former_id="~acme", present="Zenith", present_id="~zenith", evidence=named),),
    )

    assert [(s.organisation, s.quote) for s in ledger.standings if s.valid_to is None] == [("Zenith", "Acme")]
