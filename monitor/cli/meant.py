"""What an area, organisation or programme that somebody typed is taken for; a name that nobody has ever met is an error, not an empty answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from monitor.errors import TierwatchError
from monitor.ledger.lineage import Lineage
from monitor.model import organisation_id_of
from monitor.programmes import Watchlist
from monitor.sources.options import closest
from monitor.store import Store

_MOST = 4


def area_name(watchlist: Watchlist, name: str | None, programme: str | None) -> str | None:
    known = watchlist.area(name, programme) if name else None
    return known.name if known else name


def organisation_id(watchlist: Watchlist, name: str | None) -> str | None:
    if not name:
        return None
    known = watchlist.organisation(name)
    return known.id if known else organisation_id_of(name)


def refuse_unknown(
    store: Store, watchlist: Watchlist, *, programme: str | None, area: str | None, organisation: str | None
) -> None:
    """Raise ``TierwatchError``, with the names that come close, if one of these stands in no pack and in nothing that was read.

    It is for an answer that is empty: "nobody" must not be what a slip of the pen gets. Where a known area is empty and its words
    stand in others that are not, those are named on standard error; so is what a former area became.
    """
    programmes = {pack.id for pack in watchlist.programmes if pack.id}
    if programme and programme not in programmes and not store.standings.history(programme=programme):
        raise TierwatchError(_unknown("programme", programme, sorted(programmes), ()))
    if area:
        _refuse_unknown_area(store, watchlist, area, programme)
    if organisation and watchlist.organisation(organisation) is None:
        identity = organisation_id_of(organisation)
        if not store.standings.history(organisation_ids={identity}):
            every = [each.name for pack in watchlist.programmes for each in pack.organisations]
            raise TierwatchError(
                _unknown("organisation", organisation, every, _read(store, "organisation", organisation))
            )


def _refuse_unknown_area(store: Store, watchlist: Watchlist, area: str, programme: str | None) -> None:
    read = [name for name in _read(store, "area", area) if name.casefold() != area.casefold()]
    lineage = Lineage(watchlist.programmes)
    known = lineage.named(area, programme)
    if not known and watchlist.area(area, programme) is None and not store.standings.history(area=area):
        every = [each.name for pack in watchlist.programmes for each in (*pack.areas, *pack.former_areas)]
        raise TierwatchError(_unknown("area", area, every, read))
    heirs = dict.fromkeys(kin.area.name for each in known for kin in lineage.after(each.id) if kin.steps == 1)
    if became := [name for name in heirs if name.casefold() != area.casefold()]:
        click.echo(f'"{area}" became {_quoted(became, " and ")}', err=True)
    if read:
        click.echo(f'"{area}" also stands in {_quoted(read)}', err=True)


def _read(store: Store, kind: str, words: str) -> tuple[str, ...]:
    return tuple(hit.words for hit in store.search.find(words, limit=_MOST) if hit.kind == kind)


def _unknown(kind: str, name: str, known: Iterable[str], read: Sequence[str]) -> str:
    known = list(known)
    holding = [each for each in known if name.casefold() in each.casefold()][:_MOST]
    near = list(dict.fromkeys([*read, *holding])) or [each for each in [closest(name, known)] if each]
    meant = f"did you mean {_quoted(near)}?" if near else "`tierwatch search` looks for words"
    return f'no pack and nothing that was read has the {kind} "{name}"; {meant}'


def _quoted(names: Iterable[str], joint: str = " or ") -> str:
    # Names come from outside: nothing in them moves the cursor of a terminal.
    printable = ("".join(filter(str.isprintable, name)) for name in names)
    return joint.join(f'"{name}"' for name in printable)
