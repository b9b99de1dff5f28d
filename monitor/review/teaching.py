"""What staff correct teaches: a name, an area, a body, a role, "no bidder here". Data in the state, listed, and taken back.

Each lesson takes effect at the next poll, which reads what is stored of each source again by it, without a word to members.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from monitor.errors import ReviewError, UnknownIdError
from monitor.ledger.taught import Lessons
from monitor.ledger.wording import ROLE_WORDS
from monitor.model import Claim, Role
from monitor.programmes import Watchlist
from monitor.programmes.watchlist import core_id
from monitor.review.rejudging import judge_no_party, open_again
from monitor.store import Sighting, Store, Teaching
from monitor.text import squash

ALIAS, AREA, BODY, ROLE, NOBODY = "alias", "area", "body", "role", "nobody"
#: The kinds that change what is read, and how each is said to people.
KINDS: Mapping[str, str] = {
    ALIAS: "is another name of",
    AREA: "is an area",
    BODY: "in this document is",
    ROLE: "in this document has the role",
    NOBODY: "has no part in this document",
}


def same_organisation(
    store: Store, watchlist: Watchlist, name: str, organisation: str, *, by: str, at: datetime, reason: str = ""
) -> str:
    """``name`` is another name of ``organisation``, known or not. The id of the lesson. Raises ReviewError."""
    name = _named(name)
    title, identity = core_id(_named(organisation), watchlist)
    known = watchlist.organisation(name)
    if known and known.id == identity:
        raise ReviewError(f"{name} is known as a name of {title} already")
    value = {"organisation_id": identity, "name": title}
    return _teach(store, Teaching(kind=ALIAS, subject=name, value=value, reason=reason, by=by, at=at))


def an_area(store: Store, watchlist: Watchlist, name: str, *, by: str, at: datetime, reason: str = "") -> str:
    """``name`` is an area and nobody's name. The id of the lesson. Raises ReviewError where it is known as one."""
    name = _named(name)
    if watchlist.area(name):
        raise ReviewError(f"{name} is known as an area already")
    return _teach(store, Teaching(kind=AREA, subject=name, reason=reason, by=by, at=at))


def another_body(
    store: Store, watchlist: Watchlist, claim_id: str, organisation: str, *, by: str, at: datetime, reason: str = ""
) -> str:
    """The claim speaks of ``organisation`` and not of whom it was read to speak of. The id of the lesson. Raises ReviewError."""
    sighting = _sighting(store, claim_id)
    title, identity = core_id(_named(organisation), watchlist)
    value = {"surface": sighting.claim.surface, "organisation_id": identity, "name": title, **_where(sighting)}
    return _teach(store, Teaching(kind=BODY, subject=sighting.document_id, value=value, reason=reason, by=by, at=at))


def another_role(store: Store, claim_id: str, role: Role, *, by: str, at: datetime, reason: str = "") -> str:
    """The body of the claim has ``role`` in its document. The id of the lesson. Raises ReviewError."""
    sighting = _sighting(store, claim_id)
    if sighting.claim.role is role:
        raise ReviewError(f"{sighting.claim.organisation} was read as {ROLE_WORDS[role]} already")
    value = {"organisation_id": sighting.claim.organisation_id, "role": role.value, **_where(sighting)}
    return _teach(store, Teaching(kind=ROLE, subject=sighting.document_id, value=value, reason=reason, by=by, at=at))


def no_party(store: Store, claim_id: str, *, by: str, at: datetime, reason: str = "") -> str:
    """The body of the claim has no part in its document: what waits of it there is rejected. The id of the lesson. Raises ReviewError."""
    sighting = _sighting(store, claim_id)
    value = {"organisation_id": sighting.claim.organisation_id, **_where(sighting)}
    lesson = Teaching(kind=NOBODY, subject=sighting.document_id, value=value, reason=reason, by=by, at=at)
    with store.transaction():
        identity = _teach(store, lesson)
        judge_no_party(
            store,
            identity,
            document_id=sighting.document_id,
            organisation_id=sighting.claim.organisation_id,
            by=by,
            at=at,
        )
    return identity


