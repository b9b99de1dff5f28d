"""``tierwatch upkeep``, ``due``, ``advice``, ``promises`` and ``links``: what comes back on a day, and what to do with it."""

from __future__ import annotations

import getpass
from collections.abc import Iterable
from datetime import date
from typing import Any

import click

from monitor.cli import selection as select
from monitor.cli.context import Composition
from monitor.cli.output import FORMATS, print_rows
from monitor.clock import utc_now
from monitor.store import Reminder
from monitor.upkeep import advice as advices
from monitor.upkeep import coming_back
from monitor.upkeep.links import check_links, dead_links, gather_links
from monitor.upkeep.nightly import keep_up

_BY = click.option("--by", default=getpass.getuser, help="Who says so; default: the user of this machine.")
_FORMAT = click.option("--format", "form", type=FORMATS, default="table", show_default=True)
_COLUMNS = {
    "id": "how to speak of it",
    "kind": "advice, promise, link or page",
    "subject": "what it is about",
    "words": "where it stands, or who said it",
    "due_on": "day on which it comes back",
    "outcome": "why it came back",
    "depends_on": "facts that it rests on",
    "url": "where it can be read",
}


@click.command("upkeep")
@click.option("--links", default=0, show_default=True, help="Also try at most this many links whose day has come.")
@click.pass_obj
def upkeep(composition: Composition, links: int) -> None:
    """Settle open questions, note new promises, closing dates and what our issues gave out, mark advice whose facts have moved.

    The service does this each night. With ``--links`` links are tried too, through the same polite fetcher as the poll.
    """
    packs, sources = composition.packs(), composition.config.sources
    with composition.open_store() as store, composition.fetcher() as fetcher:
        kept = keep_up(store, packs, sources, now=utc_now(), fetch=fetcher.fetch, links=links)
    click.echo(f"{kept}.")


@click.command("due")
@_FORMAT
@click.pass_obj
def due(composition: Composition, form: str) -> None:
    """Print what a person should look at now: advice to read again, promises whose time is over, links that
    are dead, pages of our own that contradict the ledger.
    """
    today = utc_now().date()
    with composition.open_store() as store:
        found = [each for kind in ("advice", "promise", "link", "page") for each in store.reminders.list(kind)]
    _print([each for each in found if _is_for_people(each, today)], form)


def _is_for_people(reminder: Reminder, today: date) -> bool:
    return bool(reminder.outcome) if reminder.kind == "link" else coming_back.is_due(reminder, today)


@click.group("advice")
def advice() -> None:
    """Advice that we give out: each item with a day to be read again and the facts that it rests on."""


@advice.command("add")
@click.argument("title")
@click.option("--url", default="", help="Where the advice stands.")
@click.option("--review-by", required=True, callback=select.day, metavar="DATE", help="The day to read it again.")
@click.option(
    "--depends-on", multiple=True, metavar="FACT", help="area:NAME, organisation:NAME, programme:ID, partnership:NAME or contact:ADDRESS."
)  # fmt: skip
@_BY
@click.pass_obj
def add_advice(
    composition: Composition, title: str, url: str, review_by: date, depends_on: tuple[str, ...], by: str
) -> None:
    """Keep an advice item TITLE; it comes back on its day, and when one of its facts moves."""
    now = utc_now()
    with composition.open_store() as store:
        made = advices.add_advice(
            store, composition.watchlist(store), title=title, url=url, review_by=review_by, depends_on=depends_on, by=by,
            now=now,
        )  # fmt: skip
    click.echo(f"{made.id[:12]}  {made.subject}, to be read again by {review_by.isoformat()}")


@advice.command("list")
@_FORMAT
@click.pass_obj
def list_advice(composition: Composition, form: str) -> None:
    """Print every advice item."""
    with composition.open_store() as store:
        _print(store.reminders.list("advice"), form)


@advice.command("reviewed")
@click.argument("which")
@click.option("--review-by", required=True, callback=select.day, metavar="DATE", help="The next day to read it again.")
@_BY
@click.pass_obj
def review_advice(composition: Composition, which: str, review_by: date, by: str) -> None:
    """Note that the advice WHICH was read and is good."""
    with composition.open_store() as store:
        reminder = coming_back.found(store, which)
        advices.reviewed(store, reminder, review_by=review_by, by=by, now=utc_now())
    click.echo(f"{reminder.subject}: good until {review_by.isoformat()}")


@click.group("promises")
def promises() -> None:
    """What was promised for "the coming weeks": it comes back when that time is over."""


@promises.command("list")
@click.option("--due", "only_due", is_flag=True, help="Only those whose time is over.")
@_FORMAT
@click.pass_obj
def list_promises(composition: Composition, form: str, *, only_due: bool) -> None:
    """Print the promises that nobody has closed."""
    today = utc_now().date()
    with composition.open_store() as store:
        found = store.reminders.list("promise")
    _print([each for each in found if not only_due or coming_back.is_due(each, today)], form)


@promises.command("close")
@click.argument("which")
@click.option("--outcome", required=True, help="What came of it: kept, broken, no longer of interest.")
@_BY
@click.pass_obj
def close_promise(composition: Composition, which: str, outcome: str, by: str) -> None:
    """End the promise WHICH."""
    with composition.open_store() as store:
        closed = coming_back.close(store, which, outcome=outcome, by=by, now=utc_now())
    click.echo(f"closed: {closed.subject}")


@promises.command("again")
@click.argument("which")
@click.option("--weeks", default=4, show_default=True, help="When it comes back.")
@_BY
@click.pass_obj
def promise_again(composition: Composition, which: str, weeks: int, by: str) -> None:
    """Let the promise WHICH come back later."""
    with composition.open_store() as store:
        moved = coming_back.put_off(store, which, weeks=weeks, by=by, now=utc_now())
    click.echo(f"comes back on {moved.due_on}: {moved.subject}")


@click.group("links")
def links() -> None:
    """The links of our advice and past issues."""


@links.command("check")
@click.option("--limit", default=50, show_default=True, help="The most links to try now.")
@_FORMAT
@click.pass_obj
def check(composition: Composition, limit: int, form: str) -> None:
    """Try the links whose day has come, politely: robots.txt, one request at a time to a host, no hurry."""
    now = utc_now()
    with composition.open_store() as store, composition.fetcher() as fetcher:
        gather_links(store, now=now)
        _print(check_links(store, fetcher.fetch, now=now, limit=limit), form)


@links.command("list")
@click.option("--dead", is_flag=True, help="Only those that are dead.")
@_FORMAT
@click.pass_obj
def list_links(composition: Composition, form: str, *, dead: bool) -> None:
    """Print the links that are looked after."""
    with composition.open_store() as store:
        _print(dead_links(store) if dead else store.reminders.list("link"), form)


def _print(reminders: Iterable[Reminder], form: str) -> None:
    rows: list[dict[str, Any]] = [
        {
            "id": each.id[:12], "kind": each.kind, "subject": each.subject, "words": each.words,
            "due_on": each.due_on.isoformat() if each.due_on else None, "outcome": each.outcome,
            "depends_on": "; ".join(each.depends_on), "url": each.url,
        }
        for each in reminders
    ]  # fmt: skip
    shown: dict[str, Any] = {
        "shown": ("id", "due_on", "subject", "outcome"),
        "group": ("kind",),
        "below": ("words", "url"),
    }
    print_rows("reminders", _COLUMNS, rows, form=form, **shown)


COMMANDS = [upkeep, due, advice, promises, links]
