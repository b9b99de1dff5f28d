"""A page as an ordered list of blocks. One walk over the whole tree; nothing is dropped, zones are only labels.

Every main-content extractor loses whole bidder lists in some ordinary layout (all-linked lists, asides, layout tables), so
none is used here. A block knows its heading path, its place (``signature``), its list or table (``group``) and, for a row of
a data table, its cells with their column headers.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from monitor.extract.layout.breaks import BREAK, pieces
from monitor.extract.layout.grids import ICONS, MAX_BLOCKS, MAX_DEPTH, SKIPPED, is_data_table, table_rows
from monitor.extract.layout.lines import text_to_blocks
from monitor.extract.layout.teasers import with_teasers
from monitor.model import SEPARATOR, Block, BlockKind, Cell, Zone
from monitor.text import squash

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["html_to_blocks", "text_to_blocks"]

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_KINDS = {
    **dict.fromkeys(_HEADINGS, BlockKind.HEADING),
    **dict.fromkeys(
        ("section", "article", "aside", "div", "td", "main", "nav", "header", "footer"), BlockKind.PARAGRAPH
    ),
    "li": BlockKind.ITEM,
    "dt": BlockKind.TERM,
    "dd": BlockKind.DEFINITION,
    "blockquote": BlockKind.QUOTE,
    "figcaption": BlockKind.CAPTION,
    "caption": BlockKind.CAPTION,
    "summary": BlockKind.HEADING,
    "legend": BlockKind.HEADING,
}
_LISTS = frozenset({"ul", "ol", "dl", "menu"})
_CONTAINERS = frozenset(
    {
        "html", "body", "details", "figure", "form", "fieldset", "table", "tbody", "thead", "tfoot", "tr", "th", "p", "pre",
        "address", "center", "hgroup", "hr", *_LISTS, *_KINDS,
    }
)  # fmt: skip
_CONTROLS = frozenset({"button", "label", "option"})
#: Tags whose class may say that they frame the page. A paragraph's class is about its looks.
_FRAMES = frozenset(
    {"div", "section", "aside", "nav", "header", "footer", "ul", "ol", "form", "table", "article", "main", "details"}
)
_CHROME_WORDS = re.compile(
    r"(?:^|[\s_-])(nav|navbar|menu|footer|breadcrumbs?|cookies?|consent|banner|share|social|tweets?|twitter|related|sidebar|widgets?|"
    r"advert|ads|promo|newsletter|subscribe|skip|pagination|tags|comments?|navigation|contentinfo|search|ticker|marquee|weather|trending|alerts?)(?:$|[\s_-])"
)


class _Place:
    """Where the walk stands: what a run of text here becomes. Plain, as one is made for each element of a page."""

    __slots__ = ("group", "kind", "level", "signature", "zone")

    def __init__(self, kind: BlockKind, zone: Zone, signature: str, group: int, level: int) -> None:
        self.kind, self.zone, self.signature, self.group, self.level = kind, zone, signature, group, level


class _Walk:
    """What the walk gathers: blocks, the open headings, and the inline text since the last block."""

    __slots__ = ("base_url", "blocks", "end", "groups", "headings", "label", "links", "parts", "path")

    def __init__(self, base_url: str, start: int) -> None:
        self.base_url = base_url
        #: Where the next block stands in a document of all of them.
        self.end = start
        self.blocks: list[Block] = []
        self.headings: list[tuple[int, str]] = []
        self.path: tuple[str, ...] = ()
        self.groups = 0
        self.parts: list[str] = []
        #: The words of the last label that began a block.
        self.label = ""
        self.links: list[tuple[str, str]] = []


def html_to_blocks(html: str, *, base_url: str = "", start: int = 0) -> list[Block]:
    """The blocks of the page ``html`` in reading order. Never raises, whatever the markup; at most ``MAX_BLOCKS``.

    Each stands where a document has it that they begin at ``start`` and that no other block parts.
    """
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html)
    walk = _Walk(base_url, start)
    title = tree.css_first("head > title")
    if title and (words := squash(title.text())):
        walk.blocks.append(
            Block(kind=BlockKind.TITLE, text=words, start=start, zone=Zone.CHROME, signature="head/title")
        )
        walk.end += len(words) + len(SEPARATOR)
    if tree.body is not None:
        place = _Place(BlockKind.PARAGRAPH, Zone.MAIN, "", 0, 0)
        _walk(tree.body, walk, place, 0)
        _flush(walk, place)
    return with_teasers(walk.blocks[:MAX_BLOCKS])


def _walk(node: LexborNode, walk: _Walk, place: _Place, depth: int) -> None:
    if depth > MAX_DEPTH or len(walk.blocks) > MAX_BLOCKS:
        walk.parts.append(node.text(deep=True, separator=" "))
        return
    parts = walk.parts
    child = node.child
    while child is not None:
        tag = child.tag
        if tag == "-text":
            parts.append(child.text_content or "")
        elif tag in _CONTAINERS:
            if parts:
                _flush(walk, place)
            _enter(child, tag, walk, place, depth + 1)
        elif tag == "br":
            parts.append(BREAK)
        elif tag == "a":
            _link(child, walk, place, depth + 1)
        elif tag is not None and tag not in SKIPPED and tag[0] not in "-!_":
            if tag in _CONTROLS:
                _control(child, tag, walk, place, depth + 1)
            else:
                _walk(child, walk, place, depth + 1)
        child = child.next


def _control(node: LexborNode, tag: str, walk: _Walk, place: _Place, depth: int) -> None:
    """What a reader presses or fills in. A button behind a label alone is a line of its own: "Search" and "Go" are nobody's name."""
    label, outer = "".join(walk.parts).strip(), node.parent
    in_link = outer is not None and outer.tag == "a"
    if tag == "button" and label and label == walk.label and not in_link and node.text().strip():
        _flush(walk, place)
    walk.parts.append(" ")
    _walk(node, walk, place, depth)
    if tag == "label" and not label and place.kind is BlockKind.PARAGRAPH:
        walk.label = "".join(walk.parts).strip().rstrip(":")


