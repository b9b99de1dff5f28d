"""Two versions that agree on several bodies bear one another out; one body alone, or a sure reading, is left as it is."""

from __future__ import annotations

from monitor.ledger.agreement import agreed
from monitor.ledger.compare import compare_readings
from monitor.model import Claim, Evidence, Layer, Mode, Reading, Role, Status, organisation_id_of


def reading(*names: str, confidence: float = 0.4, layer: Layer = Layer.ATTACH, mode: Mode = Mode.STATED) -> Reading:
    return Reading(
        claims=tuple(
            Claim(
                organisation=name, organisation_id=organisation_id_of(name), surface=name, role=Role.PARTNER, status=Status.AWARDED,
                areas=("Kent",), confidence=confidence, layer=layer, mode=mode, evidence=Evidence(quote=name, start=0, end=len(name)),
            )
            for name in names
        )
    )  # fmt: skip


def told(before: Reading, after: Reading) -> list[tuple[str, str]]:
    return [(change.type.value, change.organisation) for change in compare_readings(*agreed(before, after))]


def test_a_name_more_among_several_that_both_versions_have_is_told() -> None:
    assert told(reading("Mill Homes", "Tern Care"), reading("Mill Homes", "Tern Care", "Alder Help")) == [
        ("added", "Alder Help")
    ]


def test_one_name_in_common_bears_nothing_out() -> None:
    assert told(reading("Mill Homes"), reading("Mill Homes", "Alder Help")) == []


def test_what_is_less_than_unsure_or_denied_stays_so() -> None:
    assert (
        told(
            reading("Mill Homes", "Tern Care", confidence=0.3),
            reading("Mill Homes", "Tern Care", "Alder Help", confidence=0.3),
        )
        == []
    )
    after = Reading(
        claims=(*reading("Mill Homes", "Tern Care").claims, *reading("Alder Help", mode=Mode.DENIED).claims)
    )
    assert told(reading("Mill Homes", "Tern Care"), after) == []


def test_what_an_optional_reader_said_is_not_borne_out() -> None:
    both = reading("Mill Homes", "Tern Care", layer=Layer.LLM)

    assert told(both, reading("Mill Homes", "Tern Care", "Alder Help", layer=Layer.LLM)) == []
