"""A page's edit against what other documents have said already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from monitor.ledger.compare import compare_with_ledger
from monitor.ledger.edits import Edits
from monitor.ledger.moves import moves
from monitor.ledger.reconcile import FLOOD_QUESTION, Findings, reconcile, still_absent
from monitor.model import Change, Claim, Evidence, Layer, Reading, Rename, Role, Standing, Status, organisation_id_of

DAY = date(2026, 5, 1)
NOW = datetime(2026, 5, 1, tzinfo=UTC)


def a_claim(organisation: str, **fields: Any) -> Claim:
    given: dict[str, Any] = {
        "role": Role.LEAD, "status": Status.PREFERRED_BIDDER, "areas": ("Quay",), "programme": "p", "layer": Layer.TABLE,
        "surface": organisation, "organisation_id": organisation_id_of(organisation),
        "evidence": Evidence(quote=organisation, start=0, end=len(organisation)),
    }  # fmt: skip
    return Claim(organisation=organisation, **{**given, **fields})


def after(standings: list[Standing], *claims: Claim) -> list[Standing]:
    reading = Reading(claims=claims)
    changes = compare_with_ledger(standings, reading, published_on=DAY)
    step = moves(standings, reading, changes, on=DAY, known_at=NOW, url="u", source_id="other")
    over = {(s.slot, s.partnership, s.claim_id) for s in step.ended}
    kept = [s for s in standings if (s.slot, s.partnership, s.claim_id) not in over]
    return [*kept, *step.ended, *step.begun]


OUT = a_claim("Acme", role=Role.WITHDRAWN, status=Status.WITHDRAWN)
STAYS = a_claim("Zenith", areas=("Moor",))


def test_a_replacement_that_a_statement_told_is_no_second_event_when_the_list_follows() -> None:
    known = after(after([], a_claim("Acme"), STAYS), OUT, a_claim("Bolt"))

    findings = reconcile(
        Reading(claims=(a_claim("Bolt"), STAYS)),
        before=Reading(claims=(a_claim("Acme"), STAYS)),
        standings=known,
        complete=True,
        on=DAY,
    )

    assert findings.changes == ()
    assert findings.absent == ()


def test_who_is_known_to_be_out_cannot_go_missing() -> None:
    known = after(after([], a_claim("Acme"), STAYS), OUT)
    before = Reading(claims=(a_claim("Acme"), STAYS))

    findings = reconcile(Reading(claims=(STAYS,)), before=before, standings=known, complete=True, on=DAY)

    assert (findings.changes, findings.absent) == ((), ())


def test_a_partnership_that_is_out_takes_its_members_with_it() -> None:
    vehicle = a_claim("Bright Ways", partnership="Bright Ways")
    member = a_claim("Hope", role=Role.PARTNER, partnership="Bright Ways")
    gone = a_claim("Bright Ways", role=Role.WITHDRAWN, status=Status.WITHDRAWN)

    known = after(after([], vehicle, member), gone)

    assert [(s.organisation, s.status) for s in known if s.valid_to is None] == [("Bright Ways", Status.WITHDRAWN)]


def test_of_a_vehicle_and_the_body_it_is_called_after_only_the_vehicle_is_replaced() -> None:
    known = after(
        [], a_claim("Acme Bright Ways"), a_claim("Acme Holdings", role=Role.PARTNER, partnership="Acme Bright Ways")
    )
    reading = Reading(
        claims=(
            a_claim("Acme Bright Ways", role=Role.WITHDRAWN, status=Status.WITHDRAWN),
            a_claim("Acme Holdings", role=Role.WITHDRAWN, status=Status.WITHDRAWN),
            a_claim("Bolt"),
        )
    )

    found = compare_with_ledger(known, reading, published_on=DAY)

    assert sorted((c.type.value, c.organisation, c.organisation_to) for c in found) == [
        ("replaced", "Acme Bright Ways", "Bolt"),
        ("status_changed", "Acme Holdings", None),
    ]


def standing(organisation: str = "Acme", **fields: Any) -> Standing:
    """What the ledger holds of ``organisation`` since some weeks before ``DAY``."""
    given: dict[str, Any] = {
        "role": Role.LEAD, "status": Status.PREFERRED_BIDDER, "area": "Quay", "programme": "p",
        "organisation_id": organisation_id_of(organisation), "valid_from": date(2026, 3, 1),
    }  # fmt: skip
    return Standing(organisation=organisation, **{**given, **fields})


def found(
    before: Iterable[Claim] | None, now: Iterable[Claim], *known: Standing, complete: bool = False, **more: Any
) -> Findings:
    earlier = None if before is None else Reading(claims=tuple(before))
    return reconcile(
        Reading(claims=tuple(now)), before=earlier, standings=known, complete=complete, on=DAY, **more
    )  # fmt: skip


def told(changes: Iterable[Change]) -> list[tuple[str, str, str | None]]:
    return sorted((change.type.value, change.organisation, change.area) for change in changes)


ACME, BOLT = organisation_id_of("Acme"), organisation_id_of("Bolt")
HELD = standing("Zenith", area="Moor")


def test_a_new_document_is_told_against_the_ledger_and_not_against_nothing() -> None:
    findings = found(None, [STAYS, a_claim("Bolt")], HELD)

    assert told(findings.changes) == [("added", "Bolt", "Quay")]
    assert (findings.absent, findings.flooded) == ((), False)


def test_a_new_document_of_a_day_that_is_over_tells_nothing() -> None:
    assert found(None, [a_claim("Acme")], standing(valid_to=date(2026, 5, 9))).changes == ()
    assert told(found(None, [a_claim("Acme")], standing(valid_to=date(2026, 4, 9))).changes) == [
        ("added", "Acme", "Quay")
    ]


def test_a_new_document_is_told_with_the_renames_that_a_pack_gives_and_without_what_it_takes_back_itself() -> None:
    claim = a_claim("Bolt")

    assert told(found(None, [claim], standing(), known_renames={ACME: BOLT}).changes) == [("renamed", "Acme", None)]
    assert found(None, [claim], edits=Edits(retracted=frozenset({claim.id}))).changes == ()


def test_a_change_of_a_page_happened_on_the_day_that_its_words_give_else_it_was_only_seen_on_that_of_the_visit() -> (
    None
):
    dated = a_claim("Hope", event_date=date(2026, 4, 20))

    findings = found([STAYS], [STAYS, a_claim("Bolt"), dated])

    assert [(change.organisation, change.occurred_on, change.seen_on) for change in findings.changes] == [
        ("Bolt", None, DAY),
        ("Hope", date(2026, 4, 20), None),
    ]


def test_who_is_missing_is_absent_where_the_page_lists_everyone_and_silence_elsewhere() -> None:
    spoken = a_claim("Acme", layer=Layer.GRAMMAR)

    assert found([spoken, STAYS], [STAYS], complete=False) == Findings()
    assert found([spoken, STAYS], [STAYS], complete=True).changes == ()
    assert told(found([spoken, STAYS], [STAYS], complete=True).absent) == [("removed", "Acme", "Quay")]


def test_what_the_words_of_a_page_say_beside_its_claims_counts() -> None:
    claim = a_claim("Bolt")

    assert found([STAYS], [STAYS, claim], edits=Edits(retracted=frozenset({claim.id}))) == Findings()
    assert told(found([a_claim("Acme"), STAYS], [STAYS, claim], known_renames={ACME: BOLT}).changes) == [
        ("renamed", "Acme", None)
    ]


def test_who_comes_to_a_page_under_the_name_that_a_pack_gives_to_a_known_body_is_renamed_and_new_ones_are_added() -> (
    None
):
    now = [STAYS, a_claim("Bolt"), a_claim("Crest", areas=("Fens",))]

    findings = found([STAYS], now, standing(), HELD, known_renames={ACME: BOLT})

    assert told(findings.changes) == [("added", "Crest", "Fens"), ("renamed", "Acme", None)]


def test_who_is_renamed_is_told_with_the_place_that_it_did_not_have_under_its_former_name() -> None:
    # Dated before the ledger's ended standing: told of the day of publication it would be news.
    now = [STAYS, a_claim("Bolt"), a_claim("Bolt", areas=("Fens",)), a_claim("Bolt", areas=("Wold",))]
    over = standing(area="Wold", valid_to=date(2026, 5, 9))

    findings = found([STAYS], now, standing(), over, HELD, known_renames={ACME: BOLT})

    assert told(findings.changes) == [("area_added", "Bolt", "Fens"), ("renamed", "Acme", None)]


def test_a_rename_that_the_page_states_is_told_once_beside_one_that_a_pack_gives() -> None:
    stated = Rename(
        former="Crest", former_id=organisation_id_of("Crest"), present="Dune", present_id=organisation_id_of("Dune"),
        evidence=Evidence(quote="Crest is now Dune", start=0, end=17),
    )  # fmt: skip
    crest, dune = a_claim("Crest", areas=("Fens",)), a_claim("Dune", areas=("Fens",))

    findings = reconcile(
        Reading(claims=(STAYS, a_claim("Bolt"), dune), renames=(stated,)),
        before=Reading(claims=(STAYS, crest)),
        standings=[standing(), standing("Crest", area="Fens"), HELD],
        complete=False,
        on=DAY,
        known_renames={ACME: BOLT},
    )

    assert told(findings.changes) == [("renamed", "Acme", None), ("renamed", "Crest", None)]


@pytest.mark.parametrize(
    ("before", "known", "news"),
    [
        pytest.param([], [], [("added", "Bolt", "Quay")], id="the ledger does not have the former name"),
        pytest.param(
            [], [standing(valid_to=date(2026, 4, 1))], [("added", "Bolt", "Quay")], id="it had it, and that is over"
        ),
        pytest.param(
            [], [standing(status=Status.WITHDRAWN)], [("added", "Bolt", "Quay")], id="who had that name is out"
        ),
        pytest.param([], [standing(), standing("Bolt")], [], id="it has both"),
        pytest.param([a_claim("Bolt", areas=("Fens",))], [standing()], [("area_added", "Bolt", "Quay")], id="the page had it"),
    ],
)  # fmt: skip
def test_a_pack_renames_nobody_whom_the_ledger_or_the_page_tells_apart(before, known, news) -> None:
    now = [STAYS, *before, a_claim("Bolt")]

    assert told(found([STAYS, *before], now, HELD, *known, known_renames={ACME: BOLT}).changes) == news


def test_who_is_missing_and_said_to_be_out_is_news_and_waits_for_nobody() -> None:
    elsewhere = a_claim("Acme", areas=("Fens",), role=Role.WITHDRAWN, status=Status.WITHDRAWN)

    findings = found([a_claim("Acme"), STAYS], [elsewhere, STAYS])
    other = found([a_claim("Acme"), STAYS], [a_claim("Crest", areas=("Fens",), status=Status.WITHDRAWN), STAYS])

    assert ("area_removed", "Acme", "Quay") in told(findings.changes)
    assert findings.absent == ()
    assert told(other.absent) == [("removed", "Acme", "Quay")]


def row(count: int) -> list[Claim]:
    return [a_claim(f"Body {number}", areas=(f"Area {number}",)) for number in range(count)]


@pytest.mark.parametrize(
    ("before", "now", "flooded"),
    [
        pytest.param(row(10), row(4), True, id="six of ten"),
        pytest.param(row(10), row(5), False, id="five of ten"),
        pytest.param(row(20), row(14), False, id="six of twenty"),
        pytest.param(row(19), row(13), True, id="six of nineteen"),
        pytest.param([*row(6), a_claim("Wide", areas=tuple("abcdefghijklmn"))], [a_claim("Wide", areas=tuple("abcdefghijklmn"))],
                     False, id="six of twenty places"),
        pytest.param([*row(7), *(a_claim(f"Nowhere {n}", areas=()) for n in range(13))],
                     [*row(1), *(a_claim(f"Nowhere {n}", areas=()) for n in range(13))], False, id="six of twenty bodies"),
        pytest.param([*row(10), *(a_claim(f"Unsure {n}", confidence=0.2) for n in range(20))], row(4), True,
                     id="what was read unsurely does not count"),
    ],
)  # fmt: skip
def test_more_losses_at_once_than_five_and_three_in_ten_are_held_with_the_question(before, now, flooded) -> None:
    findings = found(before, [*now, a_claim("Bolt")])
    joined, lost = findings.changes[:1], findings.changes[1:]

    assert findings.flooded is flooded
    assert [(change.organisation, change.question) for change in joined] == [("Bolt", "")]
    assert {change.question for change in lost} == ({FLOOD_QUESTION} if flooded else set())
    assert len(lost if flooded else findings.absent) == len(before) - len(now) - 20 * (len(before) == 30)
    assert not (flooded and findings.absent)


def test_a_second_visit_confirms_only_what_is_missing_still() -> None:
    (gone,) = found([a_claim("Acme"), STAYS], [STAYS]).absent
    anywhere = replace(gone, area=None)

    assert still_absent(gone, Reading(claims=(STAYS,)))
    assert not still_absent(gone, Reading(claims=(STAYS, a_claim("Acme"))))
    assert still_absent(gone, Reading(claims=(a_claim("Acme", areas=("Fens",)),)))
    assert not still_absent(gone, Reading(claims=(a_claim("Acme", areas=("Fens",)), a_claim("Acme"))))
    assert not still_absent(anywhere, Reading(claims=(STAYS, a_claim("Acme", areas=("Fens",)))))
    assert still_absent(gone, Reading(claims=(OUT,)))
    assert not still_absent(gone, Reading(claims=(OUT, a_claim("Acme"))))
    assert still_absent(gone, Reading(claims=(a_claim("Acme", confidence=0.2),)))


OUTSIDE = standing(status=Status.WITHDRAWN, role=Role.WITHDRAWN)


@pytest.mark.parametrize(
    ("before", "now", "known", "news"),
    [
        ([], [a_claim("Acme")], [standing()], []),
        ([], [a_claim("Acme", programme=None)], [standing()], []),
        ([], [a_claim("Acme")], [standing(programme=None)], []),
        ([], [a_claim("Acme")], [standing(status=Status.AWARDED)], []),
        ([], [a_claim("Acme")], [standing(role=Role.CONTRACT_HOLDER)], []),
        ([], [a_claim("Acme", areas=())], [standing()], []),
        ([], [a_claim("Acme")], [standing(area="Fens"), standing()], []),
        ([], [a_claim("Acme")], [standing(status=Status.IN_DISCUSSION)], [("added", "Acme", "Quay")]),
        ([], [a_claim("Acme")], [standing(role=Role.PARTNER)], [("added", "Acme", "Quay")]),
        ([], [a_claim("Acme")], [OUTSIDE], [("added", "Acme", "Quay")]),
        ([], [a_claim("Acme")], [standing("Crest")], [("added", "Acme", "Quay")]),
        ([], [a_claim("Acme")], [standing(programme="q")], [("added", "Acme", "Quay")]),
        ([], [a_claim("Acme")], [standing(area="Fens")], [("added", "Acme", "Quay")]),
        ([], [a_claim("Acme")], [standing(valid_to=date(2026, 4, 1))], [("added", "Acme", "Quay")]),
        ([a_claim("Acme", areas=("Fens",))], [a_claim("Acme", areas=("Fens", "Quay"))], [standing()], []),
        ([a_claim("Acme", areas=("Fens",))], [a_claim("Acme", areas=("Fens", "Quay"))], [], [("area_added", "Acme", "Quay")]),
        ([a_claim("Acme")], [a_claim("Bolt")], [OUTSIDE, standing("Bolt")], []),
        ([a_claim("Acme")], [a_claim("Bolt")], [standing("Bolt")], []),
        ([a_claim("Acme")], [a_claim("Bolt")], [standing(), standing("Bolt")], [("replaced", "Acme", "Quay")]),
        ([a_claim("Acme")], [a_claim("Bolt")], [OUTSIDE], [("replaced", "Acme", "Quay")]),
        ([a_claim("Acme")], [a_claim("Bolt")], [OUTSIDE, standing("Bolt", area="Fens")], [("replaced", "Acme", "Quay")]),
        ([a_claim("Acme")], [a_claim("Acme", status=Status.AWARDED)], [standing(status=Status.AWARDED)], []),
        ([a_claim("Acme")], [a_claim("Acme", status=Status.AWARDED)], [standing()], [("status_changed", "Acme", "Quay")]),
        ([a_claim("Acme")], [a_claim("Acme", status=Status.AWARDED)], [standing("Bolt", status=Status.AWARDED)],
         [("status_changed", "Acme", "Quay")]),
        ([a_claim("Acme")], [a_claim("Acme", role=Role.PARTNER)], [standing(role=Role.PARTNER)], [("role_changed", "Acme", "Quay")]),
    ],
)  # fmt: skip
def test_what_the_ledger_has_already_is_no_news_when_a_page_follows(before, now, known, news) -> None:
    assert told(found([*before, STAYS], [*now, STAYS], HELD, *known).changes) == news


@pytest.mark.parametrize(
    ("known", "absent"),
    [
        ([OUTSIDE], []),
        ([standing()], [("removed", "Acme", "Quay")]),
        ([], [("removed", "Acme", "Quay")]),
        ([OUTSIDE, standing(contract="c")], [("removed", "Acme", "Quay")]),
        ([replace(OUTSIDE, area="Fens")], [("removed", "Acme", "Quay")]),
    ],
)
def test_a_name_goes_missing_unless_it_is_known_to_be_out(known, absent) -> None:
    assert told(found([a_claim("Acme"), STAYS], [STAYS], HELD, *known).absent) == absent
