"""Every table, in modules by noun; ``metadata`` knows them all."""

from monitor.store.tables import desk, ledger, mail, sources
from monitor.store.tables.base import metadata

__all__ = ["desk", "ledger", "mail", "metadata", "sources"]
