"""Entries of ordinary feeds read straight from their elements, since the forgiving parser takes twenty times as long.

Only what leaves nothing to interpret is read here: RSS 2.0 and Atom, each element at most once and without markup of its own, full
addresses, dates as the standards write them. Of anything else the answer is ``None``, and the forgiving parser reads it. A test
over all feeds at hand holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Literal
from urllib.parse import urljoin

from monitor.sources.entries import Entry
from monitor.sources.markup import ATOM, Item, is_unread, parse_date
from monitor.sources.urls import PLAIN_ADDRESS, canonical_url
from monitor.text import storable

if TYPE_CHECKING:
    from lxml import etree

_ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
_MEDIA = "{http://search.yahoo.com/mrss/}"
#: What an entry may hold besides and nobody reads; of pictures only those that say nothing.
_SILENT = frozenset({"enclosure", "{com-wordpress:feed-additions:1}post-id", f"{_MEDIA}thumbnail", f"{_MEDIA}content"})
_RSS = {
    "title": "title", "link": "link", "guid": "guid", "pubDate": "published", "description": "summary", _ENCODED: "content"
}  # fmt: skip
_ATOM = {f"{ATOM}{name}": name for name in ("title", "link", "published", "updated", "summary", "content")} | {
    f"{ATOM}id": "guid"
}
_TYPES = {None: "text", "text": "text", "text/plain": "text", "html": "html", "text/html": "html"}
_DATE = re.compile(
    r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} (?:19|20)\d\d \d\d:\d\d:\d\d (?:[+-]\d{4}|GMT|UTC)"
    r"|(?:19|20)\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)"
)
#: Characters that the other parser takes for those of another set.
_ODD = re.compile("[\x80-\x9f]")


def read_plainly(
    root: etree._Element, text: str, items: Iterable[Item], base_url: str
) -> tuple[str | None, dict[str, Entry]]:
    """The title of a feed, and those of ``items`` that leave nothing to interpret, by their marks."""
    if not may_be_plain(root, text):
        return None, {}
    return plain_title(root), {item.mark: entry for item in items if (entry := plain_entry(item, base_url))}


def may_be_plain(root: etree._Element, text: str) -> bool:
    """Whether the entries of a feed can be read here at all."""
    if "xml:base" in text or set(root.attrib) - {"version", "{http://www.w3.org/XML/1998/namespace}lang"}:
        return False
    return root.tag == f"{ATOM}feed" or (root.tag == "rss" and root.get("version") == "2.0")


def plain_title(root: etree._Element) -> str | None:
    """The title of a feed that has one and says it plainly."""
    holder = root if root.tag == f"{ATOM}feed" else root.find("channel")
    titles = [child for child in ([] if holder is None else holder) if str(child.tag).endswith("title")]
    if len(titles) != 1 or titles[0].tag not in {"title", f"{ATOM}title"}:
        return None
    return _title(titles[0])


def plain_entry(item: Item, base_url: str) -> Entry | None:
    """``item`` as an entry, ``None`` where that is a matter of interpretation."""
    parts = _parts(item.element)
    if parts is None:
        return None
    title, link, guid = _title(parts.get("title")), _link(parts, base_url), _guid(parts, base_url)
    published, updated = _date(parts, "published"), _date(parts, "updated")
    said = _said(parts)
    if title is None or link is None or guid is None or published is False or updated is False or said is None:
        return None
    address = link or (guid if guid.startswith(("https://", "http://")) else "")
    return Entry(
        mark=item.mark,
        guid=guid,
        url=canonical_url(address, base_url) if address else "",
        title=title,
        html=said[0],
        text=said[1],
        published_at=published or None,
        updated_at=updated or None,
    )


def _parts(element: etree._Element) -> dict[str, etree._Element] | None:
    names = _RSS if element.tag == "item" else _ATOM if element.tag == f"{ATOM}entry" else {}
    if not names or element.attrib:
        return None
    parts: dict[str, etree._Element] = {}
    for child in element:
        name = names.get(child.tag)
        if name is None:
            if is_unread(child) or (child.tag in _SILENT and not len(child)):
                continue
            return None
        if name in parts or len(child):
            return None
        parts[name] = child
    return parts


def _words(element: etree._Element, *, attributes: frozenset[str] = frozenset({"type"})) -> str | None:
    """The text of an element, ``None`` where the other parser might read other characters, or has attributes to heed."""
    if len(element) or not attributes.issuperset(element.attrib):
        return None
    words = (element.text or "").strip()
    if words.isascii():
        return storable(words)
    if _ODD.search(words) or _is_read_twice(words):
        return None
    return storable(words)


def _is_read_twice(words: str) -> bool:
    """Whether each letter looks like a byte of UTF-8."""
    try:
        words.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return False
    return True


def _title(element: etree._Element | None) -> str | None:
    if element is None:
        return ""
    words = _words(element)
    return None if words is None or "<" in words or "&" in words or element.get("type") not in _TYPES else words


def _link(parts: dict[str, etree._Element], base_url: str) -> str | None:
    element = parts.get("link")
    if element is None:
        return ""
    if element.tag == "link":
        address = _words(element, attributes=frozenset())
    elif set(element.attrib) <= {"rel", "type", "href"} and element.get("rel", "alternate") == "alternate":
        address = element.get("href") if element.get("type", "text/html") == "text/html" else None
    else:
        return None
    return address if address and _is_whole(address, base_url) else None


def _guid(parts: dict[str, etree._Element], base_url: str) -> str | None:
    element = parts.get("guid")
    if element is None:
        return ""
    guid = _words(element, attributes=frozenset({"isPermaLink"}))
    if element.get("isPermaLink", "true") == "false":
        return guid
    return guid if guid and element.get("isPermaLink", "true") == "true" and _is_whole(guid, base_url) else None


def _is_whole(address: str, base_url: str) -> bool:
    """Whether an address means the same wherever it stands, and holds nothing that looks like a character's name."""
    try:
        return bool(PLAIN_ADDRESS.fullmatch(address)) or (
            ";" not in address and address.isascii() and urljoin(base_url, address) == address
        )
    except ValueError:
        return False


def _date(parts: dict[str, etree._Element], name: str) -> datetime | Literal[False] | None:
    """A date, ``None`` where there is none, ``False`` where it takes more to read it."""
    element = parts.get(name)
    if element is None:
        return None
    words = _words(element, attributes=frozenset())
    return (parse_date(words) if words and _DATE.fullmatch(words) else None) or False


def _said(parts: dict[str, etree._Element]) -> tuple[str, str] | None:
    """The fullest text: as markup, or as plain text."""
    found = []
    for name in ("content", "summary"):
        element = parts.get(name)
        if element is None:
            continue
        words = _words(element)
        kind = "html" if element.tag in _RSS else _TYPES.get(element.get("type"))
        if words is None or kind is None or (element.tag in _RSS and element.attrib):
            return None
        found.append((words, kind))
    if not found:
        return "", ""
    words, kind = max(found, key=lambda pair: len(pair[0]))
    return ("", words) if kind == "text" else (words, "")
