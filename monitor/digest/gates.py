"""What is looked at before an issue may be approved: errors stop it, warnings want a reason. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from monitor.digest.subject import SUBJECT_LIMIT
from monitor.model import Bulletin, Digest, DigestItem
from monitor.text import fold

#: How many earlier issues are looked through for the same thing.
LOOK_BACK = 4
_PLACEHOLDER = re.compile(
    r"\b(?:lorem ipsum|todo|tbc|tbd|fixme|xxx+)\b|\[(?:insert|name|date|link)[^\]]*\]|\?\?\?", re.IGNORECASE
)
_NOTE_WORDS = 80
#: Gmail cuts a message beyond 102 kB, and with it the link to unsubscribe; what is around the words needs some of that.
_LARGEST_HTML = 90_000
_AUDIENCE_SHARE = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found. An ``error`` stops approval, a warning wants a reason. ``item`` is the id of what it is about."""

    code: str
    words: str
    error: bool = False
    item: str = ""


def look_over(
    digest: Digest,
    bulletin: Bulletin,
    *,
    sent: Sequence[Digest],
    today: date,
    links: Mapping[str, str | None],
    recipients: int | None = None,
    recipients_before: int | None = None,
    open_comments: int = 0,
) -> tuple[Finding, ...]:
    """Everything that is to be said of ``digest``, errors first.

    ``sent`` are the issues before it, newest first. ``links`` says of an address what is wrong with it (``None``: nothing); one
    that it does not name was not tried. ``recipients`` are how many would get it, ``recipients_before`` how many got the last,
    ``open_comments`` how many comments of staff nobody has dealt with.
    """
    found = [
        *_emptiness(digest, sent),
        *_deadlines(digest, today),
        *_repeats(digest, sent[:LOOK_BACK]),
        *_links(digest, links),
        *_words(digest, bulletin),
        *_audience(recipients, recipients_before),
    ]
    if open_comments:
        are = "comments are" if open_comments > 1 else "comment is"
        found.append(Finding(code="comments", words=f"{open_comments} {are} not settled"))
    count = sum(bool(item.event_ids) for item in digest.to_check)
    if count:
        found.append(
            Finding(
                code="undecided",
                words=f"{count} change{'s' if count != 1 else ''} of this week still wait for a decision",
            )
        )
    return tuple(sorted(found, key=lambda finding: not finding.error))


def _emptiness(digest: Digest, sent: Sequence[Digest]) -> Iterable[Finding]:
    if not digest.items:
        yield Finding(code="empty", words="There is nothing in this issue: it says only where nothing changed")
        return
    for section in digest.sections:
        if not section.items:
            yield Finding(
                code="empty section", words=f"The section \u201c{section.kind.value}\u201d is empty", error=True
            )
    recent = sent[:LOOK_BACK]
    if len(recent) == LOOK_BACK:
        usual = set.intersection(*({section.kind for section in each.sections} for each in recent))
        for kind in sorted(usual - {section.kind for section in digest.sections}):
            yield Finding(
                code="missing section",
                words=f"The last {LOOK_BACK} issues had a section \u201c{kind.value}\u201d; this one has none",
            )


def _deadlines(digest: Digest, today: date) -> Iterable[Finding]:
    for item in digest.items:
        if item.closes_on and item.closes_on < today:
            words = f"\u201c{item.headline}\u201d closed on {item.closes_on:%d %B %Y}"
            yield Finding(code="past deadline", words=words, error=True, item=item.id)


def _repeats(digest: Digest, sent: Sequence[Digest]) -> Iterable[Finding]:
    told_events = {event_id: each.number for each in sent for event_id in each.event_ids}
    told_urls = {link.url: each.number for each in sent for item in each.items if not item.moves for link in item.links}
    told_heads = {fold(item.headline): each.number for each in sent for item in each.items}
    for item in digest.items:
        again = next((told_events[event_id] for event_id in item.event_ids if event_id in told_events), None)
        if again is not None:
            yield Finding(
                code="repeated",
                words=f"Issue {again} told \u201c{item.headline}\u201d already",
                error=True,
                item=item.id,
            )
            continue
        number = told_heads.get(fold(item.headline)) or _linked_before(item, told_urls)
        if number:
            yield Finding(
                code="repeated", words=f"\u201c{item.headline}\u201d looks like an item of issue {number}", item=item.id
            )


def _linked_before(item: DigestItem, told: Mapping[str, int]) -> int | None:
    if item.moves:
        # A page that is watched is linked each time that it changes.
        return None
    return next((told[link.url] for link in item.links if link.url in told), None)


def _links(digest: Digest, links: Mapping[str, str | None]) -> Iterable[Finding]:
    untried = 0
    for item in digest.items:
        for link in item.links:
            if link.url not in links:
                untried += 1
            elif fault := links[link.url]:
                yield Finding(
                    code="dead link",
                    words=f"{link.url} of \u201c{item.headline}\u201d: {fault}",
                    error=True,
                    item=item.id,
                )
        if not item.links and not item.event_ids and not item.takes_place:
            yield Finding(code="no link", words=f"\u201c{item.headline}\u201d leads nowhere", item=item.id)
    if untried:
        yield Finding(code="untried links", words=f"{untried} link{'s were' if untried != 1 else ' was'} not tried")


def _words(digest: Digest, bulletin: Bulletin) -> Iterable[Finding]:
    texts = [("the note", digest.note, "")] + [
        (f"\u201c{item.headline}\u201d", f"{item.headline} {item.summary} {item.takes_place}", item.id)
        for item in digest.items
    ]
    for where, text, item in texts:
        if held := _PLACEHOLDER.search(text):
            yield Finding(
                code="placeholder",
                words=f"{where} holds \u201c{held[0]}\u201d, which looks unfinished",
                error=True,
                item=item,
            )
    if "…" in bulletin.subject:
        words = (
            f"The subject is cut, since phones show about {SUBJECT_LIMIT} characters: \u201c{bulletin.subject}\u201d"
        )
        yield Finding(code="long subject", words=words)
    if len(digest.note.split()) > _NOTE_WORDS:
        yield Finding(code="long note", words=f"The note has {len(digest.note.split())} words; {_NOTE_WORDS} are read")
    size = len(bulletin.html.encode())
    if size > _LARGEST_HTML:
        most = f"at most {_LARGEST_HTML // 1000} are sent, because mail programs cut it at 102 and the link to unsubscribe with it"
        words = f"The mail has {size // 1000} kB; {most}: leave something out"
        yield Finding(code="too large", words=words, error=True)


def _audience(now: int | None, before: int | None) -> Iterable[Finding]:
    if now == 0:
        yield Finding(code="nobody", words="Nobody would get it: there is no confirmed member")
    elif now and before and abs(now - before) > before * _AUDIENCE_SHARE:
        yield Finding(code="audience", words=f"{now} people would get it; the last issue went to {before}")
