"""Programme packs: commissioning rounds as data, and their loader."""

from monitor.programmes.loader import load_pack, load_packs, pack_ids
from monitor.programmes.watchlist import Watchlist

__all__ = ["Watchlist", "load_pack", "load_packs", "pack_ids"]
