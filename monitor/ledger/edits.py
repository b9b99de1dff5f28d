"""What the words of two versions of a document say beside their claims: which names an editor took out of a sentence or a
list that otherwise stands, who was named before without a role, and whom a registered number shows to be one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from monitor.extract.words.sentences import sentences
from monitor.ledger.columns import columns_apart, told_in_rows
from monitor.ledger.corrections import Mistake, Sentence, is_repeated_by, may_correct, mistakes_in, notes_in
from monitor.ledger.leaving import said_to_be_out
from monitor.ledger.lists import dropped_from_lists
from monitor.ledger.losers import losers
from monitor.ledger.mentioned import is_named, named_in, newly_placed, placed_in
from monitor.ledger.numbered import one_by_number
from monitor.ledger.places import LISTS, SURE
from monitor.ledger.rewording import reworded, unchanged
from monitor.ledger.runs import only_in_one
from monitor.ledger.steady import steady
from monitor.ledger.trading import traded
from monitor.ledger.twins import gave_way, gave_way_elsewhere, put_in, twin_of
from monitor.model import BlockKind, Claim, Document, Mode, Reading, Zone
from monitor.text import fold

#: So many other words may go or come with a name in an edit of a sentence ("A, B and C" to "A and B").
_WORDS_ASIDE = 4
#: More sentences than these are a page rewritten, in which no single edit can be made out.
_MOST_EDITS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """``dropped``: the ids of claims whose name or area was taken out of what otherwise stands. ``named``: the identifiers of organisations that the
    earlier version names. ``one``: identifiers that a registered number shows to be one body, former to present. ``retracted``: the ids of claims of
    the later version whose words take back what the earlier one said. ``corrected``: whether the later version says that it corrects the earlier one.
    ``mistaken``: what it says, correcting itself, that the earlier one said, ``mistakes`` the same of a document of its own, in words. ``reworded``:
    the ids of claims of the later version whose words are new and tell no change. ``still``: the identifiers of those that the earlier version had a
    claim of and the later one names. ``placed``: organisations with the areas that a line of the earlier version gives them, though no claim was made
    of it. ``unplaced``: the ids of claims of the later version in a sentence without their areas, ``vague``: those of the earlier one. ``unchanged``:
    the ids of claims of the earlier version whose words stand in the later one. ``traded``: bodies with the trade names that stand for them later.
    ``column_gone``: the keys of areas in columns of tables that the later version has no more, ``column_come``: of those in columns that are new in it.
    ``in_rows``: bodies with the keys of areas that a row of the earlier version has beside a claim of them.
    ``steady``: the ids of claims of the later version whose words stood in the earlier one, of bodies in nothing that is new. ``stages``: whether what is new and names
    nobody speaks of stages. ``newly``: bodies with the areas that new sentences give them, beside which the earlier version names them nowhere.
    ``out``: the ids of those of ``dropped`` of whom new words say that they are out. ``lost``: what the later version says, to
    be made out only by the earlier one, of those who bid in vain.
    """

    dropped: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    one: Mapping[str, str] = field(default_factory=dict)
    retracted: frozenset[str] = frozenset()
    corrected: bool = False
    mistaken: tuple[Claim, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    reworded: frozenset[str] = frozenset()
    unplaced: frozenset[str] = frozenset()
    vague: frozenset[str] = frozenset()
    unchanged: frozenset[str] = frozenset()
    still: frozenset[str] = frozenset()
    placed: frozenset[tuple[str, str | None]] = frozenset()
    traded: Mapping[str, str] = field(default_factory=dict)
    column_gone: frozenset[str] = frozenset()
    column_come: frozenset[str] = frozenset()
    in_rows: frozenset[tuple[str, str]] = frozenset()
    steady: frozenset[str] = frozenset()
    stages: bool = False
    newly: frozenset[tuple[str, str]] = frozenset()
    out: frozenset[str] = frozenset()
    lost: tuple[Claim, ...] = ()

    def followed(self, old: Reading, new: Reading, old_now: Reading, new_now: Reading) -> Edits:
        """The same of readings whose claims have been given other areas since, in the same order: a claim's id holds its areas."""
        ids = {
            before.id: after.id
            for was, now in ((old, old_now), (new, new_now))
            for before, after in zip(was.claims, now.claims, strict=True)
            if before.id != after.id
        }
        if not ids:
            return self
        kinds = ("dropped", "reworded", "unplaced", "vague", "unchanged", "steady", "out")
        return replace(
            self, **{kind: (own := getattr(self, kind)) | {ids[each] for each in own if each in ids} for kind in kinds}
        )


