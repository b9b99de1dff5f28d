"""Feeds in XML taken apart cheaply: the text of the document, its items, and a hash of each, before anything is interpreted.

No document type is honoured: nothing is loaded, no entity but a character's plain name is expanded, and a document that
declares entities within entities or outside itself is refused.
"""

from __future__ import annotations

import codecs
import hashlib
import html.entities
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from monitor.errors import ExtractError
from monitor.model import Snapshot
from monitor.sources.jsons import parse_moment

if TYPE_CHECKING:
    from lxml import etree

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}?\?>")
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_ENTITY = re.compile(r"""<!ENTITY\s+(%\s+)?([^\s"'>]{1,100})\s+(SYSTEM|PUBLIC|"[^"]*"|'[^']*')?""")
_DOCTYPE_PARTS = re.compile(r"""<!--.*?-->|["'\[\]>]""", re.DOTALL)
_PROLOG = re.compile(r"(?:\s|<!--.*?-->|<\?.*?\?>)*+", re.DOTALL)
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_FEED_ROOT = re.compile(r"<((?:[\w.-]+:)?(?:rss|feed|rdf|channel))\b", re.IGNORECASE)
_ENTRY_END = re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
_BARE = re.compile(r"&(?![A-Za-z][A-Za-z0-9]{0,31};|#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};)")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
          (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
          (b"<\x00\x00\x00", "utf-32-le"), (b"\x00\x00\x00<", "utf-32-be"),
          (b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))  # fmt: skip
# Python's own codecs for other purposes, which bytes.decode() accepts.
_NO_CHARACTER_SETS = frozenset(
    {"unicode-escape", "raw-unicode-escape", "idna", "punycode", "undefined", "utf-7", "mbcs", "oem"}
)
ATOM, _DC = "{http://www.w3.org/2005/Atom}", "{http://purl.org/dc/elements/1.1/}"
_UNREAD = frozenset(
    [
        "author", "category", "comments", f"{ATOM}author", f"{ATOM}category", f"{ATOM}contributor", f"{_DC}creator",
        f"{_DC}contributor", f"{_DC}subject",
    ]
)  # fmt: skip
_UNREAD_KINDS = ("{http://purl.org/rss/1.0/modules/slash/}", "{http://wellformedweb.org/CommentAPI/}")
_DATES = ("pubDate", "published", "date", "updated", "issued", "modified", "created")


@dataclass(frozen=True, slots=True)
class Item:
    """One ``item`` or ``entry`` element, and the hash of its source."""

    element: etree._Element
    mark: str

    def date(self) -> datetime | None:
        """When it says that it was published, else updated; ``None`` where that cannot be read."""
        dates = {_name(child): child.text or "" for child in self.element if _name(child) in _DATES}
        return next((found for name in _DATES if (found := parse_date(dates.get(name, "")))), None)


def markup_of(snapshot: Snapshot) -> str:
    """The characters of an XML document without its declaration and document type. Raises ExtractError on dangerous ones."""
    text = _decoded(snapshot).removeprefix("\ufeff").lstrip()
    text = _DECLARATION.sub("", text, count=1)
    return _without_doctype(text, snapshot.url)


def _decoded(snapshot: Snapshot) -> str:
    body = snapshot.body
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body.decode(name, "replace")
    declared = _DECLARED.match(body[:400])
    stated = [name for name in (snapshot.charset, declared and declared[1].decode("ascii")) if name]
    # Bytes beyond ASCII that are valid UTF-8 are UTF-8, whatever a header says; chance does not make such sequences.
    names = ["utf-8", *stated] if not body.isascii() else [*reversed(stated), "utf-8"]
    for name in [*names, "cp1252"]:
        try:
            if codecs.lookup(name).name not in _NO_CHARACTER_SETS:
                return body.decode(name)
        except (LookupError, ValueError):
            continue
    return body.decode("utf-8", "replace")


def _without_doctype(text: str, url: str) -> str:
    prolog = _PROLOG.match(text)
    start = prolog.end() if prolog else 0
    if not text.startswith("<!DOCTYPE", start):
        return text
    end = _end_of_doctype(text, start)
    declared: dict[str, str] = {}
    for parameter, name, value in _ENTITY.findall(text[start:end]):
        inner = value[1:-1]
        if parameter or value in ("", "SYSTEM", "PUBLIC") or len(inner) > 200 or re.search(r"&(?!#)|%", inner):
            raise ExtractError(
                url, f'declares the entity "{name[:40]}" from elsewhere or of other entities', expected="a plain feed"
            )
        declared[name] = inner
    rest = text[:start] + text[end:]
    return _NAMED.sub(lambda found: declared.get(found[1], found[0]), rest) if declared else rest


