"""What is this address? Told by looking at it once or twice: the kind of source, a preview, and a block for ``config.toml``.

Nothing is decided for good here: the person sees what would be extracted and edits the block.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from monitor.errors import ExtractError, SourceError
from monitor.model import Document, Fetch, Look, Request, Snapshot, Source, Unchanged
from monitor.sources import source_types
from monitor.sources.decode import decode_text
from monitor.sources.guarded import look_guarded
from monitor.sources.jsons import parse_json
from monitor.sources.listing import ListingOptions, links_of
from monitor.sources.options import read_options
from monitor.sources.shapes import shape_of
from monitor.sources.urls import canonical_url
from monitor.sources.visit import visit
from monitor.text import slug, squash

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
#: Fewer links than this make a page with some links, not a listing.
_LISTING_LINKS = 8
#: And with so many a person may know better: the news of a small body begins with a few.
_SHORT_LISTING = 3
_PREVIEW_STEPS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What an address turned out to be. ``reason`` says how that was told, ``others`` what it could be read as besides."""

    source: Source
    reason: str
    options: Mapping[str, Any] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def block(self) -> str:
        """The source as a block for ``config.toml``."""
        return toml_block(self.source, self.options)


def discover(url: str, *, fetch: Fetch, now: datetime, kind: str = "") -> Discovery:
    """Look at ``url`` and say what it is; with ``kind``, take it as that. Raises SourceError if it cannot be read at all."""
    if kind:
        return _previewed(Discovery(source=_source(kind, url, ""), reason="as asked for"), fetch=fetch, now=now)
    if _known_api(url):
        found = Discovery(source=_source(_known_api(url), url, ""), reason="the address is that of a known service")
        return _previewed(found, fetch=fetch, now=now)
    answer = fetch(Request(url=url))
    if isinstance(answer, Unchanged):
        raise ExtractError(url, "the server sent nothing to look at", expected="a whole answer")
    look = look_guarded(looked_at, answer)
    source = _source(look.kind, look.url, look.title, complete=look.complete)
    found = Discovery(source=source, reason=look.reason, options=look.options, others=look.others)
    return _previewed(found, fetch=fetch, now=now)


def _known_api(url: str) -> str:
    parts = urlsplit(url)
    path = parts.path.lower().rstrip("/")
    if path.endswith(("/ocdsreleasepackages", "/notices/ocds/search")):
        return "ocds"
    if path.endswith(("/writtenstatements/statements", "/writtenquestions/questions")):
        return "parliament"
    if path.endswith((".warc", ".warc.gz")):
        return "archive"
    if parts.hostname in {"www.gov.uk", "gov.uk"} and (path.endswith(".atom") or path.startswith("/api/")):
        return "govuk"
    return ""


def looked_at(snapshot: Snapshot) -> Look:
    """What an answer is. Raises ExtractError. For a process of its own: an answer is read for this already."""
    body = snapshot.body.lstrip(b"\xef\xbb\xbf \t\r\n")
    url = snapshot.url
    if body.startswith(b"%PDF-"):
        return Look(kind="pdf", url=url, reason="the answer is a PDF")
    if body[:1] in (b"{", b"["):
        return _json(snapshot)
    head = body[:2000].lower()
    if any(sign in head for sign in (b"<rss", b"<feed", b"<rdf:rdf")):
        return Look(kind="feed", url=url, reason="the answer is a feed")
    if _is_table(snapshot):
        return Look(kind="register", url=url, complete=True, reason="the answer is a table")
    return _page(snapshot)


def _json(snapshot: Snapshot) -> Look:
    value = parse_json(snapshot)
    shape = shape_of(value)
    if (
        shape == "register"
        and isinstance(value, list)
        and value
        and isinstance(value[0], dict)
        and "download_url" in value[0]
    ):
        options = {"index": True, "files": ["*.json"]}
        return Look(kind="register", url=snapshot.url, reason="the answer lists files", options=options)
    reasons = {
        "ocds": "the answer holds OCDS releases",
        "govuk": "the answer is of GOV.UK's API",
        "parliament": "the answer is of Parliament's API",
        "feed": "the answer is a JSON Feed",
        "register": "the answer is JSON records",
    }
    return Look(kind=shape, url=snapshot.url, complete=shape == "register", reason=reasons[shape])


def _is_table(snapshot: Snapshot) -> bool:
    if snapshot.media_type in {"text/csv", "text/tab-separated-values"}:
        return True
    return urlsplit(snapshot.url).path.lower().endswith((".csv", ".tsv")) and not snapshot.body.lstrip().startswith(
        b"<"
    )


