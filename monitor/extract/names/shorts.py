"""Short forms in brackets behind a name: what each of them names wherever else it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.extract.names.kinds import Kind, bare_of
from monitor.extract.names.spotting import Name

_DEFINING = frozenset({Kind.BUYER, Kind.PLACE, Kind.THING})


def shorts_as_defined(names: Sequence[Name], text: str) -> Sequence[Name]:
    """The short form that a buyer, a place or a programme is given in brackets names the same wherever it stands."""
    kinds = {name.short: name.kind for name in names if name.short and name.kind in _DEFINING}
    kinds |= {
        name.surface: name.kind
        for name in names
        if name.kind is Kind.THING and name.surface.isupper() and text.startswith(f"({name.surface})", name.start - 1)
    }
    if not kinds:
        return names
    return [
        replace(name, kind=Kind.THING if kinds[bare] is Kind.PLACE else kinds[bare])
        if name.kind in {Kind.WEAK, Kind.ORGANISATION} and not name.known and (bare := bare_of(name.surface)) in kinds
        else name
        for name in names
    ]
