"""The fetcher: the only door to the network.

It asks one host one thing at a time, obeys robots.txt and Retry-After, connects only to addresses that it has judged, and ends
every fetch within its bounds of time and size.
"""

from monitor.sources.fetch.fetcher import Fetcher
from monitor.sources.fetch.settings import FetchSettings

__all__ = ["FetchSettings", "Fetcher"]
