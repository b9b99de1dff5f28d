"""Source types, one module each, found by discovery; and the fetcher, the only door to the network."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from monitor.sources.base import SourceType

__all__ = ["SourceType", "source_types"]


@cache
def source_types() -> Mapping[str, SourceType]:
    """Every source type by its kind: the ``SOURCE_TYPE`` of each module of this package that has one."""
    found: dict[str, SourceType] = {}
    for info in pkgutil.iter_modules(__path__):
        declared = getattr(importlib.import_module(f"{__name__}.{info.name}"), "SOURCE_TYPE", None)
        if isinstance(declared, SourceType):
            found[declared.kind] = declared
    return MappingProxyType(dict(sorted(found.items())))
