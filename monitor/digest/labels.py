"""Link words that are unique in a digest: whoever hears the links read out one by one can tell them apart (WCAG 2.4.9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.model import Digest, DigestItem, Link


def with_unique_labels(digest: Digest) -> Digest:
    """``digest`` with every label of a link to another address made different by a number."""
    names: dict[str, str] = {}
    sections = tuple(replace(s, items=tuple(_labelled(item, names) for item in s.items)) for s in digest.sections)
    return replace(digest, sections=sections, to_check=tuple(_labelled(item, names) for item in digest.to_check))


def _labelled(item: DigestItem, names: dict[str, str]) -> DigestItem:
    return replace(item, links=_unique(item.links, names))


def _unique(links: Sequence[Link], names: dict[str, str]) -> tuple[Link, ...]:
    return tuple(replace(link, label=_name(link, names)) for link in links)


def _name(link: Link, names: dict[str, str]) -> str:
    """The label under which ``link`` may go; ``names`` remembers which address each label was given to."""
    label, count = link.label, 1
    while names.setdefault(label, link.url) != link.url:
        count += 1
        label = f"{link.label} [{count}]"
    return label
