"""What the values of a column look like, whatever its header says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.extract.words.lexicon import words
from monitor.programmes.watchlist import Watchlist

_CODE = re.compile(r"(?=.*\d)[A-Za-z]{0,5}[-/ .]?\d{1,8}(?:[-/.]\d{1,6})*[A-Za-z]?")
_CONTACT = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|\+?[\d() -]{8,}|[\w-]+\.(?:gov|org|co|com|net)(?:\.uk)?(?:/\S*)?")


def are_codes(texts: Sequence[str]) -> bool:
    """Whether ``texts`` are short codes ("1a", "CPA 7", "WC0417"), which name nothing by themselves."""
    return bool(texts) and all(_CODE.fullmatch(text) for text in texts)


def are_contacts(texts: Sequence[str]) -> bool:
    """Whether ``texts`` are numbers to ring, addresses to write to and links."""
    return bool(texts) and all(_CONTACT.fullmatch(text) for text in texts)


def is_bodily(surface: str, watchlist: Watchlist) -> bool:
    """Whether ``surface`` is a body's name by itself: one that is known, or one that ends as names of bodies do."""
    last = surface.rsplit(maxsplit=1)[-1].rstrip(".")
    return last in words("heads") | words("legal") or watchlist.organisation(surface) is not None
