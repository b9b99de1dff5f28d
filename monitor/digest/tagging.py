"""Which themes and groups of people an item is about, by the words of the packs: what members narrow their bulletin by. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.ledger.organisations import all_tags, tags_in
from monitor.model import Digest, DigestItem
from monitor.programmes.pack import Programme, Tag


def tagged(digest: Digest, packs: Sequence[Programme]) -> Digest:
    """``digest`` with the themes (the packs' services) and the groups of people that stand in the words of each item."""
    themes, groups = all_tags(packs, "services"), all_tags(packs, "specialisms")
    if not themes and not groups:
        return digest
    sections = tuple(
        replace(section, items=tuple(_tagged(item, themes, groups) for item in section.items))
        for section in digest.sections
    )
    return replace(digest, sections=sections)


def _tagged(item: DigestItem, themes: Sequence[Tag], groups: Sequence[Tag]) -> DigestItem:
    words = " ".join((item.headline, item.summary, item.takes_place, *(quote.text for quote in item.quotes)))
    return replace(
        item,
        themes=tuple(dict.fromkeys((*item.themes, *tags_in(words, themes)))),
        specialisms=tuple(dict.fromkeys((*item.specialisms, *tags_in(words, groups)))),
    )
