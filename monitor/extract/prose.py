"""Prose to claims."""

from monitor.model import Document, Reading
from monitor.programmes.watchlist import Watchlist


def find_in_prose(document: Document, watchlist: Watchlist) -> Reading:
    """What the sentences of ``document`` say."""
    del document, watchlist
    return Reading()
