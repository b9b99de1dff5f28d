"""Quotations of one item that differ in its areas alone, as the rows of a table do: one of them is printed, the others are counted. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from monitor.model import DigestItem, Quotation


def folded(item: DigestItem) -> DigestItem:
    """``item`` with one quotation for all that say the same of its areas in one place; ``alike`` keeps the others' words."""
    groups: dict[tuple[str, str], list[Quotation]] = {}
    for quote in item.quotes:
        place = quote.link.url if quote.link else ""
        groups.setdefault((place, _areas(item.areas).sub("\ue000", quote.text)), []).append(quote)
    return replace(item, quotes=tuple(_one_of(group) for group in groups.values()))


def facing(item: DigestItem, areas: Sequence[str]) -> DigestItem:
    """``item`` with the quotations printed that name one of ``areas``, where there are such among those alike."""
    if not areas or not any(quote.alike for quote in item.quotes):
        return item
    wanted = _areas(tuple(areas))
    return replace(item, quotes=tuple(_turned(quote, wanted) for quote in item.quotes))


def _one_of(group: Sequence[Quotation]) -> Quotation:
    # The first by its words, so that a partner's rows and its lead's are folded into the same one.
    first, *others = sorted(group, key=lambda quote: quote.text)
    return replace(first, alike=tuple(other.text for other in others))


def _turned(quote: Quotation, wanted: re.Pattern[str]) -> Quotation:
    texts = (quote.text, *quote.alike)
    shown = next((text for text in texts if wanted.search(text)), quote.text)
    return replace(quote, text=shown, alike=tuple(text for text in texts if text != shown))


@lru_cache(maxsize=1024)
def _areas(names: tuple[str, ...]) -> re.Pattern[str]:
    """What finds these areas in a text, with "&" for "and" and other punctuation between the words; nothing, of no names."""
    spelled = (_spelled(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    either = "|".join(each for each in spelled if each)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)" if either else r"(?!)", re.IGNORECASE)


def _spelled(name: str) -> str:
    words = re.findall(r"\w+|&", name)
    return r"\W+".join("(?:and|&)" if word.casefold() in {"and", "&"} else re.escape(word) for word in words)
