"""``tierwatch digest``: draft and show an issue. Approving it is in ``monitor.cli.approving``, sending it in ``monitor.cli.sending``."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

import click

from monitor.cli.context import Composition
from monitor.clock import Period, last_period_of, utc_now
from monitor.digest.approval import Letterhead
from monitor.digest.encoding import personalised
from monitor.digest.issue import Masthead, draft_digest, read_digest
from monitor.digest.message import Sender
from monitor.digest.render import public_links, render
from monitor.encoding import to_plain
from monitor.errors import ReviewError, UnknownIdError
from monitor.model import Audience, Digest
from monitor.store import Store, StoredDigest
from monitor.upkeep.nightly import keep_up

if TYPE_CHECKING:
    from monitor.web.site import Imprint

_SPANS = {"daily": "day", "weekly": "week", "monthly": "month"}


@click.group("digest")
def digest() -> None:
    """The weekly digest: draft it, look at it, approve it, send it."""


@digest.command("draft")
@click.option(
    "--ending", metavar="MOMENT", help="A moment in the week to draft (ISO 8601); default: the last week that ended."
)
@click.option("--note", default="", help="A note of the editor's, at most 80 words.")
@click.option("--top", metavar="ID", help="The event or document to lead with.")
@click.option(
    "--cadence",
    type=click.Choice(["daily", "weekly", "monthly"]),
    default="weekly",
    show_default=True,
    help="For whom: those who want it at this cadence.",
)
@click.pass_obj
def draft(composition: Composition, ending: str | None, note: str, top: str | None, cadence: str) -> None:
    """Compile the digest of a week (or day, or month) and keep it as a draft."""
    now = utc_now()
    with composition.open_store() as store:
        keep_up(store, composition.packs(), composition.config.sources, now=now)
        made, stored = draft_digest(
            store,
            period=_period(composition, ending, now, cadence),
            cadence=cadence,
            sources=composition.config.sources,
            masthead=masthead_of(composition),
            programmes={pack.id: pack.name for pack in composition.packs()},
            packs=composition.packs(),
            now=now,
            note=note,
            top=top,
        )
    click.echo(
        f"{stored.id[:12]}  {made.title} {made.number}, {_SPANS[cadence]} to {made.period.end:%d %B %Y}: {_summary(made)}"
    )


@digest.command("list")
@click.pass_obj
def list_digests(composition: Composition) -> None:
    """The digests, newest first."""
    with composition.open_store() as store:
        listed = store.digests.list()
        if not listed:
            click.echo("No digest yet: `tierwatch digest draft` makes one.")
        for stored in listed:
            made = read_digest(stored)
            click.echo(
                f"{stored.id[:12]}  {stored.state.value:<10} {made.period.end:%Y-%m-%d}  {made.number or made.kind:>3}  {_summary(made)}"
            )


@digest.command("show")
@click.argument("which", default="latest")
@click.option("--format", "shape", type=click.Choice(["text", "html", "json"]), default="text", show_default=True)
@click.option("--staff", is_flag=True, help="With what is still to check.")
@click.option("--language", default="en", show_default=True, help="The language: en or cy.")
@click.pass_obj
def show(composition: Composition, which: str, shape: str, *, staff: bool, language: str) -> None:
    """Print a digest as members get it. WHICH is its id, the beginning of it, or "latest"."""
    masthead = masthead_of(composition)
    with composition.open_store() as store:
        made = read_digest(found_digest(store, which))
    if shape == "json":
        click.echo(json.dumps(to_plain(made), ensure_ascii=False, indent=2))
        return
    bulletin = render(
        made, Audience(staff=staff, language=language), base_url=masthead.base_url, identity=masthead.identity
    )
    body = (
        bulletin.html
        if shape == "html"
        else f"Subject: {bulletin.subject}\nPreview: {bulletin.preview}\n\n{bulletin.text}"
    )
    click.echo(personalised(body, public_links(masthead.base_url), markup=shape == "html"))


def letterhead_of(composition: Composition) -> Letterhead:
    """What issues look like from outside: an approval holds for exactly that."""
    return Letterhead(masthead=masthead_of(composition), sender=sender_of(composition))


def masthead_of(composition: Composition) -> Masthead:
    """What the configuration says of the bulletin."""
    config = composition.config
    return Masthead(
        title=config.digest.title,
        publisher=config.digest.publisher,
        zone=config.service.timezone,
        base_url=config.web.public_url or f"http://{config.web.listen}",
        identity=getattr(config.digest, "identity", "") or config.digest.publisher,
    )


def imprint_of(composition: Composition) -> Imprint:
    """What the pages are told of the bulletin, as it is configured now."""
    from monitor.web.site import Imprint

    return Imprint(
        masthead=masthead_of(composition),
        sender=sender_of(composition),
        weekly=composition.config.weekly,
        approve_within_hours=composition.config.digest.approve_within_hours,
    )


def sender_of(composition: Composition) -> Sender:
    """Who the bulletin comes from; without one in the configuration, an address that can never be written to (RFC 2606)."""
    config = composition.config
    address = config.digest.sender or "bulletin@tierwatch.invalid"
    domain = address.rpartition("@")[2]
    return Sender(
        name=config.digest.publisher or config.digest.title,
        address=address,
        list_id=f"bulletin.{domain}",
        list_name=config.digest.title,
    )


def _period(composition: Composition, ending: str | None, now: datetime, cadence: str) -> Period:
    weekly = composition.config.weekly
    if cadence != "weekly":
        return last_period_of(cadence, weekly, _moment(ending, now) if ending else now)
    if ending is None:
        return weekly.last_period(now)
    moment = _moment(ending, now)
    last = weekly.last_before(moment)
    return weekly.period_ending(last) if last == moment else weekly.current_period(moment)


def _moment(words: str, now: datetime) -> datetime:
    try:
        moment = datetime.fromisoformat(words)
    except ValueError as error:
        raise click.BadParameter(f"{words} is no moment; write 2026-11-27 or 2026-11-27T07:00+00:00") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)


def found_digest(store: Store, which: str) -> StoredDigest:
    """The digest of that id (or its beginning), or the latest. Raises UnknownIdError where it is not there, ReviewError where none is."""
    if which == "latest":
        stored = next(iter(store.digests.list()), None)
    else:
        stored = store.digests.get(which) if which else None
    if stored is None and not store.digests.list():
        raise ReviewError("there is no digest yet; `tierwatch digest draft` makes one")
    if stored is None:
        raise UnknownIdError(f'there is no digest "{which}"; `tierwatch digest list` shows them')
    return stored


def _summary(made: Digest) -> str:
    counts = [f"{section.kind.value}: {len(section.items)}" for section in made.sections]
    waiting = [f"to check: {len(made.to_check)}"] if made.to_check else []
    return ", ".join([*counts, *waiting]) or "nothing new"
