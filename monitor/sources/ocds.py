"""Procurement notices as OCDS release packages: Find a Tender and Contracts Finder, or any publisher of the standard.

Each release is a document, named by its process and its own id, so that a later notice of the same contract is another
document and a corrected notice is another version. Party ids are unique only inside one release, so nothing is joined by
them. A visit asks for windows of a few hours from where the last one ended (``updatedFrom`` and ``updatedTo``; Contracts Finder
calls them ``publishedFrom`` and ``publishedTo``) and follows ``links.next``; the cursor moves only when a window was read whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit, urlunsplit

from monitor.errors import ExtractError
from monitor.model import Block, BlockKind, Document, DocumentKind, Harvest, Request, Snapshot, Source, document_of
from monitor.sources.base import NOTHING_KNOWN, SourceType, State, options_of, request_for
from monitor.sources.jsons import dig, moment_at, parse_json, parse_moment, record_blocks, text_at
from monitor.text import fold

_MOMENT = "%Y-%m-%dT%H:%M:%S"


@dataclass(frozen=True, slots=True, kw_only=True)
class OcdsOptions:
    """``windows``: by ``updated`` or ``published`` moments, or ``none`` for a fixed address (``auto``: by the address).
    ``window_hours``: width of one. ``first_days``: how far back the first visit goes. ``most_windows``: most in one visit.
    ``cpv``: beginnings of classification codes, ``buyers`` and ``keywords``: words, of which a release must have one (a release
    is kept if any of the three lists fits; all are kept where none is given). ``stages``: passed on to the service.
    """

    windows: Literal["auto", "updated", "published", "none"] = "auto"
    window_hours: float = 6.0
    first_days: float = 2.0
    most_windows: int = 12
    cpv: tuple[str, ...] = ()
    buyers: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.window_hours <= 0 or self.most_windows < 1:
            raise ValueError("window_hours and most_windows must be above nothing")


def requests(source: Source, state: State, now: datetime, /) -> Sequence[Request]:
    """One request a window, oldest first; the address itself where the source has no windows."""
    options = options_of(source, OcdsOptions)
    clock = _clock_of(source.url, options)
    if not clock:
        return (request_for(source, source.url),)
    start = parse_moment(state.get("cursor", "")) or now - timedelta(days=options.first_days)
    width = timedelta(hours=options.window_hours)
    found: list[Request] = []
    while start < now and len(found) < options.most_windows:
        end = min(start + width, now)
        found.append(request_for(source, _window(source.url, clock, start, end, options)))
        start = end
    # A visit right after another has no window of its own; the last moment is asked for again, which costs one answer.
    return tuple(found) or (request_for(source, _window(source.url, clock, now - width, now, options)),)


def _clock_of(url: str, options: OcdsOptions) -> str:
    if options.windows != "auto":
        return "" if options.windows == "none" else options.windows
    path = urlsplit(url).path.rstrip("/").lower()
    if path.endswith("/ocdsreleasepackages"):
        return "updated"
    return "published" if path.endswith("/notices/ocds/search") else ""


def _window(url: str, clock: str, start: datetime, end: datetime, options: OcdsOptions) -> str:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    query |= {f"{clock}From": _written(start), f"{clock}To": _written(end)}
    query.setdefault("limit", "100")
    if options.stages:
        query["stages"] = ",".join(options.stages)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query, safe=":,"), ""))


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(_MOMENT)


def extract(snapshot: Snapshot, source: Source, _state: State = NOTHING_KNOWN, /) -> Harvest:
    """The releases of one answer that concern us, and the next page of its window."""
    options = options_of(source, OcdsOptions)
    value = parse_json(snapshot)
    releases = releases_of(value)
    if releases is None:
        raise ExtractError(
            snapshot.url, "holds no releases", expected="an OCDS release, release package or record package"
        )
    kept = [release for release in releases if concerns(release, options)]
    # What is read from a file leads nowhere.
    following = "" if source.kind == "file" else _next_page(value, snapshot)
    notes = []
    if len(kept) < len(releases):
        notes.append(f"{len(releases) - len(kept)} of {len(releases)} releases concern other matters")
    return Harvest(
        documents=tuple(_document(release, snapshot, source) for release in kept),
        next_urls=(following,) if following else (),
        cursor=None if following else _window_end(snapshot.requested_url),
        # A window without notices is an ordinary night, not an empty source.
        unchanged=len(releases) - len(kept) if releases else 1,
        notes=tuple(notes),
    )


def releases_of(value: Any) -> list[dict[str, Any]] | None:
    """The releases in a release, a release package, a record package or a list of these; ``None`` if it is none of them."""
    if isinstance(value, list):
        found = [releases_of(part) for part in value]
        return (
            [release for part in found if part for release in part]
            if value and all(part is not None for part in found)
            else None
        )
    if not isinstance(value, dict):
        return None
    if isinstance(value.get("releases"), list):
        return [release for release in value["releases"] if isinstance(release, dict)]
    if isinstance(value.get("records"), list) and all(isinstance(r, dict) and "ocid" in r for r in value["records"]):
        return [release for record in value["records"] for release in _of_record(record)]
    if isinstance(value.get("data"), dict) and "tenderID" in value["data"]:
        return [value["data"]]
    return [value] if isinstance(value.get("ocid") or value.get("tenderID"), str) else None


def _of_record(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    embedded = [release for release in record.get("releases") or () if isinstance(release, dict) and "ocid" in release]
    compiled = record.get("compiledRelease")
    return embedded or ([compiled] if isinstance(compiled, dict) else [])


def concerns(release: Mapping[str, Any], options: OcdsOptions) -> bool:
    """Whether a release fits one of the lists in ``options``; with no list everything does."""
    if not (options.cpv or options.buyers or options.keywords):
        return True
    if any(code.startswith(options.cpv) for code in _codes(release)) and options.cpv:
        return True
    buyers = " ".join(fold(name) for name in _buyers(release))
    if any(fold(word) in buyers for word in options.buyers):
        return True
    words = fold(" ".join(text_at(release, path) for path in _DESCRIBED))
    return any(fold(word) in words for word in options.keywords)


_DESCRIBED = ("tender.title", "tender.description", "title", "description", "planning.rationale")


def _codes(release: Mapping[str, Any]) -> list[str]:
    found: list[Any] = [dig(release, "tender.classification.id")]
    for path in (
        "tender.items.classification.id",
        "tender.additionalClassifications.id",
        "awards.items.classification.id",
        "tender.items.additionalClassifications.id",
    ):
        found += _flat(_deep(release, path.split(".")))
    return [code for code in found if isinstance(code, str)]


def _deep(value: Any, keys: list[str]) -> Any:
    if not keys:
        return value
    if isinstance(value, list):
        return [_deep(part, keys) for part in value]
    return _deep(value.get(keys[0]), keys[1:]) if isinstance(value, Mapping) else None


def _flat(value: Any) -> list[Any]:
    return [leaf for part in value for leaf in _flat(part)] if isinstance(value, list) else [value]


def _buyers(release: Mapping[str, Any]) -> list[str]:
    parties = release.get("parties")
    named = [
        text_at(party, "name")
        for party in (parties if isinstance(parties, list) else [])
        if isinstance(party, dict) and "buyer" in (party.get("roles") or [])
    ]
    return [text_at(release, "buyer.name"), *named]


def _next_page(value: Any, snapshot: Snapshot) -> str:
    """The address that ``links.next`` gives; it must stay on the host that was asked, as an answer may not send us elsewhere."""
    following = text_at(value, "links.next")
    if not following:
        return ""
    try:
        address = urlsplit(urldefrag(urljoin(snapshot.url, following)).url)
    except ValueError as error:
        raise ExtractError(
            snapshot.url, "the address of the next page is malformed", expected="a web address"
        ) from error
    if address.netloc not in {urlsplit(snapshot.url).netloc, urlsplit(snapshot.requested_url).netloc}:
        raise ExtractError(
            snapshot.url, f"the next page is on another host ({address.netloc})", expected="the same host"
        )
    return address.geturl()


def _window_end(url: str) -> str | None:
    query = dict(parse_qsl(urlsplit(url).query))
    end = parse_moment(query.get("updatedTo") or query.get("publishedTo") or "")
    return _written(end) if end else None


def _document(release: dict[str, Any], snapshot: Snapshot, source: Source) -> Document:
    title = text_at(release, "tender.title", "title") or source.name
    heading = [Block(kind=BlockKind.TITLE, text=title)] if title else []
    return document_of(
        [*heading, *record_blocks(release)],
        source_id=source.id,
        identity=f"{text_at(release, 'ocid')} {text_at(release, 'id')}".strip()
        or urldefrag(snapshot.requested_url).url,
        url=_address(release, snapshot),
        title=title,
        kind=DocumentKind.NOTICE,
        publisher=source.publisher or text_at(release, "buyer.name"),
        published_at=moment_at(release, "date", "publishedDate"),
        summary=text_at(release, "tender.description", "description")[:500],
        record=release,
        record_kind="ocds",
    )


def _address(release: Mapping[str, Any], snapshot: Snapshot) -> str:
    """The notice's own page where the release names one among its documents, else where the release was read."""
    for path in ("tender.documents", "awards", "contracts", "planning.documents"):
        for part in _flat(dig(release, path)):
            for document in [part, *(_flat(part.get("documents")) if isinstance(part, dict) else ())]:
                url = text_at(document, "url")
                if url.startswith(("https://", "http://")) and text_at(document, "documentType").endswith("Notice"):
                    return url
    return snapshot.url


SOURCE_TYPE = SourceType(kind="ocds", options=OcdsOptions, extract=extract, requests=requests, in_order=True)
