"""A page: one address whose text is watched whole.

The document is the page, named by the source's address, so that a redirect or an edit does not make it another. ``select``
narrows the reading to the elements of a CSS selector and ``drop`` leaves elements out; neither is needed for ordinary pages.
"""

from __future__ import annotations

from dataclasses import dataclass

from monitor.extract.blocks import html_to_blocks, text_to_blocks
from monitor.model import Block, Harvest, Snapshot, Source, document_of
from monitor.sources.base import NOTHING_KNOWN, SourceType, State
from monitor.sources.decode import decode_text


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOptions:
    """``select``: CSS selector of the parts to read. ``drop``: CSS selectors of parts to leave out."""

    select: str = ""
    drop: tuple[str, ...] = ()


def extract(snapshot: Snapshot, source: Source, _state: State = NOTHING_KNOWN) -> Harvest:
    """The page as one document."""
    text = decode_text(snapshot.body, content_type=snapshot.content_type, charset=snapshot.charset)
    blocks: list[Block]
    if snapshot.content_type.startswith("text/plain"):
        blocks = text_to_blocks(text)
    else:
        blocks = html_to_blocks(text, base_url=snapshot.url)
    document = document_of(
        blocks, source_id=source.id, identity=snapshot.requested_url, url=snapshot.url, publisher=source.publisher
    )
    return Harvest(documents=(document,))


SOURCE_TYPE = SourceType(kind="page", options=PageOptions, extract=extract)
