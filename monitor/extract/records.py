"""Structured records to claims: OCDS releases, and registers read by a pack's mapping or by the meaning of their keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from monitor.extract.lexicon import places
from monitor.extract.parties import parties_in
from monitor.extract.statuses import header_kind, status_in
from monitor.extract.tables import claims_of_tables
from monitor.model import BlockKind, Claim, Document, Evidence, Layer, Role, Sector, Status, organisation_id_of
from monitor.programmes.pack import Register
from monitor.programmes.watchlist import Watchlist
from monitor.text import fold, squash

_DEAD_AWARDS = {"cancelled", "unsuccessful", "pending"}


def claims_of_records(document: Document, watchlist: Watchlist) -> list[Claim]:
    """The claims of a document whose ``record_kind`` is ``ocds`` or ``register``."""
    record = document.record or {}
    if document.record_kind == "ocds":
        return list(_Release(document, record, watchlist).claims())
    if any(block.kind is BlockKind.ROW for block in document.blocks):
        return claims_of_tables(document, watchlist)
    found: list[Claim] = []
    quotes = _Quotes(document)
    for entry in record.get("records") or ():
        if isinstance(entry, Mapping):
            for inner in _entries(entry, record, watchlist):
                found.extend(_Entry(document, inner, record, watchlist, quotes).claims())
    return found


def _entries(
    entry: Mapping[str, Any], record: Mapping[str, Any], watchlist: Watchlist, depth: int = 0
) -> Iterator[Mapping[str, Any]]:
    """``entry`` itself where it can be read, else the records in the lists that it wraps (``{"contracts": [...]}``)."""
    given = record.get("fields") or record.get("register")
    if given or any(_fits(register, entry) for _, register in watchlist.registers) or _by_meaning(entry) or depth > 3:
        yield entry
        return
    for value in entry.values():
        for inner in _dicts(value if isinstance(value, list) else [value]):
            yield from _entries(inner, record, watchlist, depth + 1)


class _Quotes:
    """Finds values of a record in the text of its document, each further on than the last."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._positions: dict[str, int] = {}

    def of(self, value: str) -> Evidence | None:
        words = squash(value)
        start = self._text.find(words, self._positions.get(words, 0))
        if start < 0:
            start = self._text.find(words)
        if start < 0 or not words:
            return None
        self._positions[words] = start + len(words)
        return Evidence(quote=words, start=start, end=start + len(words))


class _Release:
    """One OCDS release (https://standard.open-contracting.org/1.1/): awards, contracts, tenderers and amendments."""

    def __init__(self, document: Document, release: Mapping[str, Any], watchlist: Watchlist) -> None:
        self.release, self.watchlist = release, watchlist
        self.quotes = _Quotes(document)
        self.parties = {str(p.get("id")): p for p in _dicts(release.get("parties"))}
        tender = release.get("tender")
        self.tender: Mapping[str, Any] = tender if isinstance(tender, Mapping) else {}
        self.lots = {str(lot.get("id")): lot for lot in _dicts(self.tender.get("lots"))}

    def claims(self) -> Iterator[Claim]:
        awarded: set[str] = set()
        contracts = _dicts(self.release.get("contracts"))
        ended = {str(c.get("awardID")) for c in contracts if c.get("status") in {"terminated", "cancelled"}}
        removed = self._removed()
        for award in _dicts(self.release.get("awards")):
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
        for part in _dicts(listed):
            names = [part, *_dicts(part.get("subcontractors")), *_dicts([part.get("subcontractor")])]
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
        holders = [*_dicts(self.release.get("contracts")), *_dicts(self.release.get("awards")), self.tender]
        amendments = [amendment for holder in holders for amendment in _dicts(holder.get("amendments"))]
        return [name for amendment in amendments for name, _ in self._named(amendment.get(key))]

    def _named(self, references: Any) -> list[tuple[str, Mapping[str, Any]]]:
        found = []
        for reference in _dicts(references):
            party = self.parties.get(str(reference.get("id")), reference)
            name = squash(str(reference.get("name") or party.get("name") or ""))
            if name:
                found.append((name, party))
        return found

    def _areas(self, part: Mapping[str, Any]) -> tuple[str, ...]:
        lots = [self.lots[str(number)] for number in part.get("relatedLots") or () if str(number) in self.lots]
        names = [name for lot in lots if (name := _place(squash(str(lot.get("title") or "")), self.watchlist))]
        for item in _dicts(part.get("items")):
            for place in _dicts(item.get("deliveryAddresses")):
                names += [squash(str(place[key])) for key in ("region", "locality") if place.get(key)][:1]
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


_LOT = re.compile(r"^\s*(?:lot\s*)?[\w.]{1,4}\s*[-:\u2013)]\s*", re.IGNORECASE)


