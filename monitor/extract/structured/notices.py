"""OCDS releases to claims: awards, contracts, tenderers, amendments, lots."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from monitor.extract.structured.nested import Quotes, dicts
from monitor.extract.structured.titles import places_named, places_of_lots, places_of_titles
from monitor.extract.structured.values import place_told
from monitor.extract.words.lexicon import regions
from monitor.model import Claim, Document, Layer, Role, Sector, Status, organisation_id_of
from monitor.programmes.watchlist import Watchlist
from monitor.text import fold, squash


def _less_whole(names: Sequence[str]) -> tuple[str, ...]:
    """``names`` once each, but none of the regions of a country where all of them are named: that is the country as a whole."""
    found = dict.fromkeys(names)
    english = {fold(regions().get(f"UK{letter}", "")) for letter in "CDEFGHIJK"} if len(found) > _FEWEST else set()
    if not english or not english <= {fold(name) for name in found}:
        return tuple(found)
    every = {fold(name) for code, name in regions().items() if _REGION.fullmatch(code)}
    return tuple(name for name in found if fold(name) not in every)


_FEWEST = 8
_REGION = re.compile(r"UK[A-Z]")
#: A code of the European list of regions that we have no name for names no place to a reader.
_NUTS = re.compile(r"[A-Z]{2}[A-Z0-9]{0,3}")
_DEAD = {"cancelled", "unsuccessful"}


def _lots_of(part: Mapping[str, Any]) -> tuple[str, ...]:
    lots = part.get("relatedLots") or [part[key] for key in ("relatedLot", "lotID") if part.get(key)]
    return tuple(dict.fromkeys(map(str, lots)))


def _title_of(lot: Mapping[str, Any]) -> str:
    """What a lot is called: by its id where its title is no more than a number ("Lot 1")."""
    title, identifier = squash(str(lot.get("title") or "")), squash(str(lot.get("id") or ""))
    return identifier if _NUMBERED.fullmatch(title) and " " in identifier else title


_NUMBERED = re.compile(r"(?:(?:lot|package|zone|area)\s*)?\w{0,3}", re.IGNORECASE)


def _delivered_to(item: Mapping[str, Any], watchlist: Watchlist, *, coded: bool = False) -> Iterator[str]:
    """The places to which an item goes: as words say, or as codes of regions do."""
    places = [
        *dicts(item.get("deliveryAddresses")),
        *dicts([item.get("deliveryAddress")]),
        *dicts([item.get("deliveryLocation")]),
    ]
    for place in places:
        said = [squash(str(place[key])) for key in ("region", "locality", "description") if place.get(key)]
        told = (regions().get(name, "") if coded else name for name in said)
        yield from [named for name in told if not _NUTS.fullmatch(name) and (named := place_told(name, watchlist))][:1]


@dataclass(frozen=True, slots=True)
class _Bidder:
    """A body that bid: the lots it bid for, and whether it took its bid back or an award to it came to nothing."""

    party: Mapping[str, Any]
    lots: tuple[str, ...] = ()
    withdrew: bool = field(default=False, kw_only=True)
    passed_over: bool = field(default=False, kw_only=True)


class Release:
    """One OCDS release (https://standard.open-contracting.org/1.1/): awards, contracts, tenderers and amendments."""

    def __init__(self, document: Document, release: Mapping[str, Any], watchlist: Watchlist) -> None:
        self.release, self.watchlist = release, watchlist
        self.quotes = Quotes(document)
        self.parties = {str(p.get("id")): p for p in dicts(release.get("parties"))}
        tender = release.get("tender")
        # Some platforms keep a process without the tender around its lots, bids and awards.
        self.tender: Mapping[str, Any] = tender if isinstance(tender, Mapping) else release
        self.titles = {str(lot.get("id")): _title_of(lot) for lot in dicts(self.tender.get("lots"))}
        placed = places_of_titles(list(self.titles.values()), watchlist)
        #: The places of titles that differ in nothing else, which say it best together.
        alike = len({title[: title.rfind(place)] for title, place in placed.items()}) == 1 < len(placed)
        self.placed = {**places_of_lots(list(self.titles.values()), watchlist), **(placed if alike else {})}
        self.awards = dicts(release.get("awards"))
        self.items = dicts(self.tender.get("items"))
        #: The numbers of the items of each lot.
        self.lotted: dict[str, list[int]] = defaultdict(list)
        for number, item in enumerate(self.items):
            self.lotted[str(item.get("relatedLot"))].append(number)

    def claims(self) -> Iterator[Claim]:
        won: dict[str, set[str]] = {}
        contracts = dicts(self.release.get("contracts"))
        ended = {str(c.get("awardID")) for c in contracts if c.get("status") in {"terminated", "cancelled"}}
        removed = self._removed()
        for award in self.awards:
            if award.get("status") in _DEAD:
                continue
            status = Status.TERMINATED if str(award.get("id")) in ended else Status.AWARDED
            status = Status.PREFERRED_BIDDER if award.get("status") == "pending" else status
            areas = self._areas(award)
            for name, party in self._named(award.get("suppliers")):
                won.setdefault(name, set()).update(_lots_of(award))
                if name not in removed:
                    yield from self._claim(name, party, Role.LEAD, status, areas)
            for name, party in self._subcontracted(award):
                yield from self._claim(name, party, Role.SUBCONTRACTOR, status, areas)
        for contract in contracts:
            areas = self._areas(contract)
            status = Status.TERMINATED if contract.get("status") in {"terminated", "cancelled"} else Status.AWARDED
            for name, party in self._named(contract.get("suppliers")):
                if name not in won and name not in removed:
                    won[name] = set(_lots_of(contract))
                    yield from self._claim(name, party, Role.LEAD, status, areas)
        for name, areas in self._amended("suppliersAdded").items():
            if name not in won and name not in removed:
                won[name] = set()
                yield from self._claim(name, {}, Role.LEAD, Status.AWARDED, areas)
        for name, areas in removed.items():
            won.setdefault(name, set())
            yield from self._claim(name, {}, Role.LEAD, Status.TERMINATED, areas)
        yield from self._others(won)

    def _others(self, won: Mapping[str, set[str]]) -> Iterator[Claim]:
        """Those who bid, by the bids, the tender and the parties: what became of each lot that was not theirs."""
        bidders = self._bidders()
        for party in self.parties.values():
            roles = party.get("roles") or []
            name = squash(str(party.get("name") or ""))
            if not name or name in won:
                continue
            if "supplier" in roles and not won and name not in bidders:
                yield from self._claim(name, party, Role.LEAD, Status.AWARDED, ())
            elif "subcontractor" in roles and name not in self._below():
                yield from self._claim(name, party, Role.SUBCONTRACTOR, Status.AWARDED, ())
            elif "tenderer" in roles or "candidate" in roles:
                bidders.setdefault(name, _Bidder(party))
        for name, bidder in bidders.items():
            lost = [lot for lot in bidder.lots if lot not in won.get(name, ())]
            if name in won and not (lost and won[name]):
                continue
            areas = self._places(lost)
            if bidder.withdrew:
                yield from self._claim(name, bidder.party, Role.WITHDRAWN, Status.WITHDRAWN, areas)
            elif won:
                yield from self._claim(name, bidder.party, Role.BIDDER_UNSUCCESSFUL, Status.UNSUCCESSFUL, areas)
            elif not bidder.passed_over:
                yield from self._claim(name, bidder.party, Role.LEAD, Status.SHORTLISTED, areas)

    def _below(self) -> set[str]:
        """Who is named as a subcontractor in an award."""
        return {name for award in self.awards for name, _ in self._subcontracted(award)}

    def _bidders(self) -> dict[str, _Bidder]:
        """Who is named as a tenderer, in a bid, or in an award that was turned down (some publishers give each bid one)."""
        bidders = {name: _Bidder(party) for name, party in self._named(self.tender.get("tenderers"))}
        bids = self.release.get("bids")
        for bid in dicts(bids.get("details") if isinstance(bids, Mapping) else bids):
            for name, party in self._named(bid.get("tenderers")):
                lots = (*bidders.get(name, _Bidder(party)).lots, *_lots_of(bid))
                bidders[name] = _Bidder(party, lots, withdrew=bid.get("status") == "withdrawn")
        for award in self.awards:
            for name, party in self._named(award.get("suppliers")) if award.get("status") == "unsuccessful" else ():
                known = bidders.get(name)
                lots = tuple(dict.fromkeys((*(known.lots if known else ()), *_lots_of(award))))
                bidders[name] = replace(known, lots=lots) if known else _Bidder(party, lots, passed_over=True)
        return bidders

    def _subcontracted(self, award: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
        subcontracting = award.get("subcontracting")
        listed = (
            subcontracting.get("subcontracts") if isinstance(subcontracting, Mapping) else award.get("subcontractors")
        )
        for part in dicts(listed):
            yield from self._named([part, *dicts(part.get("subcontractors")), *dicts([part.get("subcontractor")])])

    def _removed(self) -> dict[str, tuple[str, ...]]:
        """Who was taken out of a contract, and where."""
        parties = [
            squash(str(party.get("name")))
            for party in self.parties.values()
            if "removedSupplier" in (party.get("roles") or []) and party.get("name")
        ]
        return {**dict.fromkeys(parties, ()), **self._amended("suppliersRemoved")}

    def _amended(self, key: str) -> dict[str, tuple[str, ...]]:
        """The suppliers under ``key`` of every amendment of a contract, an award or the tender (UK extension of OCDS)."""
        holders = [*dicts(self.release.get("contracts")), *self.awards, self.tender]
        return {
            name: self._areas(holder)
            for holder in holders
            for amendment in dicts(holder.get("amendments"))
            for name, _ in self._named(amendment.get(key))
        }

    def _named(self, references: Any) -> list[tuple[str, Mapping[str, Any]]]:
        found = []
        for reference in dicts(references):
            party = self.parties.get(str(reference.get("id")), reference)
            name = squash(str(reference.get("name") or party.get("name") or ""))
            if name:
                found.append((name, party))
        return found

    def _areas(self, part: Mapping[str, Any]) -> tuple[str, ...]:
        award = next((a for a in self.awards if a.get("id") == part.get("awardID")), {})
        lots = _lots_of(part) or _lots_of(award)
        names = list(self._places(lots))
        # Those of the tender that say of no lot to which they belong go with all.
        items = [*dicts(part.get("items")), *(self._unlotted if lots else self.items)]
        names = names or [name for item in items for name in _delivered_to(item, self.watchlist)]
        title = squash(str(part.get("title") or "")) or self._title_of_contract(part)
        if not names and title and title != squash(str(self.tender.get("title") or "")):
            # An award that has a title of its own says there what part of the tender it is.
            names = places_named(title, self.watchlist) or [*filter(None, [self._apart.get(title)])]
        # Codes of regions are wide: they speak where nothing else does.
        names = names or [
            name for item in [*self._items_of(lots), *items] for name in _delivered_to(item, self.watchlist, coded=True)
        ]
        return _less_whole(names)

    def _title_of_contract(self, award: Mapping[str, Any]) -> str:
        """What the contract that followed from ``award`` is called, where there is one with a title."""
        contracts = dicts(self.release.get("contracts"))
        titled = (c for c in contracts if award.get("id") and c.get("awardID") == award["id"] and c.get("title"))
        return squash(str(next(titled, {}).get("title") or ""))

    def _places(self, lots: Sequence[str]) -> tuple[str, ...]:
        """Where ``lots`` are: by their titles, else by where their items are delivered."""
        titles = [self.titles.get(lot, "") for lot in lots]
        named = [name for title in titles if (name := self.placed.get(title))]
        return tuple(
            dict.fromkeys(
                named or [name for item in self._items_of(lots) for name in _delivered_to(item, self.watchlist)]
            )
        )

    def _items_of(self, lots: Sequence[str]) -> list[Mapping[str, Any]]:
        """The items of the tender that belong to ``lots``, in their order."""
        return [self.items[number] for number in sorted({n for lot in lots for n in self.lotted.get(lot, ())})]

    @cached_property
    def _unlotted(self) -> list[Mapping[str, Any]]:
        return [item for item in self.items if not item.get("relatedLot")]

    @cached_property
    def _apart(self) -> dict[str, str]:
        """The place in the title of each award, as one of its like."""
        return places_of_titles([squash(str(award.get("title") or "")) for award in self.awards], self.watchlist)

    def _claim(
        self, name: str, party: Mapping[str, Any], role: Role, status: Status, areas: tuple[str, ...]
    ) -> Iterator[Claim]:
        evidence = self.quotes.of(name)
        known = self.watchlist.organisation(name)
        if evidence is None or (known and known.part == "commissioner"):
            return
        details = party.get("details")
        vcse = bool(details.get("vcse")) if isinstance(details, Mapping) else False
        yield Claim(
            organisation=known.name if known else name,
            organisation_id=known.id if known else organisation_id_of(name),
            surface=name,
            role=role,
            status=status,
            evidence=evidence,
            areas=areas,
            sector=known.sector if known else (Sector.CHARITY if vcse else Sector.UNKNOWN),
            confidence=0.98,
            layer=Layer.JSON,
            rule="OCDS release",
            contract=str(self.release.get("ocid") or "") or None,
        )
