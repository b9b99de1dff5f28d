"""What a document of its own takes back of what another said, and what a claim without an area leaves alone."""

from __future__ import annotations

from datetime import UTC, date, datetime

from monitor.extract.claims import find_claims
from monitor.extract.layout.blocks import text_to_blocks
from monitor.ledger.compare import compare_with_ledger
from monitor.ledger.edits import edits_in
from monitor.ledger.moves import moves
from monitor.ledger.wording import CORRECTED_ELSEWHERE, describe
from monitor.model import Change, Reading, Standing, document_of
from monitor.programmes import Watchlist

NO_PACKS = Watchlist.of([])
MONDAY, FRIDAY = date(2025, 10, 6), date(2025, 10, 10)


class Ledger:
    """Reads one text after another, each a document of its own and of its own source."""

    def __init__(self) -> None:
        self.standings: list[Standing] = []

    def read(self, text: str, on: date = FRIDAY, source: str = "other") -> list[Change]:
        document = document_of(text_to_blocks(text), source_id=source, identity=text, url=f"https://{source}.test/")
        reading = find_claims(document, NO_PACKS)
        edits = edits_in(document, reading)
        found = compare_with_ledger(self.standings, reading, published_on=on, edits=edits)
        kept = Reading(claims=tuple(c for c in reading.claims if c.id not in edits.retracted), renames=reading.renames)
        now = datetime(on.year, on.month, on.day, tzinfo=UTC)
        step = moves(self.standings, kept, found, on=on, known_at=now, url=document.url, source_id=source)
        gone = {(s.slot, s.partnership, s.valid_from) for s in step.ended}
        rest = [s for s in self.standings if s.valid_to or (s.slot, s.partnership, s.valid_from) not in gone]
        self.standings = [*rest, *step.ended, *step.begun]
        return found

    def now(self) -> set[tuple[str, str | None, str]]:
        return {(s.organisation, s.area, s.role.value) for s in self.standings if s.valid_to is None}


AWARD = "Mill Homes has been awarded the contract for Kent."


def test_another_document_takes_back_who_was_named_and_names_who_has_it() -> None:
    ledger = Ledger()
    ledger.read(f"{AWARD} Alder Services has been awarded the contract for Devon.", on=MONDAY, source="gazette")

    (change,) = ledger.read(
        "Harbour Trust has been awarded the contract for Kent. It was wrongly reported that Mill Homes had won the contract for Kent."
    )

    assert (change.type.value, change.organisation, change.organisation_to) == (
        "replaced",
        "Mill Homes",
        "Harbour Trust",
    )
    assert change.reason == CORRECTED_ELSEWHERE
    assert not change.question
    assert describe(change).endswith("in Kent (a correction)")
    assert ledger.now() == {("Harbour Trust", "Kent", "lead"), ("Alder Services", "Devon", "lead")}


def test_who_is_only_taken_back_leaves_and_nobody_comes() -> None:
    ledger = Ledger()
    ledger.read(AWARD, on=MONDAY, source="gazette")

    (change,) = ledger.read(
        "No decision on the contract for Kent has been made. An earlier version of this report said that Mill Homes had won it."
    )

    assert (change.type.value, change.organisation, change.area) == ("removed", "Mill Homes", "Kent")
    assert ledger.now() == set()


def test_what_a_correction_is_not_about_stands() -> None:
    ledger = Ledger()
    ledger.read(AWARD, on=MONDAY, source="gazette")

    found = ledger.read(
        "Mill Homes has been awarded the contract for Kent. An earlier version of this report said that Harbour Trust had won it."
    )

    assert found == []
    assert ledger.now() == {("Mill Homes", "Kent", "lead")}


def test_another_role_without_an_area_is_a_question_and_moves_nothing() -> None:
    ledger = Ledger()
    ledger.read(AWARD, on=MONDAY, source="gazette")

    (change,) = ledger.read("Harbour Trust has won a contract for telephone advice. Mill Homes is its subcontractor.")[
        -1:
    ]

    assert (change.type.value, change.organisation) == ("role_changed", "Mill Homes")
    assert change.question == "This gives another role and names no area. Is it meant of Kent?"
    assert ("Mill Homes", "Kent", "lead") in ledger.now()
