"""What the running service does when its schedule calls: visit, draft, send, look at itself, keep up, and take over a new configuration."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.cli.context import Composition
from monitor.cli.drafting import draft_missed
from monitor.cli.poll import line_of
from monitor.cli.prune import prune_state
from monitor.cli.vigil import LETTER, OVER, TROUBLE, keep_vigil, write_to_staff
from monitor.clock import utc_now
from monitor.config import load_config
from monitor.errors import StoreError, SupersededError
from monitor.health import due_of
from monitor.model import Source
from monitor.operations.vitals import Vitals, outcome_of
from monitor.poll import Tools, poll_source
from monitor.poll.reach import Reach
from monitor.schedule import Duties, build_scheduler, follow_sources, follow_week
from monitor.sources.fetch import Fetcher
from monitor.store import Store
from monitor.upkeep.nightly import keep_up

log = logging.getLogger("tierwatch")
_LINKS_A_NIGHT = 100
_ONCE_A_PERIOD = ("deadline", "digest", TROUBLE, OVER, LETTER)


class Service:
    """The duties of one process on one open state. ``superseded`` is set once another process has taken its place."""

    def __init__(
        self, composition: Composition, store: Store, fetcher: Fetcher, *, notify: Callable[[str], None]
    ) -> None:
        config = composition.config
        self.composition, self.store, self.fetcher, self.notify = composition, store, fetcher, notify
        self.stop, self.superseded = threading.Event(), threading.Event()
        self.vitals = Vitals(store, config.state, reserve_mb=config.operations.reserve_mb, beats=True)
        self.tools = self._tools(Reach())
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        self.duties = Duties(
            poll=self.visit,
            publish=lambda: draft_missed(composition, by=self.name),
            heartbeat=self.beat,
            send=self.send,
            remind=self.look_at_itself,
            keep_up=self.keep_up,
            reload=self.reload,
            ready=lambda: notify("READY=1"),
        )
        self.scheduler = build_scheduler(
            config.sources, self.duties, weekly=config.weekly, due_at=self._due_at(), now=utc_now()
        )

    def take_over(self) -> None:
        """Do again what a former process was cut off in: this one holds the state alone, so that whoever began it is gone."""
        self.store.runs.give_up_unfinished(*_ONCE_A_PERIOD)
        draft_missed(self.composition, by=self.name)
        write_to_staff(self.composition, self.store, by=self.name)

    def _tools(self, reach: Reach) -> Tools:
        tools = self.composition.tools(self.store, self.fetcher, reach=reach)
        return replace(tools, fetch=self.vitals.counting(tools.fetch))

    def _due_at(self) -> dict[str, datetime | None]:
        now = utc_now()
        return {source_id: due_of(state, now) for source_id, state in self.store.sources.all().items()}

    def visit(self, source: Source) -> datetime | None:
        """Visit ``source`` now; when it is due again. What goes wrong costs this visit alone."""
        if short := self.vitals.why_disk_is_short():
            log.error("not visited: %s", short, extra={"source": source.id})
            return None
        begun = time.monotonic()
        try:
            outcome = poll_source(source, self.tools, now=utc_now())
        except StoreError as error:
            # A full disk or a lost database is no fault of the source: the next turn tries again.
            log.error("%s: not recorded: %s", source.id, error)  # noqa: TRY400 -- the message says it all
            return None
        except Exception:
            # A bug must not take the job out of the schedule; it is logged whole, and the other sources go on.
            log.exception("%s: a fault of Tierwatch", source.id)
            return None
        seconds, word = time.monotonic() - begun, outcome_of(outcome)
        self.vitals.polled(source.kind, word, seconds)
        marks = {"source": source.id, "poll": outcome.poll_id}
        log.info(line_of(outcome), extra={**marks, "outcome": word, "seconds": round(seconds, 3)})
        for event in outcome.events:
            log.info("found: %s", event.wording, extra={**marks, "event_id": event.id})
        return outcome.due_at

    def beat(self) -> None:
        """A useful tick: the schedule moves, and the state is still ours."""
        try:
            self.store.check_place()
        except SupersededError as error:
            log.error("stopping: %s", error)  # noqa: TRY400 -- the message says it all
            self.superseded.set()
            self.stop.set()
            return
        except StoreError as error:
            # /readyz says so, and starting anew would not mend it.
            log.warning("the state does not answer: %s", error)
        self.vitals.beat()
        self.notify("WATCHDOG=1")

    def send(self) -> None:
        """One round of the mail; a bug in it must not take the job out of the schedule."""
        from monitor.cli.post_round import go_round

        try:
            go_round(self.composition, by=self.name)
        except Exception:
            log.exception("the mail: a fault of Tierwatch")

    def look_at_itself(self) -> None:
        """Deadlines, alerts, the letter to staff, the heartbeat outwards."""
        from monitor.cli.deadline import check_deadline

        check_deadline(self.composition, by=self.name)
        offline = self.tools.reach.is_down
        keep_vigil(self.composition, self.store, self.vitals, self.fetcher, by=self.name, offline=offline)

    def keep_up(self) -> None:
        """Once a night: open questions, promises, advice, a few links at the poller's own pace, and what is kept no longer."""
        composition = self.composition
        try:
            with composition.open_store() as store:
                kept = keep_up(
                    store, composition.packs(), composition.config.sources, now=utc_now(), fetch=self.fetcher.fetch,
                    links=_LINKS_A_NIGHT,
                )  # fmt: skip
                gone = prune_state(composition, store)
                store.witness.hold(at=utc_now(), by=self.name)
        except StoreError as error:
            log.error("not kept up: %s", error)  # noqa: TRY400 -- the message says it all
            return
        log.info("%s; dropped %s", kept, gone)

    def follow(self) -> None:
        """Have the jobs that the file of the configuration now asks for."""
        sources = load_config(self.composition.config_file).sources
        self.composition.config = replace(self.composition.config, sources=sources)
        self._follow(sources)

    def _follow(self, sources: Sequence[Source]) -> None:
        follow_sources(self.scheduler, sources, self.duties, due_at=self._due_at(), now=utc_now())

    def reload(self) -> None:
        """Take over the file of the configuration as it is now, or keep what there is and say why."""
        if not self.composition.take_over():
            return
        now = self.composition.config
        self.vitals.keep_free(now.operations.reserve_mb)
        self.tools = self._tools(self.tools.reach)
        self._follow(now.sources)
        follow_week(self.scheduler, now.weekly)
