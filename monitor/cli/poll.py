"""``tierwatch poll``: visit the sources now, and say what came of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

import click

from monitor.cli.context import Composition
from monitor.clock import utc_now
from monitor.errors import StoreError, TierwatchError, UnknownIdError
from monitor.health import due_of
from monitor.model import Source
from monitor.poll import Outcome, poll_sources
from monitor.text import plural

EXIT_FAULT = 1
#: So many sources are named where none could be visited.
_NAMED = 10


def chosen_sources(configured: Sequence[Source], wanted: Sequence[str]) -> list[Source]:
    """The sources named by ``wanted``, else all that are not paused. Raises UnknownIdError for an id that is not there."""
    known = {source.id: source for source in configured}
    for name in wanted:
        if name not in known:
            raise UnknownIdError(f'no source "{name}" in the configuration; `tierwatch source list` shows them')
    return [known[name] for name in wanted] or [source for source in configured if not source.paused]


def moment_of(_context: click.Context, _parameter: click.Parameter, value: str | None) -> datetime | None:
    """The value of an option that names a moment, taken for UTC where it names no zone."""
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(f'"{value}" is not a moment; write it as 2014-10-29T09:00') from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@click.command()
@click.option("--source", "wanted", multiple=True, metavar="ID", help="Only this source (may be given again).")
@click.option("--due", is_flag=True, help="Only sources that are due by their cadence.")
@click.option(
    "--at", "moment", callback=moment_of, metavar="MOMENT", help="Take this for the present (UTC); for rehearsals."
)
@click.pass_obj
def poll(composition: Composition, wanted: tuple[str, ...], *, due: bool, moment: datetime | None) -> None:
    """Visit the sources now and record what changed.

    A source that fails is named and costs only itself; exit status 1 means a fault in Tierwatch.
    """
    sources = chosen_sources(composition.config.sources, wanted)
    clock: Callable[[], datetime] = utc_now if moment is None else (lambda: moment)
    outcomes: list[Outcome] = []
    with _naming(sources), composition.open_store() as store, composition.fetcher() as fetcher:
        if due:
            states = store.sources.all()
            now = clock()
            sources = [s for s in sources if s.id not in states or (due_of(states[s.id], now) or now) <= now]
        try:
            polled = poll_sources(sources, composition.tools(store, fetcher), clock=clock)
            outcomes.extend(_shown(polled, len(sources)))
        except ExceptionGroup as faults:
            _summary(outcomes)
            _tell(faults.exceptions, others=bool(outcomes))
            sys.exit(EXIT_FAULT)
    _summary(outcomes)


@contextmanager
def _naming(sources: Sequence[Source]) -> Iterator[None]:
    """Say which sources were not visited where the state cannot be opened or read at all."""
    try:
        yield
    except StoreError:
        names = [source.id for source in sources]
        more = f" and {plural(len(names) - _NAMED, 'other')}" if len(names) > _NAMED else ""
        if names:
            click.echo(f"not visited: {', '.join(names[:_NAMED])}{more}", err=True)
        raise


def _tell(faults: Sequence[Exception], *, others: bool) -> None:
    """Name each fault with its source; only a bug of ours is for reporting, a full disk is for the reader to mend."""
    for fault in faults:
        said = f"not recorded: {fault}" if isinstance(fault, TierwatchError) else repr(fault)
        click.echo(f"fault: {'; '.join(getattr(fault, '__notes__', ()))}: {said}", err=True)
    if all(isinstance(fault, TierwatchError) for fault in faults):
        recorded = "The other sources are recorded; the" if others else "The"
        click.echo(f"{recorded} next poll finds again what was not recorded.", err=True)
        return
    click.echo("A fault of Tierwatch, not of the sources: please report it. The other sources are recorded.", err=True)


def line_of(outcome: Outcome) -> str:
    """One line on what a visit came to."""
    if outcome.failure and not outcome.documents:
        return f"{outcome.source.id}: failed: {outcome.failure}"
    if outcome.unchanged and not outcome.events:
        return f"{outcome.source.id}: unchanged"
    documents = f"{outcome.documents} document{'s' if outcome.documents != 1 else ''} new or changed"
    events = f"{len(outcome.events)} event{'s' if len(outcome.events) != 1 else ''}"
    partly = f"; partly failed: {outcome.failure}" if outcome.failure else ""
    return f"{outcome.source.id}: {documents}, {events}{partly}"


def _shown(outcomes: Iterator[Outcome], total: int) -> Iterator[Outcome]:
    """``outcomes``, with a bar on a terminal and a line for each elsewhere."""
    if not sys.stderr.isatty():
        for outcome in outcomes:
            click.echo(line_of(outcome), err=True)
            yield outcome
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("polling"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)
        for outcome in outcomes:
            progress.update(task, advance=1, description=outcome.source.id)
            yield outcome


def _summary(outcomes: Sequence[Outcome]) -> None:
    failed = [outcome for outcome in outcomes if outcome.failure]
    unchanged = sum(outcome.unchanged and not outcome.failure for outcome in outcomes)
    events = [event for outcome in outcomes for event in outcome.events]
    for event in events:
        click.echo(f"  {event.wording}")
    click.echo(
        f"{plural(len(outcomes), 'source')} polled: {unchanged} unchanged, {len(outcomes) - unchanged - len(failed)} with something new, "
        f"{len(failed)} failing; {plural(len(events), 'event')} for review."
    )
    for outcome in failed:
        click.echo(f"  failing: {outcome.source.id}: {outcome.failure}")


COMMANDS = [poll]
