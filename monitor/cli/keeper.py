"""What the pages may do about sources: visit one now, pause one, look at an address, write one into the configuration."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor.cli.context import Composition
from monitor.clock import Clock, utc_now
from monitor.config import load_config
from monitor.config.edit import rewrite, with_block, with_pause
from monitor.errors import FetchError, StoreError, TierwatchError
from monitor.model import Request
from monitor.store import Store

if TYPE_CHECKING:
    from monitor.sources.discover import Discovery

log = logging.getLogger("tierwatch")
_LINK_KNOWN_FOR = timedelta(days=1)


class Keeper:
    """One a serving process. Visits run one at a time in a thread of their own.

    ``internal`` allows private addresses. ``on_change`` is called when the configured sources are others than before.
    """

    def __init__(
        self,
        composition: Composition,
        store: Store,
        *,
        clock: Clock = utc_now,
        internal: bool = False,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._composition, self._store, self._clock, self._internal, self._on_change = (
            composition,
            store,
            clock,
            internal,
            on_change,
        )
        self._lock = threading.Lock()
        self._turn = threading.Lock()
        self._visiting: set[str] = set()
        self._links: dict[str, tuple[datetime, str | None]] = {}

    def visit(self, source_id: str) -> bool:
        """Ask for a visit now; false when one is under way already."""
        with self._lock:
            if source_id in self._visiting:
                return False
            self._visiting.add(source_id)
        threading.Thread(target=self._visit, args=(source_id,), name=f"visit {source_id}", daemon=True).start()
        return True

    def is_visiting(self, source_id: str) -> bool:
        """Whether a visit that was asked for is under way."""
        with self._lock:
            return source_id in self._visiting

    def pause(self, source_id: str, *, paused: bool) -> None:
        """Visit a source no more, or again."""
        rewrite(self._composition.config_file, lambda text: with_pause(text, source_id, paused=paused))
        self._on_change()

    def look_at(self, url: str, *, kind: str = "") -> Discovery:
        """What an address is and what would be read there. Raises SourceError."""
        from monitor.sources.discover import discover

        with self._composition.fetcher() as fetcher:
            return discover(
                url,
                fetch=lambda request: fetcher.fetch(replace(request, internal=self._internal)),
                now=self._clock(),
                kind=kind,
            )

    def add(self, block: str) -> None:
        """Write the block of a source into the configuration."""
        rewrite(self._composition.config_file, lambda text: with_block(text, block))
        self._on_change()

    def try_links(self, urls: Sequence[str]) -> None:
        """Ask for these addresses in the background, those that were tried lately left out."""
        wanted = [url for url in dict.fromkeys(urls) if url not in self.link_faults()]
        threading.Thread(target=self.try_now, args=(wanted,), name="try links", daemon=True).start()

    def link_faults(self) -> Mapping[str, str | None]:
        """What is wrong with each address that was tried in the last day."""
        with self._lock:
            return {url: fault for url, (at, fault) in self._links.items() if self._clock() - at < _LINK_KNOWN_FOR}

    def try_now(self, urls: Sequence[str]) -> None:
        """Ask for these addresses, and come back when all were tried."""
        with self._composition.fetcher() as fetcher:
            for url in dict.fromkeys(urls):
                fault = None
                try:
                    fetcher.fetch(Request(url=url, internal=self._internal))
                except FetchError as error:
                    # A page that is too large or forbids robots is there for a person to read.
                    fault = None if error.kind in {"too_large", "robots"} else error.reason
                with self._lock:
                    self._links[url] = (self._clock(), fault)

    def _visit(self, source_id: str) -> None:
        from monitor.cli.poll import line_of
        from monitor.poll import poll_source

        try:
            with self._turn, self._composition.fetcher() as fetcher:
                source = load_config(self._composition.config_file).source(source_id)
                if source is None:
                    return
                tools = self._composition.tools(self._store, fetcher)
                source = replace(source, internal=source.internal or self._internal)
                log.info(line_of(poll_source(source, tools, now=self._clock())))
        except StoreError as error:
            log.error("%s: not recorded: %s", source_id, error)  # noqa: TRY400 -- the message says it all
        except TierwatchError as error:
            log.warning("%s: not visited: %s", source_id, error)
        except Exception:
            # A bug must not end the thread unseen.
            log.exception("%s: a fault of Tierwatch", source_id)
        finally:
            with self._lock:
                self._visiting.discard(source_id)
