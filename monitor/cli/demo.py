"""``tierwatch demo``: replay real history on a small site of this machine, and leave a state on which every command can be tried."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from monitor.cli.context import Composition
from monitor.cli.demo_desk import is_left, leave_work, make_logins
from monitor.cli.digest import letterhead_of, masthead_of, sender_of
from monitor.demo.oracle import Verdict, judge, stories
from monitor.demo.replay import SimulatedClock, Week, last_week, replay, write_config
from monitor.demo.server import DemoSite
from monitor.digest import approval
from monitor.digest.issue import draft_digest, send_to_folder
from monitor.errors import TierwatchError
from monitor.model import Decision, EventState, StaffRole, User
from monitor.model import Verdict as Decided
from monitor.store import Store

EDITOR = "the demonstration's editor"
_MARK = "# The demonstration's own configuration"


@click.command("demo")
@click.option(
    "--folder",
    default="state/demo",
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the demonstration keeps its configuration, state and digests. An earlier demonstration there is replaced.",
)
@click.option("--port", default=8624, show_default=True, help="The port of the small site; 0 takes any that is free.")
@click.option("--serve", is_flag=True, help="Keep the small site running afterwards, until Ctrl-C.")
def demo(folder: Path, port: int, *, serve: bool) -> int:
    """Replay 2014-15 and 2023-26: a site of this machine, the real poller, simulated weeks.

    Exit status 1 if the replay missed an event or found one that did not happen.
    """
    started = time.monotonic()
    clock = SimulatedClock(datetime(2014, 10, 1, tzinfo=UTC))
    _make_way(folder)
    with _site(clock, port) as site:
        write_config(folder, site.url)
        composition = Composition(str(folder / "config.toml"))
        click.echo(f"A small site answers at {site.url}. The poller visits it twice in each simulated week.\n")
        weeks = _replayed(composition, clock)
        _summary(weeks, folder, time.monotonic() - started)
        _offer_the_desk(composition, folder, weeks[-1][0].period.end + timedelta(minutes=30))
        if serve:
            click.echo(f"\nThe site stays at {site.url} until Ctrl-C.")
            threading.Event().wait()
    return 0 if all(verdict.is_right for _, verdict in weeks) else 1


def _make_way(folder: Path) -> None:
    """Remove an earlier demonstration, and nothing that is not one."""
    file = folder / "config.toml"
    if not folder.exists():
        return
    if any(folder.iterdir()) and not (file.is_file() and file.read_text(encoding="utf-8").startswith(_MARK)):
        raise TierwatchError(f"{folder} holds something other than a demonstration; name another --folder")
    shutil.rmtree(folder)


def _site(clock: SimulatedClock, port: int) -> DemoSite:
    try:
        return DemoSite(clock, port=port)
    except OSError:
        # Another demonstration, or anything else, is listening there.
        return DemoSite(clock, port=0)


def _replayed(composition: Composition, clock: SimulatedClock) -> list[tuple[Week, Verdict]]:
    from monitor.sources.fetch import Fetcher

    told = stories()
    weeks: list[tuple[Week, Verdict]] = []
    # The politeness between two requests is waited out on the simulated clock only.
    fetcher = Fetcher(composition.config.fetch, clock=clock, sleep=lambda _seconds: None)
    with composition.open_store() as store, fetcher:
        for week in replay(composition.config, composition.tools(store, fetcher), clock):
            page = _issue(composition, store, week) if week.ends_on != last_week() else None
            earlier = weeks[-1][0].partner_events if weeks else ()
            verdict = judge(week, told.get(week.ends_on), earlier=earlier)
            _tell(week, verdict, page)
            weeks.append((week, verdict))
        leave_work(composition, store, weeks[-1][0])
    return weeks


def _issue(composition: Composition, store: Store, week: Week) -> Path:
    """The week's digest as a page in the outbox, after the demonstration's editor accepted what was found.

    What the last runs of weeks brought is left undecided, for the desk.
    """
    now = week.period.end
    for event in week.partner_events:
        if event.state is EventState.PENDING and not is_left(week):
            store.events.decide(Decision(event_id=event.id, verdict=Decided.ACCEPT, by=EDITOR, at=now))
    masthead, sender = masthead_of(composition), sender_of(composition)
    _, stored = draft_digest(
        store,
        period=week.period,
        sources=week.sources,
        masthead=masthead,
        programmes={pack.id: pack.name for pack in composition.packs()},
        packs=composition.packs(),
        now=now,
    )
    stored = approval.submit(store, stored, findings=(), reason="", by=EDITOR, now=now)
    stored = approval.approve(
        store, stored, letterhead_of(composition), findings=(), user=_approver(now), now=now,
        deadline=approval.deadline_of(stored, hours=composition.config.digest.approve_within_hours),
    )  # fmt: skip
    outbox = composition.config.state / "outbox"
    _, page = send_to_folder(store, stored, folder=outbox, sender=sender, masthead=masthead, by=EDITOR, now=now)
    return page


def _approver(at: datetime) -> User:
    """Somebody else than the editor, as the rules want it; nobody can sign in as them."""
    name = "the demonstration's approver"
    return User(id=name, name=name, role=StaffRole.APPROVER, password_hash="", created_at=at, password_at=at)


def _tell(week: Week, verdict: Verdict, page: Path | None) -> None:
    heading = f"Week to {week.ends_on:%d %B %Y}"
    what = verdict.story.what if verdict.story else "quiet"
    click.echo(f"{click.style(heading, bold=True)}: {what}")
    for line in _shortened([event.wording for event in week.events]):
        click.echo(f"    {line}")
    if verdict.story and not (week.events or week.failures or verdict.missed):
        click.echo(click.style("    read, and rightly no change of anybody's place", dim=True))
    for source_id, reason in week.failures:
        click.echo(click.style(f"    not readable: {source_id} ({reason})", dim=True))
    for missed in verdict.missed:
        click.echo(click.style(f"    MISSED      {missed}", fg="red"))
    for found in verdict.unexpected:
        click.echo(click.style(f"    UNEXPECTED  {found}", fg="red"))
    if week.partner_events and is_left(week):
        click.echo(click.style("    left for the desk to decide", dim=True))
    elif week.partner_events and page:
        click.echo(click.style(f"    digest: {_near(page)}", dim=True))


def _shortened(lines: list[str], *, most: int = 6) -> list[str]:
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], f"... and {len(lines) - most + 1} more"]


def _near(path: Path) -> Path:
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path


def _summary(weeks: list[tuple[Week, Verdict]], folder: Path, seconds: float) -> None:
    quiet = [(week, verdict) for week, verdict in weeks if verdict.story is None]
    silent = sum(not week.events for week, _ in quiet)
    found = sum(verdict.found for _, verdict in weeks)
    missed = sum(len(verdict.missed) for _, verdict in weeks)
    unexpected = sum(len(verdict.unexpected) for _, verdict in weeks)
    visits = sum(week.visits for week, _ in weeks)
    click.echo(
        f"\n{len(weeks)} weeks, {visits} visits, {seconds:.0f} seconds.\n"
        f"Quiet weeks: {silent} of {len(quiet)} were quiet, through a redesign, changing furniture and other people's news.\n"
        f"Expected events: {found} found, {missed} missed, {unexpected} unexpected.\n"
    )
    config = _near(folder / "config.toml")
    click.echo("Try it:")
    for command in (
        "status",
        "standings --area Essex",
        "standings --area Essex --as-of 2014-11-01",
        "events --since 2014-11-01 --until 2014-11-15",
        "digest show",
    ):
        click.echo(f"    {_program()} --config {config} {command}")
    click.echo(f"The digests are in {_near(folder / 'outbox')} (.html for a browser, .eml for a mail program).")


def _offer_the_desk(composition: Composition, folder: Path, at: datetime) -> None:
    """Make logins for the demonstration and say how to open its pages."""
    with composition.open_store() as store:
        logins = make_logins(store, now=at)
    moment = f"{at:%Y-%m-%dT%H:%M}"
    click.echo("\nOpen the desk and the tracker on the Friday morning after the last week:")
    click.echo(f"    {_program()} --config {_near(folder / 'config.toml')} serve --at {moment}")
    for name, password in logins.items():
        click.echo(f"    sign in as {name:8} with the password {password}")


def _program() -> str:
    """How the reader started this, so that the lines above can be pasted."""
    called = Path(sys.argv[0])
    return str(_near(called)) if called.name == "tierwatch" else "tierwatch"


COMMANDS = [demo]
