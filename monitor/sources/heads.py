"""Tables as spreadsheets save them: a second line of names below heads that span several columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.extract.words.statuses import header_kind


def under_heads(rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """The name of each column, and the rows below the names.

    Where a line of few heads stands above one of names, a name that says too little by itself ("Name" under "Contractor") has
    the last head before it in front.
    """
    above = [cell.strip() for cell in rows[0]]
    names = [cell.strip() for cell in rows[1]] if len(rows) >= _FEWEST else []
    if not _spans(above, names):
        return above, rows[1:]
    header, head = [], ""
    for number, name in enumerate(names):
        head = (above[number] if number < len(above) else "") or head
        told = header_kind(name) or not head
        header.append(name if told else f"{head} {name}".strip())
    return header, rows[2:]


_FEWEST = 3


def _spans(above: Sequence[str], names: Sequence[str]) -> bool:
    """Whether the line ``above`` holds heads over the ``names``: less than half of it is filled, and where it is not, they are."""
    filled = [cell for cell in above if cell]
    gaps = [n for n, cell in enumerate(above) if not cell]
    named = [name for name in names if name]
    return (
        len(filled) * 2 <= len(above)
        and len(named) > len(filled)
        and all(n < len(names) and names[n] for n in gaps)
        and not any(_VALUE.search(name) for name in named)
    )


#: What stands in a line of values and in no line of names.
_VALUE = re.compile(r"\d{2}|[\u00a3$\u20ac@]|^\d+$")
