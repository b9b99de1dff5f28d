"""What a change item says, as a sentence in the language of whoever reads it.

A headline that the rules made is made again in the other language, from the same facts. One that a person wrote stays as it is
written: it is recognised by not being what the rules would say.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping, Sequence
from dataclasses import replace

from monitor.digest.filters import listed
from monitor.digest.speech import speech_of
from monitor.digest.words import one_line
from monitor.ledger.wording import (
    NAMED_ONLY,
    ROLE_WORDS,
    STATUS_WORDS,
    WITH_A_LEAD,
    as_one,
    role_at,
    with_article,
)
from monitor.model import EXITS, Digest, DigestItem, EventType, Move, Role, Status

#: With more areas than this a headline counts them; the tags below it name them all.
NAMED_AREAS = 3
_ONE: Mapping[EventType, str] = {
    EventType.REMOVED: "%(name)s is no longer listed as %(as_role)s%(place)s",
    EventType.REPLACED: "%(other)s replaces %(name)s as %(as_role)s%(place)s",
    EventType.ROLE_CHANGED: "%(name)s changes role from %(before)s to %(after)s%(place)s",
    EventType.STATUS_CHANGED: "%(name)s is %(after)s%(place)s (before: %(before)s)",
    EventType.RENAMED: "%(name)s is now called %(other)s",
    EventType.AREA_ADDED: "%(name)s is now %(as_role)s%(place)s too",
    EventType.AREA_REMOVED: "%(name)s is no longer listed as %(as_role)s%(place)s",
    EventType.VALUE_CHANGED: "The value for %(name)s changes from %(before)s to %(after)s%(place)s",
    EventType.DOCUMENT_WITHDRAWN: "The document “%(name)s” is withdrawn",
}
#: Of who is beside a lead, for whom the words of the stage would claim too much.
_BESIDE: Mapping[Status, str] = {
    Status.AWARDED: "%(name)s is now under contract as %(a_role)s%(place)s (before: %(before)s)",
    Status.PREFERRED_BIDDER: "%(name)s is with the preferred bidder as %(a_role)s%(place)s (before: %(before)s)",
}
#: Where the words of a stage make no sentence with "is".
_STAGE: Mapping[Status, str] = {
    Status.IN_DISCUSSION: "%(name)s is in discussion about the contract%(place)s (before: %(before)s)",
    Status.UNSUCCESSFUL: "%(name)s was unsuccessful%(place)s (before: %(before)s)",
    Status.WITHDRAWN: "%(name)s has withdrawn%(place)s (before: %(before)s)",
}
_WITHDRAWN, _WITHDRAWN_TOO = "%(name)s has withdrawn%(place)s", "%(name)s has withdrawn%(place)s too"
_LEADS = "%(name)s is named as %(role)s%(place)s"
_NAMED = "%(name)s is named as %(as_role)s%(place)s"
_OWNS = "%(name)s is named as %(a_role)s of %(partnership)s%(place)s"
_JOINS = "%(name)s joins as %(a_role)s%(place)s"
_JOINS_IN = "%(name)s joins as %(a_role)s of %(partnership)s%(place)s"
_RETIRED = "The contact %(before)s is retired"
_RETIRED_FOR = "The contact %(before)s is retired; use %(after)s"
_MANY: Mapping[EventType, str] = {
    EventType.ADDED: "%(who)s are named%(as_status)s%(place)s",
    EventType.REMOVED: "%(who)s are no longer named%(place)s",
    EventType.STATUS_CHANGED: "%(who)s are now %(after)s%(place)s",
}
#: A lead and who is beside it: none but the lead is awarded the contract.
_NAMED_TOGETHER = "%(who)s are named under the contract%(place)s"
_TOGETHER: Mapping[Status, str] = {
    Status.AWARDED: "%(who)s are now under contract%(place)s",
    Status.TERMINATED: "%(who)s are no longer under contract%(place)s",
    Status.IN_DISCUSSION: "%(who)s are in discussion about the contract%(place)s",
    Status.UNSUCCESSFUL: "%(who)s were unsuccessful%(place)s",
    Status.WITHDRAWN: "%(who)s have withdrawn%(place)s",
    Status.PREFERRED_BIDDER: "%(who)s are now preferred bidders%(place)s",
}
_PREFERRED_AS_ONE = "%(who)s are now the preferred bidder%(place)s"
_MEMBERS_OF = "%(partnership)s: %(count)s organisations"
_ORGANISATIONS = "%(count)s organisations"
_PLACE, _PLACES, _ONE_PLACE = " in %(areas)s", " in %(count)s areas", " in one area"
_AS = " as %(status)s"

#: Every pattern, for whoever translates them.
PATTERNS = (
    *_ONE.values(), *_BESIDE.values(), *_MANY.values(), _NAMED_TOGETHER, *_TOGETHER.values(), _PREFERRED_AS_ONE, *_STAGE.values(), _WITHDRAWN, _WITHDRAWN_TOO, _NAMED, _OWNS, _LEADS, _JOINS, _JOINS_IN, _RETIRED, _RETIRED_FOR, _MEMBERS_OF, _ORGANISATIONS, _PLACE,
    _PLACES, _ONE_PLACE, _AS, "unknown",
)  # fmt: skip


def in_language(digest: Digest, language: str) -> Digest:
    """``digest`` with its changes told in ``language``, as far as the rules made the words."""
    if language == "en":
        return digest
    speech = speech_of(language)
    sections = tuple(replace(s, items=tuple(_translated(item, speech) for item in s.items)) for s in digest.sections)
    return replace(digest, sections=sections, to_check=tuple(_translated(item, speech) for item in digest.to_check))


def sentence(item: DigestItem, speech: gettext.NullTranslations) -> str:
    """What the rules say of a change item; empty where it tells no change."""
    if not item.moves:
        return ""
    pattern = _pattern_of_many(item) if len(item.moves) > 1 else _pattern_of_one(item.moves[0], item.partnership)
    return one_line(speech.gettext(pattern) % _facts(item, speech)) if pattern else ""


def counted_areas(item: DigestItem, speech: gettext.NullTranslations) -> str:
    """The headline of ``item``, in the language that it is in, with its areas counted where they were named."""
    if not item.areas:
        return item.headline
    many = speech.gettext(_PLACES) % {"count": len(item.areas)}
    return item.headline.replace(
        _place(item.areas, speech), many if len(item.areas) > 1 else speech.gettext(_ONE_PLACE)
    )


def _translated(item: DigestItem, speech: gettext.NullTranslations) -> DigestItem:
    if not item.moves or item.headline != sentence(item, gettext.NullTranslations()):
        headline = item.headline
    else:
        headline = sentence(item, speech)
    return replace(item, headline=headline, moves=tuple(_translated_move(move, speech) for move in item.moves))


def _translated_move(move: Move, speech: gettext.NullTranslations) -> Move:
    role = _role(move)
    words = speech.gettext(ROLE_WORDS[role]) if role else move.role
    if move.type not in {EventType.ROLE_CHANGED, EventType.STATUS_CHANGED}:
        return replace(move, role=words)
    return replace(move, role=words, before=_value(move.before, speech), after=_value(move.after, speech))


def _pattern_of_one(move: Move, partnership: str | None) -> str:
    role = _role(move)
    if move.type is EventType.ADDED:
        return _arrival(role, partnership if partnership != move.organisation else None)
    if move.type is EventType.AREA_ADDED and role is Role.WITHDRAWN:
        return _WITHDRAWN_TOO
    if move.type is EventType.CONTACT_RETIRED:
        return _RETIRED_FOR if move.after else _RETIRED
    if move.type is EventType.ROLE_CHANGED:
        now = _role_of(move.after or "")
        return _STAGE[EXITS[now]] if now in EXITS else _ONE[move.type]
    stage = _status_of(move.after or "") if move.type is EventType.STATUS_CHANGED else None
    if stage and stage in _BESIDE and role in WITH_A_LEAD:
        return _BESIDE[stage]
    return _STAGE[stage] if stage and stage in _STAGE else _ONE.get(move.type, "")


def _arrival(role: Role | None, partnership: str | None) -> str:
    if role is Role.LEAD:
        return _LEADS
    if role is Role.WITHDRAWN:
        return _WITHDRAWN
    if role is Role.OWNER and partnership:
        return _OWNS
    if role in NAMED_ONLY:
        return _NAMED
    return _JOINS_IN if partnership else _JOINS


def _pattern_of_many(item: DigestItem) -> str:
    move = item.moves[0]
    stage = _status_of(move.after or move.status)
    if move.type is EventType.STATUS_CHANGED and stage is Status.PREFERRED_BIDDER and item.partnership:
        return _PREFERRED_AS_ONE
    if move.type is EventType.STATUS_CHANGED and stage and stage in _TOGETHER:
        return _TOGETHER[stage]
    if move.type is EventType.ADDED and stage is Status.AWARDED:
        return _NAMED_TOGETHER
    return _MANY.get(move.type, "")


def _facts(item: DigestItem, speech: gettext.NullTranslations) -> dict[str, str | int]:
    move, say = item.moves[0], speech.gettext
    role = role_at(_role(move), _status(move))
    who = _MEMBERS_OF if item.partnership else _ORGANISATIONS
    facts: dict[str, str | int] = {"count": len(item.moves), "partnership": item.partnership or ""}
    facts |= {
        "name": move.organisation,
        "other": move.after or "",
        "role": say(role),
        "as_role": as_one(role),
        "a_role": with_article(role),
        "before": _value(move.before, speech) or say("unknown"),
        "after": _value(move.after or move.status, speech) or "",
        "place": _place(item.areas, speech),
        "as_status": say(_AS) % {"status": _value(move.status, speech)} if move.status else "",
    }
    if move.type is EventType.CONTACT_RETIRED:
        facts["after"], facts["before"] = move.after or "", move.before or move.organisation
    return facts | {"who": say(who) % facts}


def _place(areas: Sequence[str], speech: gettext.NullTranslations) -> str:
    if not areas:
        return ""
    if len(areas) > NAMED_AREAS:
        return speech.gettext(_PLACES) % {"count": len(areas)}
    return speech.gettext(_PLACE) % {"areas": listed(areas, speech.gettext("and"))}


def _value(value: str | None, speech: gettext.NullTranslations) -> str | None:
    """A role or status of the ledger in words; anything else as it is."""
    code = (value or "").replace(" ", "_")
    if code in set(Status):
        return speech.gettext(STATUS_WORDS[Status(code)])
    return speech.gettext(ROLE_WORDS[Role(code)]) if code in set(Role) else value


def _role(move: Move) -> Role | None:
    return _role_of(move.role)


def _role_of(words: str) -> Role | None:
    code = words.replace(" ", "_")
    return Role(code) if code in set(Role) else None


def _status(move: Move) -> Status | None:
    return _status_of(move.status)


def _status_of(words: str) -> Status | None:
    code = words.replace(" ", "_")
    return Status(code) if code in set(Status) else None