NONE = Edits()


def edits_between(before: Document, old: Reading, after: Document, new: Reading) -> Edits:
    """The edits from ``before``, read as ``old``, to ``after``, read as ``new``. Of two that make no claim there is nothing to say."""
    if not (old.claims or new.claims):
        return NONE
    earlier, later = _sentences(before), _sentences(after)
    named = named_in(new.claims, before.text)
    # A link to another page names a body and says nothing of it.
    spoken = named_in(new.claims, "\n".join(block.text for block in before.blocks if block.zone is not Zone.CHROME))
    notes = notes_in(later, known=earlier) if may_correct(after.text) else []
    retracted = frozenset(
        claim.id
        for claim in new.claims
        if claim.organisation_id in named and any(start <= claim.evidence.start < end for start, end, _ in notes)
    )
    stands = replace(new, claims=tuple(claim for claim in new.claims if claim.id not in retracted))
    gone, come = only_in_one(earlier, later)
    column_gone, column_come = columns_apart(before, after)
    steadily, stages = steady(new.claims, old.claims, before, after, later, come)
    dropped = dropped_from_lists(before, old, after, stands) | _dropped_in_place(gone, come, old, after, stands)
    out = said_to_be_out(earlier, old, later, stands)
    mistaken = _mistaken(old, new, stands)
    return Edits(
        dropped=dropped | out | {claim.id for claim in mistaken},
        named=frozenset(spoken - put_in(gone, come, old.claims, stands.claims)),
        one=one_by_number(before, old, after, new),
        retracted=retracted,
        corrected=bool(notes),
        mistaken=mistaken,
        reworded=frozenset()
        if notes
        else reworded(new.claims, gone, come, old.claims) | _standing(new.claims, earlier, after, later),
        unplaced=_unplaced(new.claims, after, later),
        vague=_unplaced(old.claims, before, earlier),
        unchanged=unchanged(old.claims, earlier, later),
        still=frozenset(named_in(old.claims, after.text)),
        placed=placed_in(old.claims, before, new.claims),
        traded=traded(old, new, before.text, after.text),
        column_gone=column_gone,
        column_come=column_come,
        in_rows=told_in_rows(new.claims, old.claims, before),
        steady=frozenset() if notes else steadily,
        stages=stages,
        newly=newly_placed(new.claims, come, before),
        out=out,
        lost=losers(old, stands, after, come),
    )


def edits_in(document: Document, reading: Reading) -> Edits:
    """What ``document``, not seen before and read as ``reading``, takes back of what it or another said."""
    if not may_correct(document.text):
        return NONE
    mistakes = mistakes_in(_sentences(document))
    wrong = frozenset(c.id for c in reading.claims for mistake in mistakes if is_repeated_by(mistake, c))
    return Edits(retracted=wrong, corrected=bool(mistakes), mistakes=mistakes)


def _standing(
    claims: Sequence[Claim], before: Sequence[Sentence], after: Document, later: Sequence[Sentence]
) -> frozenset[str]:
    """The ids of ``claims`` in paragraphs whose sentence stands word for word in both versions: nothing new is said there."""
    known = {text for _, _, text in before}
    paragraphs = [block for block in after.blocks if block.kind is BlockKind.PARAGRAPH]

    def stands(at: int) -> bool:
        said = next((text for start, end, text in later if start <= at < end), "")
        return (
            said in known and said.endswith((".", "!")) and any(block.start <= at < block.end for block in paragraphs)
        )

    return frozenset(claim.id for claim in claims if stands(claim.evidence.start))


def _unplaced(claims: Sequence[Claim], document: Document, sentences: Sequence[Sentence]) -> frozenset[str]:
    """The ids of ``claims`` whose sentence names none of their areas, nor the heading above it below the title."""
    found = set()
    # One heading over all the others is the title.
    titles = int(len({block.headings[0] for block in document.blocks if block.headings}) == 1)
    for claim in (each for each in claims if each.areas and each.layer not in LISTS):
        words = next((t for start, end, t in sentences if start <= claim.evidence.start < end), claim.evidence.quote)
        block = next((b for b in document.blocks if b.start <= claim.evidence.start < b.end), None)
        said = f" {fold(' | '.join((words, *(block.headings[titles:] if block else ()))))} "
        if not any(f" {fold(area)} " in said for area in claim.areas):
            found.add(claim.id)
    return frozenset(found)


