"""One visit's documents read one after the other, each against what the ones before it left in the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.extract.claims import find_claims
from monitor.extract.layout.zones import frame_of, with_zones
from monitor.ledger.agreement import agreed
from monitor.ledger.corrections import may_correct
from monitor.ledger.days import with_days_of_change
from monitor.ledger.edits import edits_between, edits_in
from monitor.ledger.moves import Moves, moves
from monitor.ledger.reconcile import FLOOD_DOCUMENTS, RESET_QUESTION, reconcile, still_absent
from monitor.ledger.taught import corrections
from monitor.ledger.wording import describe
from monitor.model import (
    Absence,
    Change,
    Claim,
    Document,
    DocumentKind,
    DocumentRecord,
    Event,
    EventState,
    Frame,
    Reading,
    Source,
    SourceState,
    Standing,
)
from monitor.poll.furniture import is_cosmetic, only_furniture_moved
from monitor.poll.outcome import Tools
from monitor.poll.registered import Registered
from monitor.poll.restated import document_changes
from monitor.text import fingerprint

#: Raised when the reading rules change what a stored page says: the next visit then sets a new baseline, in silence.
EXTRACTOR_REVISION = 1
CONFIRM_AFTER = timedelta(hours=6)
#: A lesson of staff changes what a stored page says too; a state holds one number for both.
_A_LESSON = 1_000


class Visited:
    """One visit's documents read one after the other, each against what the ones before it left."""

    def __init__(self, *, source: Source, state: SourceState, tools: Tools, now: datetime, poll_id: str) -> None:
        self.source, self.state, self.tools, self.now, self.poll_id = source, state, tools, now, poll_id
        self.records: list[DocumentRecord] = []
        self.frames: list[Frame] = []
        self.notes: list[str] = []
        self.events: list[Event] = []
        self.ended: list[Standing] = []
        self.begun: list[Standing] = []
        self.flooded = self.reset = False
        self.fresh: dict[str, Document] = {}
        self.absences: list[Absence] = list(tools.store.absences(source.id)) if state.pending else []
        self._standings: list[Standing] | None = None
        self._latest: dict[str, DocumentRecord] = {}
        self._registered = Registered(tools.store, tools.watchlist)
        self.revision = EXTRACTOR_REVISION + _A_LESSON * tools.lessons.taught
        self.outdated = state.extractor_revision not in {0, self.revision}

    def read(self, documents: Sequence[Document]) -> None:
        """Read those of ``documents`` that are new or say something else than before, each after the one before it."""
        known = self.tools.store.documents.hashes([document.id for document in documents]) if documents else {}
        self.fresh = {each.id: each for each in documents if known.get(each.id) != each.content_hash}
        frames = {document.id: frame for document in self.fresh.values() if (frame := frame_of(document))}
        for document in documents:
            before = self._latest.get(document.id)
            content_hash = before.document.content_hash if before else known.get(document.id)
            if content_hash == document.content_hash and not self.outdated:
                continue
            if before is None and content_hash is not None:
                before = self.tools.store.documents.latest(document.id)
            if before and not self.outdated and only_furniture_moved(before.document, document, self._claims_of):
                continue
            self._read(self._zoned(document, frames, met=document.id in known), before)
        self.frames.extend(frames.values())

    def _zoned(self, document: Document, frames: Mapping[str, Frame], *, met: bool) -> Document:
        """``document`` with the zones that its last visits and the other pages of its site teach."""
        mine = frames.get(document.id)
        if mine is None:
            return document
        stored = self.tools.store.frames.sisters(mine.host, other_than=document.id)
        here = [frame for frame in frames.values() if frame.host == mine.host and frame is not mine]
        beside = {frame.document_id: frame for frame in (*stored, *here)}
        earlier = self.tools.store.frames.earlier(document.id) if met else ()
        return with_zones(document, earlier=earlier, sisters=beside.values())

    def reread(self) -> None:
        """Read what is stored of the source again where people have taught something since: the ledger follows in silence."""
        if not self.outdated:
            return
        for version in self.tools.store.documents.of_source(self.source.id):
            if version.document_id not in self._latest:
                reading = self._claims_of(version.document)
                if _stated(reading) != _stated(version.reading):
                    self.records.append(DocumentRecord(document=version.document, reading=reading))
                    self._correct(version.document, version.reading, reading)

    def _correct(self, document: Document, was: Reading, now: Reading) -> None:
        """Move the ledger from what was read in a document to what it is known to say, from the day of the document on."""
        old, new = Reading(claims=was.stated()), Reading(claims=now.stated())
        on = (document.updated_at or document.published_at or self.now).date()
        known = [s for s in self._known() if s.valid_to or s.source_id == self.source.id]
        starts = {s.valid_from for s in known if s.valid_from and s.claim_id in {claim.id for claim in old.claims}}
        moved = moves(
            known,
            new,
            corrections(old, new),
            on=min(starts, default=on),
            known_at=self.now,
            url=document.url,
            source_id=self.source.id,
        )
        self._follow(moved)

    def _follow(self, moved: Moves) -> None:
        """Let the ledger that this visit sees go on as ``moved`` says."""
        if moved:
            self.ended.extend(moved.ended)
            self.begun.extend(moved.begun)
            self._standings = _after(self._known(), moved.ended, moved.begun)

    def _claims_of(self, document: Document) -> Reading:
        reading = self._placed(find_claims(document, self.tools.watchlist))
        return self.tools.lessons.applied(document, reading)

    def _asked(self, document: Document, reading: Reading) -> Reading:
        """``reading`` with what the optional reader found, where the source opts in to it."""
        if not (self.source.reader and self.tools.reader):
            return reading
        further, fault = self.tools.reader.added_to(reading, document, self.tools.watchlist)
        self.notes += [f"{document.url}: {fault}"] if fault else []
        return further

    def _read(self, document: Document, before: DocumentRecord | None) -> None:
        reading = self._claims_of(document)
        if before and not self.outdated and is_cosmetic(before, document, reading):
            return
        reading = self._asked(document, reading)
        on = (document.updated_at or document.published_at or self.now).date() if before is None else self.now.date()
        if before and self.outdated:
            # A newer extractor, or a better taught one, reads the stored version first: better reading is no news.
            reread = self._claims_of(before.document)
            self._correct(before.document, before.reading, reread)
            before = replace(before, reading=reread)
        # Most documents say nothing of anybody, and the ledger is long.
        says = before or reading.claims or reading.renames or reading.stated() or may_correct(document.text)
        # After a first visit that broke off, what it did see may have been cut too.
        first_sight = self.state.baseline_at is None and (before is None or self.state.last_good_at is not None)
        if first_sight and not says:
            self._latest[document.id] = record = DocumentRecord(document=document, reading=reading)
            self.records.append(record)
            return
        known = self._known() if says else []
        one, numbers = self._registered.look(document, reading, known, on=on)
        reading, before = one.applied(reading), before and replace(before, reading=one.applied(before.reading))
        self._latest[document.id] = record = DocumentRecord(document=document, reading=reading, numbers=numbers)
        self.records.append(record)
        reading, before = with_days_of_change(reading, before, known, today=self.now.date())
        edits = (
            edits_between(before.document, before.reading, document, reading) if before else edits_in(document, reading)
        )
        if before:
            earlier, reading = agreed(before.reading, reading)
            before = replace(before, reading=earlier)
        findings = reconcile(
            reading,
            before=before.reading if before else None,
            standings=known,
            complete=document.complete or self.source.complete,
            on=on,
            edits=edits,
            known_renames={**self.tools.watchlist.renames(), **one.renames},
        )
        moved = moves(
            known, _newly_said(reading, before, retracted=edits.retracted), findings.changes,
            on=on, known_at=self.now, url=document.url, source_id=self.source.id,
        )  # fmt: skip
        self._follow(moved)
        if first_sight:
            return
        self.flooded = self.flooded or findings.flooded
        waiting = {(absence.document_id, absence.change.key) for absence in self.absences}
        self.absences.extend(
            Absence(document_id=document.id, change=change, seen_at=self.now)
            for change in findings.absent
            if (document.id, change.key) not in waiting
        )
        restated = document_changes(before.document if before else self._earlier_notice(document), document)
        self.events.extend(self._event(change, document) for change in (*findings.changes, *restated))

    def _earlier_notice(self, document: Document) -> Document | None:
        """The notice before this one in the same process, of this visit or an earlier one."""
        if document.kind is not DocumentKind.NOTICE:
            return None
        process = document.identity.partition(" ")[0]
        here = [each.document for each in self._latest.values() if each.document.id != document.id]
        same = [each for each in here if each.identity.partition(" ")[0] == process]
        return same[-1] if same else self.tools.store.notices.earlier(document)

    def hold_a_flood(self) -> None:
        """Hold everything where very much came at once: it is one thing to look at for a person, not so many."""
        if len({event.document_id for event in self.events}) > FLOOD_DOCUMENTS:
            self.reset = True
            self.events = [_held(event) for event in self.events]

    def confirm_absences(self) -> None:
        """Make a removal of each name that was missing at an earlier good visit and is missing still."""
        waiting: list[Absence] = []
        for absence in self.absences:
            latest = self._latest.get(absence.document_id) or self.tools.store.documents.latest(absence.document_id)
            if latest is None or not still_absent(absence.change, latest.reading):
                continue
            if self.now - absence.seen_at < CONFIRM_AFTER:
                # Seen in the future: the clock was set back, and the wait begins anew.
                waiting.append(replace(absence, seen_at=min(absence.seen_at, self.now)))
                continue
            change = replace(absence.change, occurred_on=None, seen_on=absence.seen_at.date())
            self.events.append(self._event(change, latest.document))
            held = (each for each in self._known() if each.valid_to is None and not each.status.is_exit)
            ended = [replace(each, valid_to=change.seen_on) for each in held if _is_of(change, each)]
            self.ended.extend(ended)
            self._standings = _after(self._known(), ended, [])
        self.absences = waiting

    def _placed(self, reading: Reading) -> Reading:
        """``reading`` with the source's own programme where the document names none and the areas are that programme's."""
        if len(self.source.programmes) != 1:
            return reading
        own = self.source.programmes[0]

        def placed(claim: Claim) -> Claim:
            if claim.programme is not None or not claim.areas:
                return claim
            known = all(own in self.tools.watchlist.programmes_with(area) for area in claim.areas)
            return replace(claim, programme=own) if known else claim

        return replace(reading, claims=tuple(placed(claim) for claim in reading.claims))

    def _known(self) -> list[Standing]:
        if self._standings is None:
            self._standings = list(self.tools.store.standings.known(programmes=self.source.programmes))
        return self._standings

    def _event(self, change: Change, document: Document) -> Event:
        return Event(
            id=fingerprint("event", self.source.id, document.id, change.key, document.content_hash),
            change=change,
            source_id=self.source.id,
            document_id=document.id,
            version_id=document.content_hash,
            url=document.url,
            title=document.title,
            publisher=document.publisher or self.source.publisher or self.source.name,
            detected_at=self.now,
            published_at=document.published_at,
            state=EventState.HELD if change.question else EventState.PENDING,
            reason=change.question,
            wording=describe(change),
            poll_id=self.poll_id,
        )


def _held(event: Event) -> Event:
    question = event.change.question or RESET_QUESTION
    return replace(event, change=replace(event.change, question=question), state=EventState.HELD, reason=question)


def _newly_said(reading: Reading, before: DocumentRecord | None, *, retracted: AbstractSet[str]) -> Reading:
    """``reading`` without the claims that the last version made in the same words: a page that says them still, in a new
    frame, must not take back what another document said since. Without those too that a correction only repeats (``retracted``).
    """
    said = retracted | ({claim.id for claim in before.reading.claims} if before else set())
    return replace(reading, claims=tuple(claim for claim in reading.claims if claim.id not in said))


def _stated(reading: Reading) -> set[str]:
    return {claim.id for claim in reading.stated()}


def _after(known: list[Standing], ended: Sequence[Standing], begun: Sequence[Standing]) -> list[Standing]:
    if not (ended or begun):
        return known
    closed = {(standing.slot, standing.partnership, standing.claim_id) for standing in ended}
    kept = [s for s in known if s.valid_to or (s.slot, s.partnership, s.claim_id) not in closed]
    return [*kept, *ended, *begun]


def _is_of(change: Change, standing: Standing) -> bool:
    return standing.organisation_id == change.organisation_id and (change.area is None or standing.area == change.area)
