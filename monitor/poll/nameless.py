"""A register of which no key says who: nobody would ever be read in it, and that must not pass for a quiet one."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.errors import ExtractError
from monitor.extract.structured.records import tells_nobody
from monitor.model import Document, Source
from monitor.programmes.watchlist import Watchlist
from monitor.sources.register import RegisterOptions
from monitor.sources.register_fields import keys_of
from monitor.sources.visit import Visit

NAMELESS = "no key of the records says who provides what"


def keys_of_the_nameless(source: Source, documents: Sequence[Document], watchlist: Watchlist) -> str:
    """The keys of the records where ``documents`` are those of a register and none has a key that says who; else nothing."""
    # A list of codes is no list of who does what.
    codes = source.options.codes_url if isinstance(source.options, RegisterOptions) else ""
    registers = [each for each in documents if each.record_kind == "register" and each.identity != codes]
    if not registers or not all(tells_nobody(each, watchlist) for each in registers):
        return ""
    return keys_of([record for each in registers for record in (each.record or {}).get("records") or ()])


def refuse_the_nameless(source: Source, found: Visit, watchlist: Watchlist) -> None:
    """Raise ExtractError where what ``found`` brought is a register of nobody. Where some of it is as last time, that may say who."""
    if found.unchanged or found.not_modified:
        return
    if keys := keys_of_the_nameless(source, found.documents, watchlist):
        wanted = f"fields.lead of the source to name the key that does, and the records have {keys}"
        raise ExtractError(source.url, NAMELESS, expected=wanted)