def _place(title: str, watchlist: Watchlist) -> str:
    """The area in the title of a lot: the whole of it where it reads like a place, else the place that it ends with."""
    title = _LOT.sub("", title)
    if re.fullmatch(r"(?:lot|part|package)?\s*[\w.]{1,4}", title, re.IGNORECASE):
        return ""
    known = watchlist.area(title)
    if known:
        return known.name
    parts = [part for part in re.split(r"\s*(?:,|\band\b|&)\s*", title) if part]
    if all(_is_place(part, watchlist) for part in parts):
        return title
    behind = re.search(r"(\bin|\bfor|\bacross|\s[-\u2013]|[:(])\s*(?:the\s+)?([A-Z][^\u2013:()]*?)\)?$", title)
    if behind:
        found = watchlist.area(behind.group(2))
        if found:
            return found.name
        if behind.group(1) != "for" or _is_place(behind.group(2), watchlist):
            return behind.group(2).strip()
    found_areas = watchlist.find_areas(title)
    if found_areas:
        return found_areas[-1].area.name
    words = title.split()
    small = {"and", "of", "the", "on", "&", "upon", "le", "in"}
    likely = words and len(words) <= 6 and all(w[:1].isupper() or w in small for w in words)
    return title if likely and not _SERVICE.search(title) else ""


def _is_place(text: str, watchlist: Watchlist) -> bool:
    return watchlist.area(text) is not None or fold(text) in places()


#: A lot named by what is done in it, not by where.
_SERVICE = re.compile(
    r"\b(?:services?|support|training|education|supply|provision|accommodation|advice|care|works?|maintenance|management|"
    r"consultancy|programmes?|delivery|treatment|advocacy|women|men|adults?|young|children|families|cleaning|catering)\b",
    re.IGNORECASE,
)


class _Entry:
    """One record of a register: by the mapping of a source or a pack, else by what its keys mean."""

    def __init__(
        self,
        document: Document,
        entry: Mapping[str, Any],
        record: Mapping[str, Any],
        watchlist: Watchlist,
        quotes: _Quotes,
    ) -> None:
        self.entry, self.watchlist, self.quotes = entry, watchlist, quotes
        self.codes: Mapping[str, str] = record.get("codes") or {}
        self.programme: str | None = None
        given = record.get("fields") or {}
        self.fields: Mapping[str, Any] = given or self._mapping(str(record.get("register") or ""))
        self.published = document.published_at.date() if document.published_at else None

    def _mapping(self, register_id: str) -> Mapping[str, Any]:
        for programme, register in self.watchlist.registers:
            if register.id == register_id or (not register_id and _fits(register, self.entry)):
                self.programme = programme
                return register.fields
        return _by_meaning(self.entry)

    def claims(self) -> Iterator[Claim]:
        status = self._status()
        areas = self._areas()
        leads = self._values("lead")
        found = [claim for value in leads for claim in self._claim(value, Role.LEAD, status, areas)]
        yield from found
        # A list of subcontractors is the better word; the description speaks only where it is empty.
        for text in [] if self._values("subcontractors") else self._values("description"):
            yield from self._delivered_by(text, {claim.organisation_id for claim in found}, status, areas)
        for value in self._values("listed"):
            # A mere list of providers says that they are there, not what they do: below what stands without a person.
            for claim in self._claim(value, Role.SUBCONTRACTOR, Status.AWARDED, ()):
                yield replace(claim, confidence=0.4, rule="listed provider")
        for fact, role in (("partners", Role.PARTNER), ("subcontractors", Role.SUBCONTRACTOR), ("owner", Role.OWNER)):
            for value in dict.fromkeys(self._values(fact)):
                listed = list(self._claim(value, role, status, areas))
                found += listed
                yield from listed

    def _delivered_by(self, text: str, known: set[str], status: Status, areas: tuple[str, ...]) -> Iterator[Claim]:
        """The body that a description says delivers the service for the lead, where the fields do not list it."""
        for match in _DELIVERED.finditer(text[:2000]):
            for party in parties_in(match.group(1), self.watchlist):
                if party.id not in known and party.part == "provider":
                    for claim in self._claim(party.surface, Role.SUBCONTRACTOR, status, areas):
                        yield replace(
                            claim, confidence=0.8, layer=Layer.ATTACH, rule="description of a register record"
                        )

    def _values(self, fact: str) -> list[str]:
        paths = self.fields.get(fact) or ()
        found: list[str] = []
        for path in [paths] if isinstance(paths, str) else paths:
            found += [squash(str(v)) for v in _leaves(_dig(self.entry, path.split("."))) if v not in (None, "")]
        return found

    def _status(self) -> Status:
        said = " ".join(self._values("status"))
        ended = next(iter(self._values("ended")), "")
        if ended and "status" not in self.fields and _has_passed(ended, self.published):
            return Status.TERMINATED
        return (status_in(said) if said else None) or Status.AWARDED

    def _areas(self) -> tuple[str, ...]:
        named = []
        for value in self._values("areas"):
            known = self.watchlist.area(value, self.programme)
            named.append((known.name if known else value, known))
        titles = [place for value in self._values("title") for place in _places_in_title(value, self.watchlist)]
        names = list(dict.fromkeys(name for name, _ in named))
        if not titles or not names:
            return tuple(names or titles)
        # A title that repeats the coded area and names more is the fuller; one inside a coded region is the more exact.
        wide = all(area is not None and area.region is None for _, area in named)
        return tuple(titles if wide or set(names) <= set(titles) else names)

    def _claim(self, value: str, role: Role, status: Status, areas: tuple[str, ...]) -> Iterator[Claim]:
        evidence = self.quotes.of(value)
        if evidence is None:
            return
        name = self.codes.get(value, "")
        known = self.watchlist.organisation(value) or (self.watchlist.organisation(name) if name else None)
        shown = [(known.name, known.id, known.sector)] if known else []
        if not shown and not name:
            shown = [(p.name, p.id, p.sector) for p in parties_in(value, self.watchlist)]
        if not shown:
            shown = [(name or value, organisation_id_of(name or value), Sector.UNKNOWN)]
        for organisation, identifier, sector in shown:
            yield Claim(
                organisation=organisation,
                organisation_id=identifier,
                surface=value,
                role=role,
                status=status,
                evidence=evidence,
                areas=areas,
                programme=self.programme,
                sector=sector,
                confidence=0.98,
                layer=Layer.JSON,
                rule="register record",
                contract=next(iter(self._values("key") or self._values("contract")), None),
                services=tuple(dict.fromkeys(self._values("services"))),
            )


