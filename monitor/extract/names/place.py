"""What all reading of places hands on: a place as it stands in a text."""

from __future__ import annotations

#: Where it begins and ends in the text, and what it is called.
Place = tuple[int, int, str]
