"""Letters in brackets behind a name, and how much of a run of words they stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.extract.names.kinds import JOINERS

_DEFINITION = re.compile(
    r" \((?:hereafter |hereinafter |known as |called )?(?:the )?[\"']?([A-Z][\w&.-]{1,14}|[a-z]+[A-Z]\w+)[\"']?\)"
)


def definition(text: str, end: int) -> str:
    match = _DEFINITION.match(text, end) if text.startswith(" (", end) else None
    return match.group(1) if match else ""


def defined_from(text: str, tokens: Sequence[tuple[int, int, str]]) -> int:
    """Which of ``tokens`` a name begins with that goes on to their end, as letters in brackets behind them say; else their number."""
    if text.startswith(" (", tokens[-1][1]):
        for index in range(len(tokens) - 1):
            if tokens[index][2] not in JOINERS and is_defined(text, tokens[index:]):
                return index
    return len(tokens)


def is_defined(text: str, piece: Sequence[tuple[int, int, str]]) -> bool:
    """Whether the letters in brackets behind ``piece`` stand for each of its words: "One Acorn Group (OAG)", "Carers in Kent (CiK)"."""
    short = definition(text, piece[-1][1])
    large = "".join(word[:1] for _, _, word in piece if word not in JOINERS)
    return len(large) > 1 and short in {large, "".join(word[:1] for _, _, word in piece)}
