"""One document to its reading: each of its parts goes to the reader that fits it, and what they found is joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from monitor.extract.details import with_details
from monitor.extract.discourse.outright import with_told_parts
from monitor.extract.discourse.own_pages import claims_of_own_pages
from monitor.extract.discourse.pages import is_of_another_kind
from monitor.extract.discourse.presented import with_presented
from monitor.extract.discourse.prose import read_prose
from monitor.extract.discourse.readable import decisions_in
from monitor.extract.discourse.relevance import speaks_of_deals
from monitor.extract.discourse.scene import Scene
from monitor.extract.discourse.ventures import as_members
from monitor.extract.programme import programme_of
from monitor.extract.structured.beside_tables import beside_tables
from monitor.extract.structured.eforms import claims_of_eforms
from monitor.extract.structured.labelled_services import claims_of_labelled_services
from monitor.extract.structured.laid_out import is_laid_out
from monitor.extract.structured.lists import claims_of_lists, values_without_names
from monitor.extract.structured.notice_pages import claims_of_notice_pages
from monitor.extract.structured.parted_lists import claims_of_parted_lists
from monitor.extract.structured.prizes import tells_of_prizes
from monitor.extract.structured.records import claims_of_records
from monitor.extract.structured.renamed import renames_of_records
from monitor.extract.structured.tables import claims_of_tables
from monitor.extract.structured.titles import places_of_titles
from monitor.extract.structured.typed_lists import claims_of_typed_lists
from monitor.extract.structured.values import place_told
from monitor.extract.turned_down import with_considered
from monitor.extract.weighing.decide import weighed
from monitor.extract.words.statuses import header_kind
from monitor.model import BlockKind, Claim, Document, Layer, Reading, Role, Status, Zone, organisation_id_of
from monitor.programmes.watchlist import Watchlist

_RECORDS = {"ocds", "register"}


def find_claims(document: Document, watchlist: Watchlist) -> Reading:
    """All that ``document`` says: claims, renames, contacts and mentions to check. Pure; never raises for odd content.

    Records are read by their fields, tables by their headers, everything else as prose. Invariant: every quote is
    ``document.text[start:end]``.
    """
    if document.record_kind in _RECORDS:
        recorded = _placed(_joined(claims_of_records(document, watchlist), document), document, watchlist)
        return Reading(claims=recorded, renames=tuple(renames_of_records(document, watchlist)))
    if tells_of_prizes(document):
        return Reading(claims=())
    prose, ground = read_prose(document, watchlist)
    if ground is None and not is_laid_out(document):
        # Most entries of feeds: a few sentences that name nobody.
        return prose
    parted, places = claims_of_parted_lists(document, watchlist)
    sections = claims_of_eforms(document, watchlist)
    told_of = {claim.organisation_id for claim in sections}
    ruled = [
        *claims_of_tables(document, watchlist),
        *sections,
        *(claim for claim in claims_of_lists(document, watchlist) if claim.organisation_id not in told_of),
        *claims_of_notice_pages(document, watchlist),
        *claims_of_labelled_services(document, watchlist),
        *parted,
    ]
    other = is_of_another_kind(document.text)
    # "Winners" of prizes stand in such lists too.
    located, listed = claims_of_typed_lists(document, watchlist) if not other else ([], [])
    many = _are_listed(ruled)
    # A list that says where each works says more than the sentence over it.
    ruled += located
    if ground:
        ruled += claims_of_own_pages(document, ground[0])
        ruled = [_as_defined(claim, ground[0]) for claim in ruled]
    said = [claim for claim in prose.claims if claim.organisation_id not in told_of]
    beside = beside_tables(_by_rows(said, document, watchlist), document, watchlist)
    told = _whole(beside, ruled, [*values_without_names(document), *places])
    claims = [*ruled, *_unread(listed, told), *told]
    renames = tuple(dict.fromkeys([*prose.renames, *renames_of_records(document, watchlist)]))
    former = {rename.former_id for rename in renames}
    # "formerly known as X" says what X was called, not that X has left.
    claims = [claim for claim in claims if not (claim.status.is_exit and claim.organisation_id in former)]
    joined = _joined(_with_parts(claims, document.text), document)
    placed = _zoned(_placed(joined, document, watchlist), document)
    final = with_considered(with_details(placed, document))
    added, doubted = weighed(final, document, *ground) if ground else ((), ())
    if added and (many or other):
        added = ()
    read = replace(prose, claims=final, renames=renames, doubted=doubted)
    if added and not read.told() and not speaks_of_deals(document.text):
        added = tuple(claim for claim in added if claim.confidence >= _SURE_OF_ITSELF)
    by_words = _placed(_with_parts(added, document.text, final), document, watchlist)
    return replace(read, weighed=by_words)


def _with_parts(claims: Iterable[Claim], text: str, others: Sequence[Claim] = ()) -> tuple[Claim, ...]:
    """``claims`` with the parts that ``text`` gives their bodies outright, or before it names them."""
    return with_presented(with_told_parts(as_members(claims, text), text, others), text, others)


#: So sure must words alone be where the text hardly speaks of contracts.
_SURE_OF_ITSELF = 0.56


def _as_defined(claim: Claim, scene: Scene) -> Claim:
    """``claim`` of a table about whoever the prose of its document says goes by that name: "Futures, that is Futures Advice"."""
    key = scene.ids.keys.get(claim.surface)
    if key is None or key == claim.organisation_id or claim.organisation_id != organisation_id_of(claim.surface):
        return claim
    return replace(claim, organisation_id=key, organisation=scene.ids.title(key, claim.organisation))


#: A page whose tables and lists name so many says there who provides; who else is named beside them mostly does not.
_LISTS_THEM = 3


def _are_listed(ruled: Iterable[Claim]) -> bool:
    return len({claim.organisation_id for claim in ruled}) >= _LISTS_THEM


def _by_rows(claims: Sequence[Claim], document: Document, watchlist: Watchlist) -> Iterator[Claim]:
    """``claims`` with the place in the title of what was decided, where they stand in a table of decisions and have none."""
    decided = [
        (decision, row) for row in document.blocks if row.kind is BlockKind.ROW for decision in decisions_in(row)
    ]
    for claim in claims:
        row = next((row for block, row in decided if block.start <= claim.evidence.start < block.end), None)
        if row is None or claim.areas:
            yield claim
            continue
        told = [place_told(cell.text, watchlist) for cell in row.cells if header_kind(cell.header) == "area"]
        told = told or list(places_of_titles([cell.text for cell in row.cells], watchlist).values())
        yield replace(claim, areas=tuple(dict.fromkeys(filter(None, told))))


def _whole(prose: Iterable[Claim], ruled: Sequence[Claim], nameless: Sequence[tuple[int, int]]) -> list[Claim]:
    """Of the claims of prose those that a cell, a labelled line or a list under its area does not say in full.

    It does where it gives the whole of a name of which the claim has a part, or the area of a body that has none in the claim, or
    another. What stands in one of the ``nameless`` spans is no name at all.
    """
    spans = [(claim.evidence.start, claim.evidence.end, claim) for claim in ruled]

    def is_part(claim: Claim) -> bool:
        start = claim.evidence.start + max(claim.evidence.quote.find(claim.surface), 0)
        end = start + len(claim.surface)
        if any(_is_wider(claim, whole) or _is_told_before(claim, whole) or _is_same(claim, whole) for whole in ruled):
            return True
        if any(first <= start and end <= last for first, last in nameless):
            return True
        return any(first <= start and end <= last and _says_less(claim, whole) for first, last, whole in spans)

    return [claim for claim in prose if not is_part(claim)]


def _is_wider(claim: Claim, whole: Claim) -> bool:
    """Whether ``whole`` gives the same body's place in full of which ``claim`` has the beginning: "Wyre" of the "Wyre hub"."""
    return (
        claim.organisation_id == whole.organisation_id
        and claim.status is whole.status
        and bool(claim.areas)
        and all(any(area.startswith(f"{part} ") for area in whole.areas) for part in claim.areas)
    )


