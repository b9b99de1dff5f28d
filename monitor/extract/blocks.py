"""A page as an ordered list of blocks. One walk over the whole tree; nothing is dropped, zones are only labels.

Every main-content extractor loses whole bidder lists in some ordinary layout (all-linked lists, asides, layout tables), so
none is used here. A block knows its heading path, its place (``signature``), its list or table (``group``) and, for a row of
a data table, its cells with their column headers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.extract.grids import ICONS, MAX_DEPTH, SKIPPED, is_data_table, table_rows
from monitor.model import Block, BlockKind, Cell, Zone
from monitor.text import squash

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_KINDS = {
    "li": BlockKind.ITEM,
    "dt": BlockKind.TERM,
    "dd": BlockKind.DEFINITION,
    "blockquote": BlockKind.QUOTE,
    "figcaption": BlockKind.CAPTION,
    "caption": BlockKind.CAPTION,
    "summary": BlockKind.HEADING,
    "legend": BlockKind.HEADING,
}
_CONTAINERS = {
    "html", "body", "main", "article", "section", "div", "aside", "header", "footer", "nav", "ul", "ol", "dl", "details", "figure",
    "form", "fieldset", "table", "tbody", "thead", "tfoot", "tr", "td", "th", "p", "pre", "address", "menu", "center", "hgroup",
    *_HEADINGS, *_KINDS,
}  # fmt: skip
_CHROME_TAGS = {"nav", "footer", "header", "form"}
_CHROME_WORDS = re.compile(
    r"(?:^|[\s_-])(nav|navbar|menu|footer|breadcrumbs?|cookies?|consent|banner|share|social|tweets?|twitter|related|sidebar|widgets?|"
    r"advert|ads|promo|newsletter|subscribe|skip|pagination|tags|comments?)(?:$|[\s_-])"
)
#: Beyond this a document is cut and says so: no page that people read is near it.
MAX_BLOCKS = 20_000
_PLACES = {"main", "article"}


@dataclass(slots=True)
class _Walk:
    base_url: str
    blocks: list[Block] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    groups: int = 0


@dataclass(slots=True)
class _Run:
    """Inline text that is being gathered until a block begins or ends."""

    parts: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Place:
    kind: BlockKind = BlockKind.PARAGRAPH
    zone: Zone = Zone.MAIN
    signature: str = ""
    group: int = 0
    level: int = 0
    depth: int = 0


def html_to_blocks(html: str, *, base_url: str = "") -> list[Block]:
    """The blocks of the page ``html`` in reading order. Never raises, whatever the markup; at most ``MAX_BLOCKS``."""
    tree = LexborHTMLParser(html)
    walk = _Walk(base_url=base_url)
    title = tree.css_first("head > title")
    if title and (words := squash(title.text())):
        walk.blocks.append(Block(kind=BlockKind.TITLE, text=words, zone=Zone.CHROME, signature="head/title"))
    if tree.body is not None:
        run = _Run()
        _walk(tree.body, walk, _Place(), run)
        _flush(walk, _Place(), run)
    return walk.blocks[:MAX_BLOCKS]


def text_to_blocks(text: str) -> list[Block]:
    """The blocks of a plain text: paragraphs parted by blank lines, list items by their marks, short lines as headings."""
    blocks: list[Block] = []
    headings: tuple[str, ...] = ()
    group = 0
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [squash(line) for line in paragraph.split("\n") if line.strip()]
        if not lines:
            continue
        if len(lines) == 1 and _is_heading(lines[0]):
            headings = (lines[0],) if not blocks else (*headings[:1], lines[0])
            blocks.append(Block(kind=BlockKind.HEADING, text=lines[0], headings=headings[:-1], level=len(headings)))
            continue
        grid = _text_grid(paragraph)
        if grid:
            group += 1
            blocks.extend(_grid_rows(grid, headings, group))
            continue
        group += any(_ITEM.match(line) for line in lines)
        for line in lines:
            mark = _ITEM.match(line)
            kind = BlockKind.ITEM if mark else BlockKind.PARAGRAPH
            words = line[mark.end() :] if mark else line
            blocks.append(Block(kind=kind, text=words, headings=headings, group=group if mark else 0))
    return blocks[:MAX_BLOCKS]


def _text_grid(paragraph: str) -> list[list[str]]:
    """The rows of a paragraph that is a table in plain text: three or more lines parted by as many tabs or bars."""
    lines = [line for line in paragraph.split("\n") if line.strip()]
    for mark in ("\t", "|"):
        rows = [[squash(cell) for cell in line.strip("| " if mark == "|" else "\r").split(mark)] for line in lines]
        rows = [row for row in rows if not all(re.fullmatch(r"[-:=\s]*", cell) for cell in row)]
        if len(rows) >= 2 and len(lines) >= 2 and len(rows[0]) >= 2 and {len(row) for row in rows} == {len(rows[0])}:
            return rows
    return []


def _grid_rows(grid: list[list[str]], headings: tuple[str, ...], group: int) -> Iterator[Block]:
    for number, row in enumerate(grid):
        headers = grid[0] if number else [""] * len(row)
        cells = tuple(Cell(header=header, text=text) for header, text in zip(headers, row, strict=True))
        yield Block(kind=BlockKind.ROW, text="", headings=headings, cells=cells, group=group, signature=f"text/{group}")


_ITEM = re.compile(r"(?:[-*\u2022\u00b7\u25aa\u2013]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+")


def _is_heading(line: str) -> bool:
    return len(line) <= 120 and line[-1] not in ".,;:" and not _ITEM.match(line) and len(line.split()) <= 16


def _walk(node: LexborNode, walk: _Walk, place: _Place, run: _Run) -> None:
    if place.depth > MAX_DEPTH or len(walk.blocks) > MAX_BLOCKS:
        run.parts.append(node.text(deep=True, separator=" "))
        return
    child = node.child
    while child is not None:
        tag = child.tag
        if tag == "-text":
            run.parts.append(child.text_content or "")
        elif tag is None or tag.startswith(("-", "!", "_")) or tag in SKIPPED:
            pass
        elif tag == "br":
            run.parts.append("\n")
        elif tag in _CONTAINERS:
            _flush(walk, place, run)
            _enter(child, tag, walk, place)
        else:
            _inline(child, tag, walk, place, run)
        child = child.next


def _inline(node: LexborNode, tag: str, walk: _Walk, place: _Place, run: _Run) -> None:
    if tag == "a":
        address = node.attributes.get("href")
        words = squash(node.text(deep=True, separator=" "))
        if address and words:
            run.links.append((words, _absolute(walk.base_url, address)))
    if tag in {"button", "label", "option"}:
        run.parts.append(" ")
    _walk(node, walk, replace(place, depth=place.depth + 1), run)


def _enter(node: LexborNode, tag: str, walk: _Walk, place: _Place) -> None:
    inner = replace(
        place,
        depth=place.depth + 1,
        zone=_zone(node, tag, place.zone),
        signature=f"{place.signature}/{tag}" if place.depth < 40 else place.signature,
    )
    if tag == "table" and is_data_table(node):
        _table(node, walk, inner)
        return
    if tag in {"ul", "ol", "dl", "menu"}:
        walk.groups += 1
        inner = replace(inner, group=walk.groups, level=place.level + 1)
    if tag in _HEADINGS:
        inner = replace(inner, kind=BlockKind.HEADING, level=_HEADINGS[tag])
    elif tag in _KINDS:
        inner = replace(inner, kind=_KINDS[tag])
    elif tag in {"section", "article", "aside", "div", "td"}:
        inner = replace(inner, kind=BlockKind.PARAGRAPH)
    run = _Run()
    _walk(node, walk, inner, run)
    _flush(walk, inner, run)


def _zone(node: LexborNode, tag: str, outer: Zone) -> Zone:
    if tag in _PLACES:
        return Zone.MAIN
    if outer is Zone.CHROME:
        return outer
    attributes = node.attributes
    words = f"{attributes.get('class') or ''} {attributes.get('id') or ''} {attributes.get('role') or ''}".casefold()
    # A header inside an article holds its title; the one of the page holds its menu.
    if tag in {"nav", "footer"} or (tag == "header" and node.css_first("nav")):
        return Zone.CHROME
    return Zone.CHROME if words.strip() and _CHROME_WORDS.search(words) else outer


def _absolute(base_url: str, address: str) -> str:
    try:
        return urljoin(base_url, address.strip())
    except ValueError:
        return address.strip()


def _flush(walk: _Walk, place: _Place, run: _Run) -> None:
    links = tuple(run.links)
    pieces = [squash(ICONS.sub("", piece)) for piece in "".join(run.parts).split("\n\n")] if run.parts else []
    run.parts.clear()
    run.links.clear()
    for words in filter(None, pieces):
        _add(walk, place, words, links)


def _add(
    walk: _Walk, place: _Place, words: str, links: tuple[tuple[str, str], ...], cells: tuple[Cell, ...] = ()
) -> None:
    level = place.level
    if place.kind is BlockKind.HEADING:
        level = level or 6
        while walk.headings and walk.headings[-1][0] >= level:
            walk.headings.pop()
    walk.blocks.append(
        Block(
            kind=place.kind,
            text=words,
            headings=tuple(text for _, text in walk.headings),
            zone=place.zone,
            signature=place.signature,
            cells=cells,
            group=place.group,
            level=level,
            links=links,
        )
    )
    if place.kind is BlockKind.HEADING and place.zone is not Zone.CHROME:
        walk.headings.append((level, words))


def _table(table: LexborNode, walk: _Walk, place: _Place) -> None:
    walk.groups += 1
    caption = table.css_first("caption")
    if caption and (words := squash(caption.text(deep=True, separator=" "))):
        _add(walk, replace(place, kind=BlockKind.CAPTION, group=walk.groups), words, ())
    place = replace(place, kind=BlockKind.ROW, group=walk.groups)
    outer = list(walk.headings)
    for row in table_rows(table):
        words = " | ".join(row.texts)
        if row.section:
            walk.headings = [*outer, (7, row.section)]
        if any(row.texts):
            _add(walk, place, words, (), row.cells)
    walk.headings = outer
