"""Long lists a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """``shown`` of ``total`` entries: page ``number`` of ``pages``, counted from 1."""

    shown: tuple[T, ...]
    number: int
    pages: int
    total: int


def asked_page() -> int:
    """The number of the page that the address asks for; 1 where it asks for none that there could be."""
    written = request.args.get("page", "1")
    return max(1, int(written[:6])) if written.isascii() and written.isdigit() else 1


def page_of(entries: Sequence[T], size: int) -> Page[T]:
    """The part of ``entries`` that the address asks for; beyond the last page it is the last."""
    pages = max(1, -(-len(entries) // size))
    number = min(asked_page(), pages)
    first = (number - 1) * size
    return Page(shown=tuple(entries[first : first + size]), number=number, pages=pages, total=len(entries))
