"""What staff say to one another about an issue: comments on it and on its items, and how it read when it was last reviewed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from monitor.digest.issue import read_digest
from monitor.errors import ReviewError
from monitor.model import Digest
from monitor.store import Store, StoredDigest, Teaching

COMMENT, REVIEWED = "comment", "reviewed issue"
HANDED_IN, SENT_BACK, APPROVED = "handed in", "sent back", "approved"
_LONGEST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What somebody said of an item, or of the whole issue (``item`` is empty). ``settled_by``: who said that it is dealt with."""

    id: str
    item: str
    words: str
    by: str
    at: datetime
    headline: str = ""
    settled_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """How an issue read when ``by`` did ``what`` (handed it in, sent it back, approved it)."""

    what: str
    by: str
    at: datetime
    text: str


def comment(store: Store, stored: StoredDigest, *, item: str, words: str, by: str, now: datetime) -> None:
    """Say something of an item, or of the whole issue. Raises ReviewError where there is nothing said, or no such item."""
    words = words.strip()[:_LONGEST]
    if not words:
        raise ReviewError("a comment needs words")
    digest = read_digest(stored)
    headline = next((each.headline for each in digest.items if each.id == item), "")
    if item and not headline:
        raise ReviewError("that item is not in this issue any more")
    value = {"item": item, "words": words, "headline": headline}
    with store.transaction():
        store.teachings.add(Teaching(kind=COMMENT, subject=stored.id, value=value, by=by, at=now))
        store.audit.add("digest commented", subject=stored.id, by=by, at=now, details={"item": headline})


def settle(store: Store, stored: StoredDigest, comment_id: str, *, by: str, now: datetime) -> None:
    """Say that a comment is dealt with; it stays on record."""
    if comment_id not in {each.id for each in comments_of(store, stored.id)}:
        raise ReviewError("there is no such comment")
    with store.transaction():
        store.teachings.undo(comment_id, by=by, at=now)
        store.audit.add("digest comment settled", subject=stored.id, by=by, at=now, details={"comment": comment_id})


def comments_of(store: Store, digest_id: str) -> tuple[Comment, ...]:
    """Every comment on an issue, oldest first, also those that are settled."""
    return tuple(
        Comment(
            id=lesson.id, item=str(lesson.value["item"]), words=str(lesson.value["words"]), by=lesson.by, at=lesson.at,
            headline=str(lesson.value["headline"]), settled_by=lesson.undone_by,
        )
        for lesson in store.teachings.list(COMMENT, subject=digest_id, undone=True)
    )  # fmt: skip


def note_reviewed(store: Store, stored: StoredDigest, what: str, *, by: str, now: datetime) -> None:
    """Keep how the issue reads now, so that whoever reviews it next sees what became of it since."""
    value = {"what": what, "text": as_lines(read_digest(stored))}
    store.teachings.add(Teaching(kind=REVIEWED, subject=stored.id, value=value, by=by, at=now))


def last_reviewed(store: Store, digest_id: str) -> Reviewed | None:
    """How the issue read at the last word of a reviewer, or, where there was none yet, when it was first handed in."""
    lessons = store.teachings.list(REVIEWED, subject=digest_id)
    verdicts = [each for each in lessons if each.value["what"] != HANDED_IN]
    lesson = verdicts[-1] if verdicts else next(iter(lessons), None)
    if lesson is None:
        return None
    return Reviewed(what=str(lesson.value["what"]), by=lesson.by, at=lesson.at, text=str(lesson.value["text"]))


def as_lines(digest: Digest) -> str:
    """An issue as lines of words to be compared: the note, the headings, and of each item all that staff can change."""
    return "\n".join(_lines(digest))


def _lines(digest: Digest) -> Iterator[str]:
    if digest.note:
        yield digest.note
    for section in digest.sections:
        yield f"Section: {section.kind.value.replace('_', ' ')}"
        for item in section.items:
            yield item.headline
            yield from (f"   {words}" for words in _details(item.areas, item.summary, item.takes_place, item.amount))
            if item.closes_on:
                yield f"   closes {item.closes_on:%d %B %Y}"
            yield from (f"   {link.label}: {link.url}" for link in item.links)


def _details(areas: tuple[str, ...], *others: str) -> Iterator[str]:
    yield from (words for words in (", ".join(areas), *others) if words)
