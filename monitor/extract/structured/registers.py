"""Records of a register to claims: by the mapping of a source or a pack, else by what their keys mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from monitor.extract.structured.keys import by_meaning, is_of_directory, is_of_persons, stage_of_list
from monitor.extract.structured.nested import MISSING, Quotes, dicts, dig, leaves
from monitor.extract.structured.parties import parties_in
from monitor.extract.structured.titles import place_of_heading, places_in_title, places_named
from monitor.extract.structured.values import LETTER, place_told
from monitor.extract.words.nobody import says_nobody
from monitor.extract.words.statuses import header_kind, role_in, status_in
from monitor.model import EXIT_ROLES, Claim, Document, Layer, Role, Sector, Status, organisation_id_of
from monitor.programmes.pack import Register
from monitor.programmes.watchlist import Watchlist
from monitor.text import squash


def entries_of(
    entry: Mapping[str, Any], record: Mapping[str, Any], watchlist: Watchlist, depth: int = 0
) -> Iterator[Mapping[str, Any]]:
    """``entry`` itself where it can be read, else the records in the lists that it wraps (``{"contracts": [...]}``)."""
    given = record.get("fields") or record.get("register")
    if not given and is_of_directory(entry):
        return
    contracts = [] if given else _contracts_of(entry, watchlist)
    if contracts:
        yield from contracts
        return
    if (
        given
        or any(_fits(register, entry) for _, register in watchlist.registers)
        or by_meaning(entry, watchlist)
        or depth > 3
    ):
        yield entry
        return
    passed_on = {
        key: value for key, value in entry.items() if isinstance(value, str) and header_kind(str(key)) in _PASSED_ON
    }
    typed = entry.get("type")
    if isinstance(typed, str) and isinstance(entry.get("attributes"), Mapping):
        # What kind of thing a record is stands beside what is said of it: its name is that of such a one.
        inner = entry["attributes"]
        named = _named_by(typed, inner, watchlist, keyed=False)
        yield from entries_of({**named, **inner}, record, watchlist, depth + 1)
        return
    groups = [value for value in entry.values() if not isinstance(value, str)]
    keyed = len(groups) > 1 and all(isinstance(value, Mapping) for value in groups)
    for key, value in entry.items():
        if (isinstance(value, Mapping) and header_kind(str(key)) == "ignored") or is_of_persons(str(key)):
            # Who buys, and what else is no party, holds no records of parties.
            continue
        for inner in dicts(value if isinstance(value, list) else [value]):
            named = _named_by(str(key), inner, watchlist, keyed=keyed)
            own = {header_kind(str(name)) for name in (*inner, *named)}
            lacking = {name: text for name, text in passed_on.items() if header_kind(str(name)) not in own}
            yield from entries_of({**lacking, **named, **inner}, record, watchlist, depth + 1)


def _contracts_of(entry: Mapping[str, Any], watchlist: Watchlist) -> list[Mapping[str, Any]]:
    """The contracts that ``entry`` lists below the name of who has them all, each with that name."""
    named = {key: value for key, value in entry.items() if isinstance(value, str) and header_kind(str(key)) == "lead"}
    for value in entry.values() if len(named) == 1 else ():
        records = [
            {**named, **part} for part in dicts(value) if not any(header_kind(str(key)) == "lead" for key in part)
        ]
        if records and all({"areas", "status"} & set(by_meaning(each, watchlist)) for each in records):
            return list(records)
    return []


#: What a wrapper says once holds for each record in it.
_PASSED_ON = {"area", "status", "service"}


def _named_by(key: str, inner: Mapping[str, Any], watchlist: Watchlist, *, keyed: bool) -> dict[str, Any]:
    """What the key above a record adds to it: whose name its "name" is, or that the key is its area."""
    kind = header_kind(key)
    name = inner.get("name")
    if name and not by_meaning(inner, watchlist):
        return {"provider": name} if kind == "lead" else {"area": name} if kind == "area" else {}
    place = (
        place_of_heading(key, watchlist)
        if kind in {"service", "area"}
        else key
        if not kind and key[:1].isupper()
        else ""
    )
    return {"area": place} if keyed and place else {}


class Entry:
    """One record of a register: by the mapping of a source or a pack, else by what its keys mean."""

    def __init__(
        self,
        document: Document,
        entry: Mapping[str, Any],
        record: Mapping[str, Any],
        watchlist: Watchlist,
        quotes: Quotes,
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
                told = by_meaning(self.entry, self.watchlist) if "lead" not in register.fields else {}
                if told and not register_id:
                    # A code and a name make no bare list of names of what says itself who leads.
                    return told
                self.programme = programme
                return register.fields
        return by_meaning(self.entry, self.watchlist)

    def claims(self) -> Iterator[Claim]:
        status = self._status()
        areas = self._areas()
        found = [
            claim
            for value, role, own in self._parties("lead")
            for claim in self._claim(value, *_as_out(role or Role.LEAD, own or status), areas)
        ]
        yield from found
        # A list of subcontractors is the better word; the description speaks only where it is empty.
        for text in [] if self._values("subcontractors") else self._values("description"):
            yield from self._delivered_by(text, {claim.organisation_id for claim in found}, status, areas)
        for value in self._values("listed"):
            # A mere list of providers says that they are there, not what they do: below what stands without a person.
            for claim in self._claim(value, Role.SUBCONTRACTOR, Status.AWARDED, ()):
                yield replace(claim, confidence=0.4, rule="listed provider")
        for fact, role in _BESIDE.items():
            for value, said, own in dict.fromkeys(self._parties(fact)):
                stage = Status.UNSUCCESSFUL if role is Role.BIDDER_UNSUCCESSFUL else own or status
                listed = list(self._claim(value, said or role, stage, areas))
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
            found += [squash(str(v)) for v in leaves(dig(self.entry, path.split("."))) if v not in (None, "")]
        return found

    def _parties(self, fact: str) -> Iterator[tuple[str, Role | None, Status | None]]:
        """The names under ``fact``, each with the role and the stage that its own record gives it, if it does."""
        paths = self.fields.get(fact) or ()
        for path in [paths] if isinstance(paths, str) else paths:
            value = dig(self.entry, path.split("."))
            staged = stage_of_list(path, value) if fact == "lead" else None
            for part in _flat(value):
                own = part if isinstance(part, Mapping) else self.entry if fact == "lead" else {}
                role = next((r for key, text in _texts(own) if key in _ROLE_KEYS and (r := role_in(text))), None)
                kinds = ((key, text) for key, text in _texts(own) if header_kind(key) == "status")
                status = next((s for _, text in kinds if (s := status_in(text))), None) if own is part else None
                yield from (
                    (squash(str(value)), role, status or staged) for value in leaves(part) if value not in (None, "")
                )

    def _status(self) -> Status:
        said = " ".join(self._values("status"))
        ended = next(iter(self._values("ended")), "")
        if "status" not in self.fields and any(self.entry.get(key) is over for key, over in _FLAGS.items()):
            return Status.TERMINATED
        if ended and "status" not in self.fields and _has_passed(ended, self.published):
            return Status.TERMINATED
        return (status_in(said) if said else None) or Status.AWARDED

    def _day(self, status: Status) -> date | None:
        """The day that the record gives for being at ``status``: in force from its start, over from its end."""
        said = next(iter(self._values(_DAYS.get(status, ""))), "")
        # One party that is out of a contract in force is not out from the end of the contract.
        return _day_of(said) if said and status is self._status() else None

    def _areas(self) -> tuple[str, ...]:
        named = []
        values = self._values("areas")
        # Letters stand for the areas of a programme, or number those that are told beside them.
        told_apart = [value for value in values if not LETTER.fullmatch(value)]
        for value in values if self.programme else told_apart or values:
            known = self.watchlist.area(value, self.programme)
            if (told := place_told(value, self.watchlist)) and (known or not LETTER.fullmatch(told)):
                named.append((known.name if known else told, known))
        titles = [place for value in self._values("title") for place in places_in_title(value, self.watchlist)]
        titles += [place for value in self._values("titles") for place in places_named(value, self.watchlist)]
        names = list(dict.fromkeys(name for name, _ in named))
        if not titles or not names:
            return tuple(names or titles)
        # A title that repeats the coded area and names more is the fuller; one inside a coded region is the more exact.
        wide = all(area is not None and area.region is None for _, area in named)
        return tuple(titles if wide or set(names) <= set(titles) else names)

    def _claim(self, value: str, role: Role, status: Status, areas: tuple[str, ...]) -> Iterator[Claim]:
        evidence = self.quotes.of(value)
        if evidence is None or says_nobody(value):
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
                event_date=self._day(status),
                contract=next(iter(self._values("key") or self._values("contract")), None),
                services=tuple(dict.fromkeys(self._values("services"))),
            )


#: The facts of those who stand beside a lead.
_BESIDE = {"partners": Role.PARTNER, "subcontractors": Role.SUBCONTRACTOR, "owner": Role.OWNER, "unsuccessful": Role.BIDDER_UNSUCCESSFUL}  # fmt: skip
#: The fact that gives the day from which a record is in force, or over.
_DAYS = {Status.AWARDED: "started", Status.TERMINATED: "ended"}
#: Keys of records with the value that says that it is over.
_FLAGS = {
    **dict.fromkeys(("active", "isActive", "is_active", "current", "isCurrent", "is_current", "live", "isLive"), False),
    **dict.fromkeys(
        ("ended", "isEnded", "terminated", "isTerminated", "expired", "isExpired", "closed", "isClosed"), True
    ),
}
_ROLE_KEYS = {"role", "type", "capacity", "part"}


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for part in value:
            yield from _flat(part)
    else:
        yield value


def _texts(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    return ((str(key), value) for key, value in entry.items() if isinstance(value, str))


def _as_out(role: Role, status: Status) -> tuple[Role, Status]:
    """A lead that is out has the role of its exit."""
    return (EXIT_ROLES.get(status, role) if role is Role.LEAD else role), status


def _fits(register: Register, entry: Mapping[str, Any]) -> bool:
    signature = register.fields.get("signature") or ()
    return bool(signature) and all(dig(entry, path.split(".")) is not MISSING for path in signature)


_DELIVERED = re.compile(
    r"\bservice (?:is )?(?:delivered|provided) by ((?:[A-Z][\w'&.-]*|of|and|with|the|for)(?: (?:[A-Z][\w'&.-]*|of|and|with|the|for))*?)(?= in\b| across\b| on behalf|[.,;:(]|$)"
)


def _has_passed(ended: str, published: date | None) -> bool:
    day = _day_of(ended)
    # Set at all, an end that lies ahead by less than a season is the notice that the contract is closing.
    return day is not None and (published is None or day <= published or (day - published).days < 92)


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
