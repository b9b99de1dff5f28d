"""Tables for people: words instead of codes, rows under the heading that they share, no column narrower than its words."""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import click

_GAP = "  "
_CODE = re.compile(r"[a-z]+(?:_[a-z0-9]+)+")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)[\d:.+Z-]*")
_INDENT = "    "

Row = Mapping[str, Any]


def print_table(
    columns: Sequence[str], rows: Sequence[Row], *, group: Sequence[str] = (), below: Sequence[str] = ()
) -> None:
    """Print ``rows``: their ``group`` as a heading over all that share it, ``columns`` side by side, ``below`` under each row.

    On a terminal lines keep to its width; where the output goes elsewhere they are as long as they need to be.
    """
    if not rows:
        click.echo("Nothing found.")
        return
    limit = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    cells = [{name: in_words(row.get(name)) for name in (*group, *columns, *below)} for row in rows]
    shown = [name for name in columns if any(row[name] for row in cells)]
    widths = _widths(shown, cells, limit)
    for number, (heading, members) in enumerate(groupby(cells, key=lambda row: [row[name] for name in group])):
        if group:
            click.echo(("\n" if number else "") + click.style(" · ".join(filter(None, heading)), bold=True))
        for line in _lines(shown, list(members), widths, below, limit, titled=not group or number == 0):
            click.echo(line)


def in_words(value: Any) -> str:
    """``value`` as a person reads it: ``preferred bidder``, ``2014-11-07 09:00``; nothing for what is not there."""
    if value is None or value is False:
        return ""
    text = "yes" if value is True else str(value)
    if _CODE.fullmatch(text):
        return text.replace("_", " ")
    moment = _MOMENT.fullmatch(text)
    return f"{moment[1]} {moment[2]}" if moment else text


def _widths(names: Sequence[str], rows: Sequence[Mapping[str, str]], limit: int | None) -> list[int] | None:
    """The width of each column, ``None`` where the longest words together are wider than the terminal."""
    texts = [[_title(name), *(row[name] for row in rows)] for name in names]
    natural = [max(len(line) for text in column for line in text.split("\n")) for column in texts]
    # An address is one long word; it may run over rather than narrow every other column.
    words = [[len(word) for text in column for word in text.split() if "://" not in word] for column in texts]
    least = [max(lengths, default=1) for lengths in words]
    room = None if limit is None else limit - len(_GAP) * (len(names) - 1)
    if room is None or sum(natural) <= room:
        return natural
    if sum(least) > room:
        return None
    while sum(natural) > room:
        widest = max((n for n in range(len(natural)) if natural[n] > least[n]), key=lambda n: natural[n])
        natural[widest] = max(least[widest], natural[widest] - (sum(natural) - room))
    return natural


def _lines(
    names: Sequence[str], rows: Sequence[Mapping[str, str]], widths: list[int] | None, below: Sequence[str],
    limit: int | None, *, titled: bool,
) -> Iterator[str]:  # fmt: skip
    if widths and titled and len(names) > 1:
        yield click.style(
            _GAP.join(_title(name).ljust(w) for name, w in zip(names, widths, strict=True)).rstrip(), dim=True
        )
    for row in rows:
        if len(names) == 1:
            yield from _wrapped(row[names[0]], limit, "")
        elif widths is None:
            yield from (
                line for name in names if row[name] for line in _wrapped(f"{_title(name)}: {row[name]}", limit, "")
            )
        else:
            parts = [_wrapped(row[name], width, "") for name, width in zip(names, widths, strict=True)]
            for number in range(max(map(len, parts))):
                line = (part[number] if number < len(part) else "" for part in parts)
                yield _GAP.join(words.ljust(width) for words, width in zip(line, widths, strict=True)).rstrip()
        told = {row[name] for name in names}
        for name in below:
            if row[name] in told:
                continue
            yield from (click.style(line, dim=True) for line in _wrapped(row[name], limit, _INDENT) if line)


def _wrapped(text: str, width: int | None, indent: str) -> list[str]:
    lines = []
    for line in text.split("\n"):
        if width is None:
            lines.append(indent + line if line else "")
        else:
            lines += textwrap.wrap(
                line, max(width, 1), initial_indent=indent, subsequent_indent=indent, break_long_words=False,
                break_on_hyphens=False,
            ) or [""]  # fmt: skip
    return lines or [""]


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()