def _is_same(claim: Claim, whole: Claim) -> bool:
    """Whether a record gives the very name that a line of a list was read as, with a place that only the list was thought to have."""
    return claim.rule == "list" and whole.layer is Layer.TABLE and claim.evidence == whole.evidence and not whole.areas


def _is_told_before(claim: Claim, whole: Claim) -> bool:
    """Whether a table says of the same body and places that it is only preferred as yet, which "they were chosen" does not gainsay."""
    return (
        whole.layer is Layer.TABLE
        and claim.organisation_id == whole.organisation_id
        and (claim.status, whole.status) == (Status.AWARDED, Status.PREFERRED_BIDDER)
        and claim.confidence < whole.confidence
        and set(claim.areas) <= set(whole.areas)
    )


def _says_less(claim: Claim, whole: Claim) -> bool:
    if claim.organisation_id != whole.organisation_id:
        return len(claim.surface) < len(whole.surface)
    by_word = claim.layer is Layer.ATTACH and (claim.status is not whole.status or claim.role is not whole.role)
    told = whole.status is not Status.AWARDED or whole.role is not Role.LEAD or claim.status.is_exit
    if by_word and told and whole.layer is Layer.TABLE:
        # The word that is nearest says less of a value than its own label does ("Unsuccessful respondents", "Subcontractors").
        return True
    # "Fenland" says less than the "Fenland cluster" of the heading.
    return bool(whole.areas) and claim.areas != whole.areas and claim.status is whole.status


