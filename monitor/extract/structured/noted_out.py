"""Lines below the table of a sheet that tell who is in it no more: "Removed from the framework: Acme Ltd (Lot 2, Moray)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from monitor.extract.structured.parties import Party, parties_in
from monitor.extract.structured.placelike import is_known_or_built
from monitor.model import BlockKind, Cell, Claim, Document, Evidence, Layer, Role, Status
from monitor.programmes.watchlist import Watchlist
from monitor.text import fold


def claims_of_notes(document: Document, told: Sequence[Claim], watchlist: Watchlist) -> Iterator[Claim]:
    """Who was taken off a list, as lines of one cell below it say; ``told`` is what its table says."""
    known = {fold(area): area for claim in told for area in claim.areas}
    lines = [b.cells[0] for b in document.blocks if b.kind is BlockKind.ROW and len(b.cells) == 1] if told else []
    for cell in lines:
        match = _OUT.match(cell.text)
        if match is None:
            continue
        for at, party in _parties(cell.text, match.end(), watchlist):
            start = cell.start + at + party.start
            areas = _places(cell, at + party.end, known, watchlist)
            yield Claim(
                organisation=party.name,
                organisation_id=party.id,
                surface=party.surface,
                role=Role.LEAD,
                status=Status.TERMINATED,
                evidence=Evidence(quote=party.surface, start=start, end=start + len(party.surface)),
                areas=areas,
                sector=party.sector,
                confidence=0.9,
                layer=Layer.TABLE,
                rule="line below a table",
            )


def _parties(text: str, start: int, watchlist: Watchlist) -> Iterator[tuple[int, Party]]:
    """The bodies that ``text`` names from ``start`` on, without what a dash says of why, each with where its part begins."""
    for piece in re.finditer(r"[^;]+", text[start:]):
        named = re.split(r"\s[-\u2013\u2014]\s", piece[0], maxsplit=1)[0]
        yield from ((start + piece.start(), party) for party in parties_in(named, watchlist))


def _places(cell: Cell, end: int, known: dict[str, str], watchlist: Watchlist) -> tuple[str, ...]:
    """The places in brackets right behind a name, by what the table has or by what they are called."""
    bracket = _BRACKET.match(cell.text, end)
    parts = re.split(r"\s*[,;]\s*", bracket[1]) if bracket else []
    found = (known.get(fold(part)) or (part if is_known_or_built(part, watchlist) else "") for part in parts)
    return tuple(dict.fromkeys(filter(None, found)))


_BRACKET = re.compile(r"\s*\(([^()]*)\)")
_OUT = re.compile(
    r"(?:(?:suppliers?|providers?|contractors?|operators?|companies) )?(?:removed|struck off|taken off|deleted|no longer)"
    r"(?: (?:from|off|on|in|of))? (?:the |this |our )?(?:(?:approved|supplier|provider) )?(?:framework|list|panel|register|contract|dps|system|roster|scheme)"
    r"(?: (?:in|on|since|from|during) [^:]{3,30})?: ",
    re.IGNORECASE,
)
