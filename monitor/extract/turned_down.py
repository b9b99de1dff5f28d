"""What the reading of a passage considered and did not take: other readings of a body, and names that were taken for no party."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from monitor.extract.discourse.scene import make_scene
from monitor.extract.names.kinds import Kind
from monitor.extract.words.lexicon import places
from monitor.model import Claim, Document, Mode, Reading
from monitor.programmes.watchlist import Watchlist
from monitor.text import fold, plain

#: More would bury the first.
_MOST = 4
_MODES = {
    Mode.EXPECTED: "expected, not done", Mode.HYPOTHETICAL: "only supposed", Mode.DENIED: "denied", Mode.HISTORIC: "of the past",
    Mode.OPINION: "somebody's words",
}  # fmt: skip
_KINDS = {
    Kind.WEAK: "not clearly an organisation", Kind.BUYER: "buys and does not provide", Kind.PLACE: "a place", Kind.PERSON: "a person",
    Kind.THING: "a programme or thing", Kind.ORGANISATION: "an organisation of which no role is said",
}  # fmt: skip


def with_considered(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """``claims``, each with the other readings of its body in the document that were turned down, and why."""
    refused = [claim for claim in claims if not (claim.mode.makes_events and claim.confidence >= 0.5)]
    if not refused:
        return claims
    return tuple(
        replace(claim, considered=said) if (said := tuple(_readings(claim, refused))[:_MOST]) else claim
        for claim in claims
    )


def _readings(claim: Claim, refused: list[Claim]) -> Iterator[str]:
    for other in refused:
        if other is claim or other.organisation_id != claim.organisation_id:
            continue
        why = _MODES.get(other.mode) or f"too unsure ({other.confidence:.2f})"
        yield f"{other.role.value}, {other.status.value} in \u201c{other.evidence.quote}\u201d: {why}"


def names_turned_down(document: Document, reading: Reading, watchlist: Watchlist, start: int, end: int) -> list[str]:
    """The names between ``start`` and ``end`` of ``document`` of which ``reading`` makes no claim, each with what it was taken for."""
    scene = make_scene(document, plain(document.text), watchlist)
    taken = {claim.organisation_id for claim in reading.claims}
    partly = {area for claim in reading.claims for area in claim.areas}
    found = [
        f"{name.surface}: {_KINDS[name.kind]}"
        for name in scene.within(start, end)[0]
        if scene.ids.key(name) not in taken
        and name.surface not in partly
        and not _is_plainly_a_place(name.surface, watchlist)
    ]
    return list(dict.fromkeys(found))


def _is_plainly_a_place(name: str, watchlist: Watchlist) -> bool:
    return fold(name) in places() or watchlist.area(name) is not None