def _places_in_title(title: str, watchlist: Watchlist) -> list[str]:
    """The places at the end of a record's title: "... Services in Dorset and Wiltshire", "... - East of England"."""
    # The last "in" decides: "Acme - Benefit and Debt Services in Wigan"; a dash only where there is none.
    match = re.search(r".*\b(?:in|for|across)\s+(?:the\s+)?([A-Z][\w'.,&\- ]*)$", title.strip()) or re.search(
        r".*\s[-\u2013:]\s+(?:the\s+)?([A-Z][\w'.,& ]*)$", title.strip()
    )
    if not match:
        return []
    words = match.group(1).strip()
    whole = watchlist.area(words)
    if whole:
        return [whole.name]
    known = watchlist.find_areas(words)
    covered = re.sub(r"\band\b|[&,\s]", "", "".join(words.replace(f.surface, "") for f in known[:1]))
    if len(known) > 1 or (known and (not covered or (len(covered) <= 3 and covered.isupper()))):
        return [found.area.name for found in known]
    return [words]


def _fits(register: Register, entry: Mapping[str, Any]) -> bool:
    signature = register.fields.get("signature") or ()
    return bool(signature) and all(_dig(entry, path.split(".")) is not _MISSING for path in signature)


_MEANINGS = {"lead": "lead", "area": "areas", "subcontractor": "subcontractors", "partner": "partners", "owner": "owner", "status": "status", "service": "services"}  # fmt: skip


def _by_meaning(entry: Mapping[str, Any]) -> dict[str, list[str]]:
    """A mapping guessed from the keys of a record. Empty unless a key names providers and another an area or a service."""
    found: dict[str, list[str]] = {}
    for key, value in entry.items():
        kind = _MEANINGS.get(header_kind(str(key)), "")
        if str(key) in {"code", "id", "name", "title", "description"}:
            continue
        if kind and (not isinstance(value, Mapping) or value.get("name") or value.get("title")):
            found.setdefault(kind, []).append(str(key))
    if "lead" not in found or not ({"areas", "services", "status"} & set(found)):
        return {}
    return found


_DELIVERED = re.compile(
    r"\bservice (?:is )?(?:delivered|provided) by ((?:[A-Z][\w'&.-]*|of|and|with|the|for)(?: (?:[A-Z][\w'&.-]*|of|and|with|the|for))*?)(?= in\b| across\b| on behalf|[.,;:(]|$)"
)
_MISSING = object()


def _dig(value: Any, path: Sequence[str]) -> Any:
    if not path:
        return value
    if isinstance(value, list):
        return [_dig(part, path) for part in value]
    return _dig(value[path[0]], path[1:]) if isinstance(value, Mapping) and path[0] in value else _MISSING


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for part in value:
            yield from _leaves(part)
    elif isinstance(value, Mapping):
        yield from [value[key] for key in ("name", "title", "code") if value.get(key)][:1]
    elif value is not _MISSING and value is not None:
        yield value


def _dicts(value: Any) -> list[Mapping[str, Any]]:
    return [part for part in value if isinstance(part, Mapping)] if isinstance(value, list) else []


def _has_passed(ended: str, published: date | None) -> bool:
    try:
        day = date.fromisoformat(ended[:10])
    except ValueError:
        return False
    # Set at all, an end that lies ahead by less than a season is the notice that the contract is closing.
    return published is None or day <= published or (day - published).days < 92