def taught(store: Store, *, undone: bool = False) -> tuple[Teaching, ...]:
    """The lessons in force, oldest first; with ``undone`` also those taken back."""
    return tuple(lesson for lesson in store.teachings.list(undone=undone) if lesson.kind in KINDS)


def in_words(lesson: Teaching) -> str:
    """A lesson as a sentence."""
    value = lesson.value
    match lesson.kind:
        case "alias":
            return f"{lesson.subject} {KINDS[ALIAS]} {value.get('name') or value['organisation_id']}"
        case "body":
            return f"{value['surface']} {KINDS[BODY]} {value['name']} ({value['url']})"
        case "role":
            return f"{value['organisation']} {KINDS[ROLE]} {ROLE_WORDS[Role(str(value['role']))]} ({value['url']})"
        case "nobody":
            return f"{value['organisation']} {KINDS[NOBODY]} ({value['url']})"
        case _:
            return f"{lesson.subject} {KINDS.get(lesson.kind, lesson.kind)}"


def take_back(store: Store, lesson_id: str, *, by: str, at: datetime) -> Teaching:
    """Take back the lesson whose id begins with ``lesson_id``. Raises UnknownIdError where none or several do."""
    found = [lesson for lesson in taught(store) if lesson.id.startswith(lesson_id)]
    if len(found) != 1:
        raise UnknownIdError(f'{"several lessons begin" if found else "no lesson in force begins"} with "{lesson_id}"')
    with store.transaction():
        store.teachings.undo(found[0].id, by=by, at=at)
        if found[0].kind == NOBODY:
            open_again(store, found[0].id, organisation_id=str(found[0].value["organisation_id"]), by=by, at=at)
        store.audit.add(
            "lesson taken back", subject=f"lesson {found[0].id}", by=by, at=at, details={"said": in_words(found[0])}
        )
    return found[0]


def watchlist_with(watchlist: Watchlist, store: Store) -> Watchlist:
    """``watchlist`` with the names and areas that were taught."""
    names = {
        lesson.subject: (str(lesson.value["organisation_id"]), str(lesson.value.get("name") or ""))
        for lesson in store.teachings.list(ALIAS)
    }
    areas = tuple(lesson.subject for lesson in store.teachings.list(AREA))
    return watchlist.taught(names, areas)


def lessons(store: Store) -> Lessons:
    """What is to be put upon single documents."""
    given = taught(store, undone=True)
    in_force = [lesson for lesson in given if lesson.undone_at is None]
    return Lessons(
        bodies={
            (lesson.subject, str(lesson.value["surface"])): (
                str(lesson.value["name"]),
                str(lesson.value["organisation_id"]),
            )
            for lesson in in_force
            if lesson.kind == BODY
        },
        roles={
            (lesson.subject, str(lesson.value["organisation_id"])): Role(str(lesson.value["role"]))
            for lesson in in_force
            if lesson.kind == ROLE
        },
        nobodies=frozenset(
            (lesson.subject, str(lesson.value["organisation_id"])) for lesson in in_force if lesson.kind == NOBODY
        ),
        taught=len(given) + len(given) - len(in_force),
    )


def _named(name: str) -> str:
    name = squash(name)
    if len(name) < 2:
        raise ReviewError("a name needs two letters at least")
    return name


def _sighting(store: Store, claim_id: str) -> Sighting:
    found = store.claims.by_id(claim_id)
    if not found:
        raise UnknownIdError(f'no claim has the id "{claim_id}"')
    return found[0]


def _where(sighting: Sighting) -> dict[str, str]:
    claim: Claim = sighting.claim
    return {"organisation": claim.organisation, "url": sighting.url, "claim_id": claim.id}


def _teach(store: Store, lesson: Teaching) -> str:
    with store.transaction():
        identity = store.teachings.add(lesson)
        store.audit.add(
            "lesson given", subject=f"lesson {identity}", by=lesson.by, at=lesson.at, details={"said": in_words(lesson)}
        )
    return identity
