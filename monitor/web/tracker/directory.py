"""What the tracker can show, by the names in addresses: programmes, areas, organisations, partnerships."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import abort

from monitor.ledger.lineage import Lineage
from monitor.ledger.naming import Named, Names
from monitor.ledger.organisations import organisations as known_organisations
from monitor.model import Sector
from monitor.programmes.pack import Organisation, Programme
from monitor.store import KnownOrganisation, Store
from monitor.text import fold, slug
from monitor.web.kept import kept_of_ledger, large
from monitor.web.site import site


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An area of a programme: ``slug`` names it in addresses. ``id`` and ``scheme`` are the pack's, empty where no pack knows it."""

    programme: str
    name: str
    slug: str
    id: str = ""
    scheme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An organisation that the ledger or a pack knows. ``ids`` are all that it has had; ``known`` is its entry in a pack."""

    id: str
    name: str
    ids: frozenset[str]
    sector: Sector
    known: Organisation | None
    former_names: tuple[str, ...]
    in_ledger: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """Everything by the names in addresses. Made once a revision of the ledger."""

    programmes: Mapping[str, Programme]
    places: Mapping[tuple[str, str], Place]
    by_name: Mapping[tuple[str, str], Place]
    organisations: Mapping[str, Organisation]
    ledger: Mapping[str, KnownOrganisation]
    renames: Mapping[str, str]
    partnerships: Mapping[tuple[str, str], str]
    lineage: Lineage
    named_bodies: Names
    named_places: Names

    def programme(self, programme_id: str) -> Programme:
        """The programme, or the answer 404."""
        return self.programmes.get(programme_id) or abort(404)

    def place(self, programme_id: str, name: str) -> Place:
        """The area, or the answer 404."""
        return self.places.get((programme_id, name)) or abort(404)

    def place_named(self, programme_id: str | None, area: str | None) -> Place | None:
        """The area as standings and events name it."""
        return self.by_name.get((programme_id or "", area or ""))

    def namesakes(self, place: Place) -> tuple[Place, ...]:
        """The other areas of that name in the same programme: another kind of area, with a page of its own."""
        return tuple(
            other
            for other in self.places.values()
            if (other.programme, other.name) == (place.programme, place.name) and other.slug != place.slug
        )

    def place_of(self, wanted: str, programme_id: str | None) -> Place | None:
        """The area of that name, code or slug; of the programme, where one is given."""
        folded = fold(wanted)
        for each in self.named_places:
            owner, _, name = each.id.partition("/")
            if programme_id in {None, owner} and (name == wanted or folded in each.folded):
                return self.places[owner, name]
        return None

    def places_of(self, programme_id: str) -> tuple[Place, ...]:
        """The areas of a programme, those of its pack first and in the pack's order."""
        return tuple(place for place in self.by_name.values() if place.programme == programme_id)

    def partnership_slug(self, programme_id: str | None, name: str | None) -> str | None:
        """What a partnership is called in addresses, if it has a page."""
        key = (programme_id or "", slug(name or "") or "-")
        return key[1] if programme_id in self.programmes and self.partnerships.get(key) == name else None

    def body(self, identifier: str) -> Body | None:
        """The organisation under any identifier that it has had, under its present name."""
        present = identifier
        while present in self.renames and self.renames[present] != identifier:
            present = self.renames[present]
        known, met = self.organisations.get(present), self.ledger.get(present) or self.ledger.get(identifier)
        if known is None and met is None:
            return None
        ids = {present, identifier} | {old for old, new in self.renames.items() if new == present}
        name = known.name if known else met.name if met else present
        former = [alias.text for alias in known.aliases if alias.kind == "former"] if known else []
        former += [self.organisations[each].name for each in sorted(ids) if each in self.organisations]
        former += [self.ledger[each].name for each in sorted(ids) if each in self.ledger]
        return Body(
            id=present,
            name=name,
            ids=frozenset(ids),
            sector=known.sector
            if known and known.sector is not Sector.UNKNOWN
            else met.sector
            if met
            else Sector.UNKNOWN,
            known=known,
            former_names=tuple(each for each in dict.fromkeys(former) if each != name),
            in_ledger=any(each in self.ledger for each in ids),
        )


def directory() -> Directory:
    """The directory of the running application, as the ledger now stands."""
    here = site()
    return kept_of_ledger("directory", large(lambda: directory_of(here.store, here.programmes)))


def directory_of(store: Store, packs: Sequence[Programme]) -> Directory:
    """Everything that ``packs`` and the ledger know."""
    organisations = known_organisations(packs, store.teachings.overrides())
    programmes = {pack.id: pack for pack in packs if pack.id and pack.areas}
    by_name: dict[tuple[str, str], Place] = {}
    places: dict[tuple[str, str], Place] = {}
    for pack in programmes.values():
        for area in pack.areas:
            place = Place(programme=pack.id, name=area.name, slug=area.id, id=area.id, scheme=area.scheme)
            places[pack.id, area.id] = place
            # Two kinds of area may share a name, by which alone the ledger knows them; links by name lead to the first.
            by_name.setdefault((pack.id, area.name), place)
    for met in store.overview.areas():
        owner = met.programme or ""
        if owner and owner not in programmes:
            named = next((pack.name for pack in packs if pack.id == owner), owner)
            programmes[owner] = Programme(id=owner, name=named)
        if owner and (owner, met.name) not in by_name:
            by_name[owner, met.name] = Place(programme=owner, name=met.name, slug=slug(met.name) or "-")
    for place in by_name.values():
        places.setdefault((place.programme, place.slug), place)
    ledger = {each.id: each for each in store.overview.organisations()}
    partnerships = {(programme or "", slug(name) or "-"): name for programme, name in store.overview.partnerships()}
    return Directory(
        programmes=programmes,
        places=places,
        by_name=by_name,
        organisations=organisations,
        ledger=ledger,
        renames={each.id: each.renamed_to for each in organisations.values() if each.renamed_to},
        partnerships=partnerships,
        lineage=Lineage(packs),
        named_bodies=_named_bodies(ledger, organisations),
        named_places=_named_places(programmes, places),
    )


def _named_bodies(ledger: Mapping[str, KnownOrganisation], organisations: Mapping[str, Organisation]) -> Names:
    found = []
    for identifier in {**ledger, **organisations}:
        known, met = organisations.get(identifier), ledger.get(identifier)
        names = [known.name] if known else []
        names += [met.name] if met else []
        names += [alias.text for alias in known.aliases if alias.kind != "code"] if known else []
        found.append(Named.of(identifier, names[0], names[1:]))
    return Names(found)


def _named_places(programmes: Mapping[str, Programme], places: Mapping[tuple[str, str], Place]) -> Names:
    aliases = {(pack.id, area.id): (*area.aliases, *area.codes) for pack in programmes.values() for area in pack.areas}
    return Names(
        Named.of(f"{place.programme}/{place.slug}", place.name, aliases.get(key, ())) for key, place in places.items()
    )