def _link(node: LexborNode, walk: _Walk, place: _Place, depth: int) -> None:
    count, blocks = len(walk.parts), len(walk.blocks)
    _walk(node, walk, place, depth)
    address = node.attributes.get("href")
    if not address:
        return
    words = squash("".join(walk.parts[count:])) if len(walk.blocks) == blocks else walk.blocks[-1].text
    if words:
        walk.links.append((words, _absolute(walk.base_url, address)))


def _enter(node: LexborNode, tag: str, walk: _Walk, place: _Place, depth: int) -> None:
    zone, signature = place.zone, place.signature
    if len(signature) < 400:
        signature = f"{signature}/{tag}"
    if tag in _FRAMES:
        attributes = node.attributes
        zone = _zone(node, tag, zone, attributes)
        if (name := attributes.get("class")) and len(signature) < 400:
            signature = f"{signature}.{name.split(None, 1)[0] if name.strip() else ''}"
    kind, group, level = _KINDS.get(tag, place.kind), place.group, place.level
    if tag in _LISTS:
        walk.groups += 1
        group, level = walk.groups, level + 1
    elif tag in _HEADINGS:
        level = _HEADINGS[tag]
    inner = _Place(kind, zone, signature, group, level)
    if tag == "table" and is_data_table(node):
        _table(node, walk, inner)
        return
    _walk(node, walk, inner, depth)
    if walk.parts:
        _flush(walk, inner)


def _zone(node: LexborNode, tag: str, outer: Zone, attributes: dict[str, str | None]) -> Zone:
    if tag in {"main", "article"}:
        return Zone.MAIN
    if outer is Zone.CHROME:
        return outer
    # A header inside an article holds its title; the one of the page holds its menu.
    if tag in {"nav", "footer"} or (tag == "header" and node.css_first("nav")):
        return Zone.CHROME
    if not attributes:
        return outer
    words = f"{attributes.get('class') or ''} {attributes.get('id') or ''} {attributes.get('role') or ''}".casefold()
    return Zone.CHROME if _CHROME_WORDS.search(words) else outer


#: An address within the site that needs no more than the site's before it, as most are.
_PLAIN_PATH = re.compile(r"/(?!/)[\w/-]*", re.ASCII)


def _absolute(base_url: str, address: str) -> str:
    address = address.strip()
    if not base_url or address.startswith(("http://", "https://")):
        return address
    try:
        return _site(base_url) + address if _PLAIN_PATH.fullmatch(address) else urljoin(base_url, address)
    except ValueError:
        return address


@lru_cache(maxsize=8)
def _site(base_url: str) -> str:
    return urljoin(base_url, "/").removesuffix("/")


def _flush(walk: _Walk, place: _Place) -> None:
    text = "".join(walk.parts)
    walk.parts.clear()
    links: tuple[tuple[str, str], ...] = ()
    if walk.links:
        links = tuple(walk.links)
        walk.links.clear()
    if text.isascii():
        if words := " ".join(text.split()):
            _add(walk, place, words, links)
        return
    for piece in pieces(text) if BREAK in text else [text]:
        words = squash(ICONS.sub("", piece))
        if place.kind is BlockKind.PARAGRAPH and words[:1] in _BULLETS and (item := words[1:].strip()):
            _add(walk, _Place(BlockKind.ITEM, place.zone, place.signature, place.group, place.level), item, links)
        elif words:
            _add(walk, place, words, links)


#: What an item of a list begins with that is typed and not marked up.
_BULLETS = frozenset("\u2022\u25aa\u25cf\u25a0\u25e6\u2023\u00b7\u2219\u2043")


def _add(
    walk: _Walk, place: _Place, words: str, links: tuple[tuple[str, str], ...], cells: tuple[Cell, ...] = ()
) -> None:
    level = place.level
    is_heading = place.kind is BlockKind.HEADING
    if is_heading:
        level = level or 6
        if walk.headings and walk.headings[-1][0] >= level:
            while walk.headings and walk.headings[-1][0] >= level:
                walk.headings.pop()
            walk.path = tuple(text for _, text in walk.headings)
    walk.blocks.append(
        Block(
            kind=place.kind,
            text=words,
            start=walk.end,
            headings=walk.path,
            zone=place.zone,
            signature=place.signature,
            cells=cells,
            group=place.group,
            level=level,
            links=links,
        )
    )
    walk.end += len(words) + len(SEPARATOR)
    if is_heading and place.zone is not Zone.CHROME:
        walk.headings.append((level, words))
        walk.path = (*walk.path, words)


def _table(table: LexborNode, walk: _Walk, place: _Place) -> None:
    walk.groups += 1
    caption = table.css_first("caption")
    if caption and (words := squash(caption.text(deep=True, separator=" "))):
        _add(walk, _Place(BlockKind.CAPTION, place.zone, place.signature, walk.groups, place.level), words, ())
    row_place = _Place(BlockKind.ROW, place.zone, place.signature, walk.groups, place.level)
    outer = walk.path
    for row in table_rows(table):
        words = " | ".join(row.texts)
        if row.section:
            walk.path = (*outer, row.section)
        if any(row.texts):
            _add(walk, row_place, words, (), row.cells)
    walk.path = outer
