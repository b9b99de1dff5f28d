"""One visit to a source: its steps one after the other, until no answer names another address.

The poll calls this once a source and stores the result in one transaction. Nothing is stored here and no clock is read.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from monitor.errors import SourceError
from monitor.model import Document, Fetch, Harvest, Request, Snapshot, Source, Unchanged, Validators
from monitor.sources import source_types
from monitor.sources.base import SourceType, State, request_for
from monitor.sources.guarded import extract_guarded

#: No source needs more answers in one visit; what is left over is found again at the next.
MAX_STEPS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What one visit brought.

    ``documents`` are in the order in which they were published or captured: two with one identity are two versions of one
    document, the older first. ``snapshots`` are the answers that were read without error: only their validators may be
    stored. ``state`` is what to hand in at the next visit. ``failures`` are steps that failed while others went well.
    ``own_failure`` is that of the source's own address, without which nothing new can be found however well the rest went.
    ``unchanged`` counts things seen and found as last time, ``not_modified`` answers that were 304 or the same bytes.
    """

    documents: tuple[Document, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    state: State = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    failures: tuple[SourceError, ...] = ()
    own_failure: SourceError | None = None
    unchanged: int = 0
    not_modified: int = 0
    gap: bool = False
    degraded: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether the source answered and held nothing at all: a matter of its health, never of its documents."""
        return not self.documents and not self.unchanged and not self.not_modified


def visit(
    source: Source,
    *,
    fetch: Fetch,
    state: State,
    now: datetime,
    validators: Callable[[str], Validators] = lambda _url: Validators(),
    wary: bool = False,
) -> Visit:
    """Everything that one visit to ``source`` brings. Raises SourceError if no step of it went well.

    ``validators`` gives what was stored for an address. ``fetch`` may answer Unchanged for bytes that are those of last time. ``wary``
    refuses a page that only pretends to be the page: a wall, a challenge, an error with status 200.
    """
    source_type = source_types()[source.kind]
    waiting = deque(source_type.requests(source, state, now))
    asked = {request.url for request in waiting}
    found = Visit(state=state)
    went_well = 0
    while waiting and went_well + len(found.failures) < MAX_STEPS:
        request = waiting.popleft()
        try:
            found, further = _step(found, source, source_type, fetch, request, validators, wary=wary)
            went_well += 1
        except SourceError as error:
            own = error if request.url == source.url else found.own_failure
            found = replace(found, failures=(*found.failures, error), own_failure=own)
            if source_type.in_order:
                break
            continue
        # What an answer leads to comes before what was waiting, so that documents keep their order.
        waiting.extendleft(request_for(source, url) for url in reversed(further) if url not in asked)
        asked.update(further)
    if not went_well:
        raise found.failures[0]
    if waiting and not found.failures:
        found = replace(found, notes=(*found.notes, f"{len(waiting)} addresses left for the next visit"))
    return found


def _step(
    found: Visit,
    source: Source,
    source_type: SourceType,
    fetch: Fetch,
    request: Request,
    validators: Callable[[str], Validators],
    *,
    wary: bool,
) -> tuple[Visit, tuple[str, ...]]:
    if not request.validators:
        request = replace(request, validators=validators(request.url))
    answer = fetch(request)
    if isinstance(answer, Unchanged):
        return replace(found, not_modified=found.not_modified + 1), ()
    harvest = extract_guarded(source_type, answer, source, found.state, wary=wary)
    return _joined(found, answer, harvest), harvest.next_urls


def _joined(found: Visit, snapshot: Snapshot, harvest: Harvest) -> Visit:
    state = found.state if harvest.cursor is None else {**found.state, "cursor": harvest.cursor}
    return replace(
        found,
        documents=found.documents + harvest.documents,
        snapshots=(*found.snapshots, snapshot),
        state=state,
        notes=found.notes + harvest.notes,
        unchanged=found.unchanged + harvest.unchanged,
        gap=found.gap or harvest.gap,
        degraded=found.degraded or harvest.degraded,
    )