def _unread(listed: Iterable[Claim], prose: Iterable[Claim]) -> list[Claim]:
    """Of a typed list the lines that prose has no sure claim of: where it has, it knows more of what stands around."""
    sure = {claim.evidence.start for claim in prose if claim.confidence >= 0.5}
    return [claim for claim in listed if claim.evidence.start not in sure]


#: What a zone that was learned leaves of a claim's confidence: a sure one stands still, an unsure one goes to a person.
_LEARNED = {Zone.RECURRING: 0.6, Zone.VOLATILE: 0.6}


def _zoned(claims: tuple[Claim, ...], document: Document) -> tuple[Claim, ...]:
    """``claims``, less sure where the words stand in the frame of a site or where they change at every visit."""
    learned = [(block.start, block.end, _LEARNED[block.zone]) for block in document.blocks if block.zone in _LEARNED]
    if not learned:
        return claims

    def weight(claim: Claim) -> float:
        return next((part for start, end, part in learned if start <= claim.evidence.start < end), 1.0)

    return tuple(replace(claim, confidence=claim.confidence * weight(claim)) for claim in claims)


def _placed(claims: tuple[Claim, ...], document: Document, watchlist: Watchlist) -> tuple[Claim, ...]:
    """``claims`` with the programme of their document; one that a register's mapping gave stands."""
    unplaced = [claim for claim in claims if claim.layer is not Layer.JSON or claim.programme is None]
    programme = programme_of(document, unplaced, watchlist) if unplaced else None
    return tuple(
        claim if claim.layer is Layer.JSON and claim.programme else replace(claim, programme=programme)
        for claim in claims
    )


def _joined(claims: Iterable[Claim], document: Document) -> tuple[Claim, ...]:
    """``claims`` without repetitions, each with a quote that is really there.

    Of two that say the same the surer stays; one that also names the partnership says more than one that does not.
    """
    kept: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        evidence = claim.evidence
        if document.text[evidence.start : evidence.end] != evidence.quote or not evidence.quote.strip():
            continue
        key = (claim.organisation_id, claim.role, claim.status, claim.areas, claim.mode, claim.contract)
        known = kept.get((*key, claim.partnership))
        if known is None or known.confidence < claim.confidence:
            kept[*key, claim.partnership] = claim
    return tuple(
        claim for key, claim in kept.items() if key[-1] is not None or not _says_more(key[:-1], kept, claim.confidence)
    )


def _says_more(key: tuple[object, ...], kept: Mapping[tuple[object, ...], Claim], confidence: float) -> bool:
    return any(
        other[:-1] == key and other[-1] is not None and claim.confidence >= confidence for other, claim in kept.items()
    )
