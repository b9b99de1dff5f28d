"""Entries of feeds, whatever their format: who is who between two visits, and the document that an entry becomes.

No one mark names an entry for good: publishers give all entries the same GUID, give an entry a new one with every edit, or
edit the address. So an entry is the one we know if it shares a mark that is its own alone (GUID, then address, then content)
and takes that one's identity, and with it its history.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.extract.layout.blocks import html_to_blocks, text_to_blocks
from monitor.model import SEPARATOR, Block, BlockKind, Document, DocumentKind, Source, document_of
from monitor.sources.base import State, remembered, words_in
from monitor.sources.urls import address_key, canonical_url
from monitor.text import fingerprint, squash

#: The newest entries that are read of one feed.
MAX_ENTRIES = 2_000
_SHORT = 12
_KEPT = 200
# Below this, equal words are chance ("Read more"), not the same entry under another address.
_TELLING_CHARACTERS = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as published. ``html`` is markup, ``text`` plain; ``mark`` is the hash of its source, to tell it is as before."""

    mark: str
    guid: str = ""
    url: str = ""
    title: str = ""
    html: str = ""
    text: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is remembered of an entry: its identity, and a short hash of each mark by which it may be known again."""

    identity: str
    mark: str
    guid: str
    address: str
    content: str


@dataclass(frozen=True, slots=True)
class Memory:
    """The entries of earlier visits, the newest first."""

    known: tuple[Known, ...] = ()

    @classmethod
    def of(cls, state: State) -> Memory:
        """What ``state`` remembers; nothing if it holds no memory of entries."""
        found = remembered(state).get("entries")
        rows = [row for part in found if len(row := words_in(part)) == 5] if isinstance(found, list) else []
        return cls(tuple(Known(identity=i, mark=m, guid=g, address=a, content=c) for i, m, g, a, c in rows))

    def cursor(self) -> str:
        """The form in which it is stored."""
        rows = [[k.identity, k.mark, k.guid, k.address, k.content] for k in self.known]
        return json.dumps({"entries": rows}, separators=(",", ":"))

    def marks(self) -> dict[str, Known]:
        """The entries by the hash of their source."""
        return {known.mark: known for known in self.known}

    def after(self, current: Sequence[Known]) -> Memory:
        """This memory with ``current`` first; entries that left the feed are kept for a while, as some come back."""
        now = {known.identity for known in current}
        older = [known for known in self.known if known.identity not in now]
        return Memory((*current, *older)[: max(_KEPT, 2 * len(current))])

    def missed(self, current: Sequence[Known]) -> bool:
        """Whether ``current`` shares no entry with this memory, so that entries may have come and gone unseen."""
        known = {entry.identity for entry in self.known}
        return bool(known) and bool(current) and not any(entry.identity in known for entry in current)


def short_hash(*parts: object) -> str:
    """Enough of a fingerprint to tell a few thousand entries apart."""
    return fingerprint(*parts)[:_SHORT]


def identify(
    entries: Sequence[Entry], memory: Memory, *, present: Sequence[Known] = (), by_address: bool = False
) -> list[Known]:
    """Each of ``entries`` with its identity: that of the known entry which it is, else a new one.

    ``present`` are the known entries that stand in the same feed unchanged. ``by_address`` trusts the address before the GUID
    (a publisher whose GUIDs move with every edit).
    """
    marks = [_marks(entry, by_address=by_address) for entry in entries]
    beside = [(known.guid, known.address, known.content) for known in present]
    alone = [Counter(mark[place] for mark in [*marks, *beside]) for place in range(3)]
    before = [_index(memory.known, name) for name in ("guid", "address", "content")]
    order = (1, 0, 2) if by_address else (0, 1, 2)
    taken = {known.identity for known in present}
    found = []
    for entry, mark in zip(entries, marks, strict=True):
        own = [place for place in order if mark[place] and alone[place][mark[place]] == 1]
        identity = next((before[p][mark[p]] for p in own if before[p].get(mark[p], "") not in {"", *taken}), "")
        identity = identity or _new_identity(entry, own)
        if identity in taken:
            identity = f"{identity}#{short_hash(entry.title, entry.published_at)}"
        if identity in taken:
            identity = f"{identity}#{entry.mark}"
        taken.add(identity)
        found.append(Known(identity=identity, mark=entry.mark, guid=mark[0], address=mark[1], content=mark[2]))
    return found


def _marks(entry: Entry, *, by_address: bool) -> tuple[str, str, str]:
    words = squash(f"{entry.title} {entry.html or entry.text}")
    telling = short_hash("content", words) if len(words) >= _TELLING_CHARACTERS and not by_address else ""
    guid = short_hash("guid", entry.guid) if entry.guid else ""
    return guid, short_hash("address", address_key(entry.url)) if entry.url else "", telling


def _index(known: Iterable[Known], name: str) -> dict[str, str]:
    """Identity by mark, for the marks that only one known entry has."""
    found: dict[str, str] = {}
    for entry in known:
        mark = getattr(entry, name)
        found[mark] = "" if mark in found and found[mark] != entry.identity else entry.identity
    return found


def _new_identity(entry: Entry, own: Sequence[int]) -> str:
    for place in own:
        if place == 0:
            return entry.guid[:500]
        if place == 1:
            return entry.url
    return f"~{short_hash(entry.title, entry.published_at, entry.url, entry.guid)}"


def document_of_entry(entry: Entry, identity: str, source: Source, *, base_url: str, publisher: str = "") -> Document:
    """The entry as a document: its title as a block, then what it says."""
    url = canonical_url(entry.url, base_url) or base_url
    title = squash(entry.title)
    start = len(title) + len(SEPARATOR) if title else 0
    body = html_to_blocks(entry.html, base_url=url, start=start) if entry.html else text_to_blocks(entry.text)
    heading = [Block(kind=BlockKind.TITLE, text=title, signature="title")] if title else []
    return document_of(
        [*heading, *(block for block in body if block.kind is not BlockKind.TITLE)],
        source_id=source.id,
        identity=identity,
        url=url,
        title=title,
        kind=DocumentKind.ENTRY,
        publisher=source.publisher or publisher,
        published_at=entry.published_at,
        updated_at=entry.updated_at,
        language=entry.language,
        summary=squash(" ".join(block.text for block in body[:3]))[:500],
    )
