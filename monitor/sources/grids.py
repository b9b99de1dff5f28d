"""JSON that keeps the names of columns once and its rows as bare lists: ``{"columns": [...], "data": [[...], [...]]}``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from monitor.sources.jsons import dig

#: Where publishers keep the names, and the rows.
_NAMES = ("columns", "fields", "headers", "header", "cols", "columnNames", "meta.view.columns")
_ROWS = ("data", "rows", "records", "values", "items", "results")
_NAME = ("name", "label", "title", "id", "fieldName")
_DEEPEST = 2


def grid_of(value: Any, depth: int = 0) -> list[list[str]] | None:
    """The names of the columns and the rows below them, as texts; ``None`` where ``value`` is no such table."""
    if _is_rows(value) and _are_names(value[0]):
        return [[_text(cell) for cell in row] for row in value]
    if not isinstance(value, Mapping):
        return None
    rows = next((value[key] for key in _ROWS if _is_rows(value.get(key))), None)
    if rows is None:
        inner = [part for part in value.values() if isinstance(part, Mapping)]
        return grid_of(inner[0], depth + 1) if len(inner) == 1 and depth < _DEEPEST else None
    names = next((found for path in _NAMES if isinstance(found := dig(value, path), list)), None)
    if names is None:
        return grid_of(rows, depth)
    header = [_name(name) for name in names]
    return (
        [header, *([_text(cell) for cell in row] for row in rows)] if all(len(r) <= len(header) for r in rows) else None
    )


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 0 and all(isinstance(row, list) and row for row in value)


def _are_names(row: list[Any]) -> bool:
    return len(row) > 1 and all(isinstance(cell, str) and cell and not cell[:1].isdigit() for cell in row)


def _name(name: Any) -> str:
    if isinstance(name, Mapping):
        return next((str(name[key]) for key in _NAME if name.get(key)), "")
    return _text(name)


def _text(cell: Any) -> str:
    """A cell as a sheet would hold it; what lists several parts them by semicolons."""
    if isinstance(cell, list):
        return "; ".join(_text(part) for part in cell)
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    return "" if cell is None or isinstance(cell, Mapping) else str(cell).strip()
