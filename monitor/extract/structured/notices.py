"""OCDS releases to claims: awards, contracts, tenderers, amendments, lots."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from monitor.extract.structured.nested import Quotes, dicts
from monitor.extract.structured.titles import place_of_lot, places_named
from monitor.model import Claim, Document, Layer, Role, Sector, Status, organisation_id_of
from monitor.programmes.watchlist import Watchlist
from monitor.text import squash

#: A code of the European list of regions names no place to a reader.
_NUTS = re.compile(r"[A-Z]{2}[A-Z0-9]{0,3}")
_DEAD_AWARDS = {"cancelled", "unsuccessful", "pending"}


class Release:
    """One OCDS release (https://standard.open-contracting.org/1.1/): awards, contracts, tenderers and amendments."""

    def __init__(self, document: Document, release: Mapping[str, Any], watchlist: Watchlist) -> None:
        self.release, self.watchlist = release, watchlist
        self.quotes = Quotes(document)
        self.parties = {str(p.get("id")): p for p in dicts(release.get("parties"))}
        tender = release.get("tender")
        self.tender: Mapping[str, Any] = tender if isinstance(tender, Mapping) else {}
        self.lots = {str(lot.get("id")): lot for lot in dicts(self.tender.get("lots"))}

    def claims(self) -> Iterator[Claim]:
        awarded: set[str] = set()
        contracts = dicts(self.release.get("contracts"))
        ended = {str(c.get("awardID")) for c in contracts if c.get("status") in {"terminated", "cancelled"}}
        removed = self._removed()
        for award in dicts(self.release.get("awards")):
            dead = str(award.get("status")) in _DEAD_AWARDS
            pending = award.get("status") == "pending"
            status = Status.TERMINATED if str(award.get("id")) in ended else Status.AWARDED
            if pending:
                status = Status.PREFERRED_BIDDER
            if dead and not pending:
                continue
            areas = self._areas(award)
            for name, party in self._named(award.get("suppliers")):
                awarded.add(name)
                if name not in removed:
                    yield from self._claim(name, party, Role.LEAD, status, areas)
            yield from self._subcontractors(award, areas, status)
        for contract in contracts:
            areas = self._areas(contract)
            status = Status.TERMINATED if contract.get("status") in {"terminated", "cancelled"} else Status.AWARDED
            for name, party in self._named(contract.get("suppliers")):
                if name not in awarded and name not in removed:
                    awarded.add(name)
                    yield from self._claim(name, party, Role.LEAD, status, areas)
        for name in self._amended("suppliersAdded"):
            if name not in awarded and name not in removed:
                awarded.add(name)
                yield from self._claim(name, {}, Role.LEAD, Status.AWARDED, ())
        for name in removed:
            yield from self._claim(name, {}, Role.LEAD, Status.TERMINATED, ())
        yield from self._others({*awarded, *removed})

    def _others(self, awarded: set[str]) -> Iterator[Claim]:
        decided = bool(awarded)
        listed = dict(self._named(self.tender.get("tenderers")))
        bids = self.release.get("bids")
        for bid in dicts(bids.get("details")) if isinstance(bids, Mapping) else ():
            listed |= {
                name: party for name, party in self._named(bid.get("tenderers")) if bid.get("status") != "withdrawn"
            }
        for party in self.parties.values():
            roles = party.get("roles") or []
            name = squash(str(party.get("name") or ""))
            if not name or name in awarded:
                continue
            if "supplier" in roles and not decided:
                yield from self._claim(name, party, Role.LEAD, Status.AWARDED, ())
            elif "subcontractor" in roles:
                yield from self._claim(name, party, Role.SUBCONTRACTOR, Status.AWARDED, ())
            elif "tenderer" in roles or "candidate" in roles:
                listed[name] = party
        for name, party in listed.items():
            if name in awarded:
                continue
            if decided:
                yield from self._claim(name, party, Role.BIDDER_UNSUCCESSFUL, Status.UNSUCCESSFUL, ())
            else:
                yield from self._claim(name, party, Role.LEAD, Status.SHORTLISTED, ())

    def _subcontractors(self, award: Mapping[str, Any], areas: tuple[str, ...], status: Status) -> Iterator[Claim]:
        subcontracting = award.get("subcontracting")
        listed = (
            subcontracting.get("subcontracts") if isinstance(subcontracting, Mapping) else award.get("subcontractors")
        )
        for part in dicts(listed):
            names = [part, *dicts(part.get("subcontractors")), *dicts([part.get("subcontractor")])]
            for name, party in self._named(names):
                yield from self._claim(name, party, Role.SUBCONTRACTOR, status, areas)

    def _removed(self) -> list[str]:
        parties = [
            squash(str(party.get("name")))
            for party in self.parties.values()
            if "removedSupplier" in (party.get("roles") or []) and party.get("name")
        ]
        return list(dict.fromkeys([*parties, *self._amended("suppliersRemoved")]))

    def _amended(self, key: str) -> list[str]:
        """The suppliers under ``key`` of every amendment of a contract, an award or the tender (UK extension of OCDS)."""
        holders = [*dicts(self.release.get("contracts")), *dicts(self.release.get("awards")), self.tender]
        amendments = [amendment for holder in holders for amendment in dicts(holder.get("amendments"))]
        return [name for amendment in amendments for name, _ in self._named(amendment.get(key))]

    def _named(self, references: Any) -> list[tuple[str, Mapping[str, Any]]]:
        found = []
        for reference in dicts(references):
            party = self.parties.get(str(reference.get("id")), reference)
            name = squash(str(reference.get("name") or party.get("name") or ""))
            if name:
                found.append((name, party))
        return found

    def _areas(self, part: Mapping[str, Any]) -> tuple[str, ...]:
        lots = [self.lots[str(number)] for number in part.get("relatedLots") or () if str(number) in self.lots]
        names = [name for lot in lots if (name := place_of_lot(squash(str(lot.get("title") or "")), self.watchlist))]
        for item in dicts(part.get("items")):
            places = [
                *dicts(item.get("deliveryAddresses")),
                *dicts([item.get("deliveryAddress")]),
                *dicts([item.get("deliveryLocation")]),
            ]
            for place in places:
                said = [squash(str(place[key])) for key in ("region", "locality", "description") if place.get(key)]
                names += [name for name in said if not _NUTS.fullmatch(name)][:1]
        title = squash(str(part.get("title") or ""))
        if not names and title and title != squash(str(self.tender.get("title") or "")):
            # An award that has a title of its own says there what part of the tender it is.
            names = places_named(title, self.watchlist)
        return tuple(dict.fromkeys(names))

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
