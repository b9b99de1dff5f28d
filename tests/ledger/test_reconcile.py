"""A page's edit against what other documents have said already."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from monitor.ledger.compare import compare_with_ledger
from monitor.ledger.moves import moves
from monitor.ledger.reconcile import reconcile
from monitor.model import Claim, Evidence, Layer, Reading, Role, Standing, Status, organisation_id_of

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