def _mistaken(old: Reading, new: Reading, stands: Reading) -> tuple[Claim, ...]:
    """What a correction says that the earlier version said of bodies of which nothing was read there, as claims of that version."""
    known = {claim.organisation_id for claim in (*old.claims, *stands.stated())}
    taken_back = [c for c in new.claims if c not in stands.claims and c.organisation_id not in known]
    return tuple(replace(claim, mode=Mode.STATED, confidence=max(claim.confidence, SURE)) for claim in taken_back)


def _dropped_in_place(
    gone: Sequence[Sentence], come: Sequence[Sentence], old: Reading, after: Document, new: Reading
) -> frozenset[str]:
    if not old.claims or not gone or not come or max(len(gone), len(come)) > _MOST_EDITS:
        return frozenset()
    words = f" {fold(after.text)} "
    stated = new.stated()
    dropped: set[str] = set()
    for start, end, text in gone:
        claims = [c for c in old.claims if start <= c.evidence.start < end and c.layer not in LISTS]
        twin = twin_of(text, come) if claims else None
        if twin is not None:
            dropped.update(c.id for c in claims if _is_out(c, claims, text, twin, words, new))
        dropped.update(c.id for c in claims if not is_named(c, words) and gave_way_elsewhere(c, text, come, stated))
    return frozenset(dropped)


def _sentences(document: Document) -> list[Sentence]:
    blocks = [block for block in document.blocks if block.kind is not BlockKind.ROW] or ()
    return [
        (block.start + start, block.start + end, block.text[start:end])
        for block in blocks
        for start, end in sentences(block.text)
    ]


def _is_out(claim: Claim, beside: Iterable[Claim], text: str, twin: str, words: str, new: Reading) -> bool:
    """Whether the edit of ``text`` into ``twin`` took the name of ``claim``, or one of its areas, out and little else."""
    names = {fold(name) for c in beside for name in (c.surface, c.organisation, *c.areas)}
    if gave_way(claim, text, twin):
        return True
    if _others(text, twin, names) > _WORDS_ASIDE:
        return False
    there = f" {fold(twin)} "
    if not is_named(claim, words):
        rest = [c for c in beside if c.organisation_id != claim.organisation_id and c.role is claim.role]
        return any(is_named(c, there) for c in rest) or _has_new_name(twin, text)
    # An area that another sentence gives was not taken out of this one.
    here = f" {fold(text)} "
    lost = [area for area in claim.areas if f" {fold(area)} " in here and f" {fold(area)} " not in there]
    kept = [c for c in new.claims if c.organisation_id == claim.organisation_id and c.areas]
    return bool(lost) and is_named(claim, there) and bool(kept)


def _others(text: str, twin: str, names: Iterable[str]) -> int:
    """How many words of ``text`` that belong to none of ``names`` are not in ``twin``."""
    mine = f" {fold(text)} "
    for name in sorted(names, key=len, reverse=True):
        mine = mine.replace(f" {name} ", "  ") if name else mine
    theirs = set(fold(twin).split())
    return sum(word not in theirs for word in mine.split())


def _has_new_name(twin: str, text: str) -> bool:
    """Whether ``twin`` has a capitalised word inside the sentence that ``text`` has not."""
    known = set(re.findall(r"\w+", text))
    return any(word not in known for word in re.findall(r"\b[A-Z]\w+", twin))


def joined(edits: Iterable[Edits]) -> Edits:
    """The edits of several documents as those of one."""
    every = list(edits)
    return Edits(
        dropped=frozenset().union(*(each.dropped for each in every)),
        named=frozenset().union(*(each.named for each in every)),
        one={former: present for each in every for former, present in each.one.items()},
        retracted=frozenset().union(*(each.retracted for each in every)),
        corrected=any(each.corrected for each in every),
        mistaken=tuple(claim for each in every for claim in each.mistaken),
        reworded=frozenset().union(*(each.reworded for each in every)),
        unplaced=frozenset().union(*(each.unplaced for each in every)),
        vague=frozenset().union(*(each.vague for each in every)),
        unchanged=frozenset().union(*(each.unchanged for each in every)),
        still=frozenset().union(*(each.still for each in every)),
        placed=frozenset().union(*(each.placed for each in every)),
        traded={former: present for each in every for former, present in each.traded.items()},
        column_gone=frozenset().union(*(each.column_gone for each in every)),
        column_come=frozenset().union(*(each.column_come for each in every)),
        in_rows=frozenset().union(*(each.in_rows for each in every)),
        steady=frozenset().union(*(each.steady for each in every)),
        stages=any(each.stages for each in every),
        newly=frozenset().union(*(each.newly for each in every)),
        out=frozenset().union(*(each.out for each in every)),
        lost=tuple(claim for each in every for claim in each.lost),
    )