def _page(snapshot: Snapshot) -> Look:
    from selectolax.lexbor import LexborHTMLParser

    text = decode_text(snapshot.body, content_type=snapshot.content_type, charset=snapshot.charset)
    tree = LexborHTMLParser(text)
    title = squash(node.text()) if (node := tree.css_first("title")) else ""
    if urlsplit(snapshot.url).hostname == "www.gov.uk":
        return Look(kind="govuk", url=snapshot.url, title=title, reason="the page is one of GOV.UK")
    feeds = feed_links(tree, snapshot.url)
    links = links_of(tree, snapshot, ListingOptions())
    if feeds:
        others = (*(f"feed {address}" for address in feeds[1:]), f"page {snapshot.url}", f"listing {snapshot.url}")
        return Look(kind="feed", url=feeds[0], title=title, reason="the page names a feed", others=others)
    if len(links) >= _LISTING_LINKS:
        reason = f"the page links {len(links)} pages by titles and names no feed"
        return Look(kind="listing", url=snapshot.url, title=title, reason=reason, others=(f"page {snapshot.url}",))
    others = (f"listing {snapshot.url}",) if len(links) >= _SHORT_LISTING else ()
    return Look(
        kind="page", url=snapshot.url, title=title, reason="the page names no feed and lists little", others=others
    )


def feed_links(tree: LexborHTMLParser, base: str) -> list[str]:
    """The feeds that a page names in its head, those of comments last."""
    nodes = tree.css('link[rel~="alternate"][href]')
    found = [
        canonical_url(node.attributes.get("href") or "", base)
        for node in nodes
        if (node.attributes.get("type") or "").lower().partition(";")[0].strip() in _FEED_TYPES
    ]
    return sorted(dict.fromkeys(url for url in found if url), key=lambda url: "comments" in url)


def _source(kind: str, url: str, title: str, *, complete: bool = False) -> Source:
    host = _host(url)
    name = _name(title)
    path = slug(urlsplit(url).path.replace(".", " "))[:40].strip("-")
    return Source(
        id=slug(f"{host.partition('.')[0]} {name}")[:60].strip("-")
        if name
        else f"{slug(host.replace('.', ' '))}-{path}".strip("-"),
        kind=kind,
        url=url,
        name=name or host,
        complete=complete,
        every_hours=6.0 if kind in {"ocds", "govuk", "parliament"} else 24.0,
        trust=1 if f".{host}".endswith((".gov.uk", ".parliament.uk")) else 2,
    )


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


#: The name of a part of a site, which says nothing of whose it is.
_PART = re.compile(
    r"(?:home|news|latest( news)?|blog|press( releases?)?|updates?|media( centre)?|about( us)?)", re.IGNORECASE
)


def _name(title: str) -> str:
    """What a page calls itself, without the site's name behind it; with it where the page alone would be no name: "Harbour Trust: News"."""
    first, *rest = (part.strip() for part in re.split(r"\s+[|–—·-]\s+", title))
    named = f"{rest[-1]}: {first}" if rest and _PART.fullmatch(first) else first
    return named[:60].strip()


def _named(source: Source, documents: Sequence[Document]) -> Source:
    """A source that no page has named is called what its feed calls itself."""
    own = (
        _name(documents[0].publisher)
        if source.kind == "feed" and source.name == _host(source.url) and documents
        else ""
    )
    return _source(source.kind, source.url, own) if own else source


def _previewed(found: Discovery, *, fetch: Fetch, now: datetime) -> Discovery:
    """``found`` with what a first visit brings, cut short; a source that brings nothing keeps the reason why."""
    options, _ = read_options(source_types()[found.source.kind].options, found.options, "")
    source = replace(found.source, options=options)
    try:
        result = visit(source, fetch=_few(fetch), state={}, now=now)
    except SourceError as error:
        return replace(found, notes=(*found.notes, f"nothing could be extracted: {error.reason}"))
    skipped = [failure for failure in result.failures if failure.reason != _ENOUGH]
    notes = (*found.notes, *result.notes, *(str(failure) for failure in skipped))
    return replace(found, source=_named(found.source, result.documents), documents=result.documents, notes=notes)


_ENOUGH = "left out of the preview"


def _few(fetch: Fetch) -> Fetch:
    """``fetch`` for a few requests; what lies beyond fails without one, so that a preview costs a publisher little."""
    spent = 0

    def limited(request: Request) -> Any:
        nonlocal spent
        spent += 1
        if spent > _PREVIEW_STEPS:
            raise ExtractError(request.url, _ENOUGH)
        return fetch(request)

    return limited


def free_id(wanted: str, taken: Collection[str]) -> str:
    """``wanted``, or with a number behind it where that is taken."""
    number, name = 2, wanted
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name


def toml_block(source: Source, options: Mapping[str, Any] | None = None) -> str:
    """``source`` as a ``[[sources]]`` table; keys with their default value are left out."""
    plain = Source(id="", kind="", url="")
    shown = (
        "id",
        "kind",
        "url",
        "name",
        "publisher",
        "every_hours",
        "trust",
        "programmes",
        "section",
        "complete",
        "internal",
    )
    lines = ["[[sources]]"]
    for name in shown:
        value = getattr(source, name)
        if value != getattr(plain, name) or name in {"id", "kind", "url", "every_hours", "trust"}:
            lines.append(f"{name} = {_toml(value)}")
    lines += [f"{name} = {_toml(value)}" for name, value in (options or {}).items()]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{json.dumps(str(key))} = {_toml(part)}" for key, part in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(part) for part in value) + "]"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    # A JSON string is a TOML basic string, but for DEL, which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
