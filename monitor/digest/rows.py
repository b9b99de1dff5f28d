"""What members read of a row of a register that names a body by a code: its name, and what the row says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from monitor.digest.words import humanised
from monitor.model import Block, Document
from monitor.review.records import Record, record_of, same_record

_CODE = re.compile(r"[A-Z0-9]+(?:[_./-][A-Z0-9]+)*")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d[\d:.+Z-]*)?")
#: What a key is called that says in a few words what the row is about.
_TITLE = re.compile(r"title|heading|subject|description", re.IGNORECASE)
#: Of more lines that are new in a row, these are the first.
_MOST_NEW = 2


def row_in_words(name: str, quote: str, block: Block, document: Document, before: Document | None) -> str:
    """``name``, the title of the row that ``block`` of ``document`` stands in and what is new in it since ``before``; the ``quote``
    as it is where that is no code in a row.
    """
    row = record_of(document, block)
    if not row or not _CODE.fullmatch(quote):
        return quote
    said = "; ".join(dict.fromkeys(_said(row, block, same_record(before, row) if before else ())))
    return f"{name} ({quote}): {said}" if said else f"{name} ({quote})"


def _said(row: Record, own: Block, before: Sequence[Block]) -> Iterator[str]:
    title = next((each for each in row if _TITLE.search(_key(each))), None)
    if title:
        yield _value(title)
    known = {each.text for each in before}
    new = [each for each in row if known and each.text not in known and each is not own and each is not title]
    yield from (f"{humanised(_key(each))} {_value(each)}" for each in new[:_MOST_NEW])


def _key(block: Block) -> str:
    return block.text.partition(": ")[0]


def _value(block: Block) -> str:
    words = block.text.partition(": ")[2]
    moment = _MOMENT.fullmatch(words)
    return f"{date.fromisoformat(moment[1]):%-d %B %Y}" if moment else words