def _end_of_doctype(text: str, start: int) -> int:
    """After the ``>`` that closes the declaration, past an internal subset and quoted words."""
    quote, subset = "", False
    for found in _DOCTYPE_PARTS.finditer(text, start, start + 200_000):
        part = found[0]
        if quote:
            quote = "" if part == quote else quote
        elif part in "\"'":
            quote = part
        elif part in "[]":
            subset = part == "["
        elif part == ">" and not subset:
            return found.end()
    return len(text)


def parse_markup(text: str) -> tuple[etree._Element | None, str]:
    """The tree, and what had to be mended for it (nothing in a well-formed document); no tree if that was not enough.

    Mended are the names of HTML's characters, an ampersand that stands alone, and control characters.
    """
    root, reason = _tree(text)
    if root is not None:
        return root, ""
    mended = _BARE.sub("&amp;", _NAMED.sub(_character, _CONTROLS.sub("\ufffd", text)))
    return _tree(mended)[0], reason


def recovered(text: str) -> etree._Element | None:
    """What can be made of a document that is not well-formed; words and elements may be missing from it."""
    return _tree(text, recover=True)[0]


def _tree(text: str, *, recover: bool = False) -> tuple[etree._Element | None, str]:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
        encoding="utf-8", recover=recover,
    )  # fmt: skip
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser), ""
    except (etree.XMLSyntaxError, ValueError) as error:
        return None, str(error)[:200]


def _character(found: re.Match[str]) -> str:
    name = found[1]
    return found[0] if name in _XML_NAMES else html.entities.html5.get(f"{name};", f"&amp;{name};")


def is_feed(root: etree._Element) -> bool:
    """Whether the root is that of RSS, Atom, RDF, a bare channel or a lone entry."""
    return _name(root).lower() in {"rss", "feed", "rdf", "channel", "entry"}


def items_of(root: etree._Element) -> list[Item]:
    """The items of a feed, in its order; an entry alone is a feed of one (RFC 4287 section 2)."""
    if _name(root).lower() == "entry":
        return [_item(root)]
    holders = [root, *(child for child in root if _name(child).lower() in {"channel", "items", "entries"})]
    found = [child for holder in holders for child in holder if _name(child).lower() in {"item", "entry"}]
    return [_item(element) for element in found]


def newest(items: Sequence[Item], limit: int) -> list[Item]:
    """The ``limit`` newest, in the feed's order; the first ones where an item has no date."""
    if len(items) <= limit:
        return list(items)
    dates = [item.date() for item in items]
    if None in dates:
        return list(items[:limit])
    order = sorted(range(len(items)), key=lambda place: dates[place] or _LONG_AGO, reverse=True)
    return [items[place] for place in sorted(order[:limit])]


def reduced(root: etree._Element, items: Sequence[Item], *, to: Sequence[Item]) -> bytes:
    """The document with only those of its ``items`` that are in ``to``, and of these what is read of them, as UTF-8.

    The tree is changed. What takes it apart takes a call for each element, each line and each entity.
    """
    from lxml import etree

    kept = {id(item.element) for item in to}
    for item in items:
        parent = item.element.getparent()
        if id(item.element) in kept:
            _lighten(item.element)
        elif parent is not None:
            parent.remove(item.element)
    return bytes(etree.tostring(root, encoding="utf-8"))


def _lighten(element: etree._Element) -> None:
    """Take out of an entry what nobody reads, and write its texts without entities."""
    from lxml import etree

    for child in list(element):
        if is_unread(child):
            element.remove(child)
            continue
        if child.tail and not child.tail.strip():
            child.tail = None
        text = child.text
        if text and "<" in text and not len(child) and "]]>" not in text:
            child.text = etree.CDATA(text)
    if element.text and not element.text.strip():
        element.text = None


def is_unread(element: etree._Element) -> bool:
    """Whether a part of an entry is one that nobody reads."""
    return element.tag in _UNREAD or (isinstance(element.tag, str) and element.tag.startswith(_UNREAD_KINDS))


def _item(element: etree._Element) -> Item:
    from lxml import etree

    source = etree.tostring(element, encoding="utf-8", with_tail=False)
    return Item(element, hashlib.blake2b(source, digest_size=6).hexdigest())


def _name(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def parse_date(text: str) -> datetime | None:
    """A date as feeds write them (RFC 822 or ISO 8601), aware and in UTC; ``None`` if it is neither."""
    text = text.strip()[:60]
    found = parse_moment(text)
    if found is not None or not text:
        return found
    try:
        parsed = parsedate_to_datetime(text)
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def breaks_off(feed: str) -> bool:
    """Whether a feed has no end: its root is never closed."""
    root = _FEED_ROOT.search(feed)
    return root is not None and f"</{root[1]}".lower() not in feed[-20_000:].lower()


def up_to_the_last_entry(feed: str) -> str:
    """A feed that breaks off without the entry that was cut, since half a name is none; empty where no entry is whole.

    Then that there are none is not what the feed says.
    """
    return feed[: max((found.end() for found in _ENTRY_END.finditer(feed)), default=0)]
