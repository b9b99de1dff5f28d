"""What every command is handed: the configuration, the packs, and the store, each opened when first asked for."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.clock import Clock, utc_now
from monitor.errors import ConfigError

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.poll import Tools
    from monitor.poll.reach import Reach
    from monitor.poll.reader import Reader
    from monitor.programmes.pack import Organisation, Programme
    from monitor.programmes.watchlist import Watchlist
    from monitor.sources.fetch import Fetcher
    from monitor.store import Store

log = logging.getLogger("tierwatch")
#: What is read once, at the start.
_AT_THE_START = ("store", "web", "fetch", "service")


class Composition:
    """The parts of one call, made on demand; commands that need no configuration never read it."""

    def __init__(self, config_file: str) -> None:
        self.config_file = Path(config_file)

    @cached_property
    def config(self) -> Config:
        """The configuration. Raises ConfigError with every problem of the file."""
        from monitor.config import load_config

        return load_config(self.config_file)

    def take_over(self) -> bool:
        """Read the changed file of the configuration, and say so in the log; false, with what there was kept, where it is faulty."""
        from monitor.config import load_config

        before = self.config
        try:
            now = load_config(self.config_file)
        except ConfigError as error:
            log.error("the configuration was not taken over: %s", error)  # noqa: TRY400 -- the message says it all
            return False
        later = [table for table in _AT_THE_START if getattr(before, table) != getattr(now, table)]
        self.config = now
        rest = f"; at the next start only: {', '.join(f'[{table}]' for table in later)}" if later else ""
        log.info("took over the configuration: %d sources%s", len(now.sources), rest)
        return True

    def open_store(self) -> Store:
        """The store that the configuration names, migrated to the present schema. Raises StoreError."""
        from monitor.store import open_store

        return open_store(self.config.store_url, beside=self.config.state)

    def packs(self) -> Sequence[Programme]:
        """The shipped programme packs and those of the configured folder."""
        from monitor.programmes import load_packs

        return load_packs(self.config.pack_folders)

    def watchlist(self, store: Store) -> Watchlist:
        """Every known name: of the packs, and what staff have taught."""
        from monitor.programmes.watchlist import Watchlist
        from monitor.review.teaching import watchlist_with

        return watchlist_with(Watchlist.of(self.packs()), store)

    def organisations(self, store: Store, as_of: date | None = None) -> dict[str, Organisation]:
        """Every organisation of the packs by id, as editors have overridden it by ``as_of`` (``None``: by now)."""
        from monitor.ledger.organisations import organisations

        return organisations(self.packs(), store.teachings.overrides(), as_of=as_of)

    def fetcher(self, clock: Clock = utc_now) -> Fetcher:
        """The door to the network, with the configured bounds; close it after use."""
        from dataclasses import replace

        from monitor.sources.fetch import Fetcher

        settings = self.config.fetch
        if not settings.contact:
            settings = replace(settings, contact=self.config.service.contact)
        return Fetcher(settings, clock=clock)

    def tools(self, store: Store, fetcher: Fetcher, *, reach: Reach | None = None) -> Tools:
        """What a poll works with; with ``reach``, what earlier visits said of our own network."""
        from monitor.poll import Tools
        from monitor.poll.reach import Reach
        from monitor.review.teaching import lessons

        return Tools(
            fetch=fetcher.fetch,
            store=store,
            watchlist=self.watchlist(store),
            lessons=lessons(store),
            reader=self._reader(),
            health=self.config.health,
            reach=reach or Reach(),
        )

    def _reader(self) -> Reader | None:
        """The optional reader, where an endpoint is configured."""
        settings = self.config.reader
        if not settings.url:
            return None
        from functools import partial

        from monitor.poll.reader import Reader
        from monitor.sources.fetch.ask import ask

        put = partial(
            ask, settings.url, key=self.config.reader_key, seconds=settings.seconds, internal=settings.internal
        )
        return Reader(ask=put, model=settings.model, most_characters=settings.most_characters)
