"""The words behind a number that make it a larger one."""

from __future__ import annotations

MAGNITUDES = {
    "k": 1e3, "thousand": 1e3, "lakh": 1e5, "m": 1e6, "mn": 1e6, "mln": 1e6, "million": 1e6, "crore": 1e7, "bn": 1e9, "billion": 1e9,
}  # fmt: skip
