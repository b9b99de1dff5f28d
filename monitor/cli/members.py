"""``tierwatch members``: who gets the bulletin, and what comes back from them."""

from __future__ import annotations

import getpass
import json
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import click

from monitor.cli.context import Composition
from monitor.cli.digest import masthead_of
from monitor.cli.office import keys_of
from monitor.cli.post import post
from monitor.clock import utc_now
from monitor.errors import ConfigError, Problem
from monitor.mail.importing import import_members
from monitor.mail.mailboxes import open_mailbox
from monitor.mail.members import Choice, Membership
from monitor.mail.notice import note_taken_out
from monitor.mail.replies import Replies
from monitor.mail.welcome import confirmation
from monitor.model.members import Basis, Cadence, Consent
from monitor.store.bounces import Bounces

WORDING = "cli-1"


@click.group("members")
def members() -> None:
    """Members: add, import, list, export, erase; read what comes back from them."""


@members.command("add")
@click.argument("address")
@click.option("--name", default="", help="The name that a member is greeted by.")
@click.option("--area", "areas", multiple=True, help="An area to follow; none means all.")
@click.option("--theme", "themes", multiple=True, help="A theme that the member wants (may be given again).")
@click.option(
    "--specialism", "specialisms", multiple=True, help="A specialism that the member wants (may be given again)."
)
@click.option(
    "--cadence",
    type=click.Choice([each.value for each in Cadence]),
    default="weekly",
    show_default=True,
    help="How often the bulletin comes.",
)
@click.option(
    "--language", type=click.Choice(["en", "cy"]), default="en", show_default=True, help="The language: en or cy."
)
@click.option(
    "--basis",
    type=click.Choice([each.value for each in Basis]),
    default="consent",
    show_default=True,
    help="The lawful basis on which the address is held.",
)
@click.option("--source", default="command line", help="Where the person asked for it.")
@click.pass_obj
def add(
    composition: Composition, address: str, name: str, areas: tuple[str, ...], themes: tuple[str, ...],
    specialisms: tuple[str, ...], cadence: str, language: str, basis: str, source: str,
) -> None:  # fmt: skip
    """Ask ADDRESS to confirm: mail goes there only after the person follows the link."""
    now = utc_now()
    choice = Choice(areas=areas, themes=themes, specialisms=specialisms, cadence=Cadence(cadence), language=language)
    consent = Consent(basis=Basis(basis), wording=WORDING, source=source, at=now)
    with composition.open_store() as store:
        token = Membership(store, keys_of(composition)).ask(address, choice, consent, name=name, now=now)
    if token is None:
        click.echo("confirmed already")
        return
    masthead = masthead_of(composition)
    post(composition, address, *confirmation(masthead, token, language=language))
    click.echo(f"asked to confirm; the link: {masthead.base_url.rstrip('/')}/confirm/{token}")


@members.command("list")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def list_members(composition: Composition, shape: str) -> None:
    """Who gets mail, who was asked, who left."""
    with composition.open_store() as store:
        found = Membership(store, keys_of(composition)).members.list()
    if shape == "json":
        click.echo(json.dumps([{"address": m.address, "state": m.state.value, "language": m.language} for m in found]))
        return
    if not found:
        click.echo(
            "No member yet: `tierwatch members add ADDRESS` asks one, `tierwatch members import FILE` takes a list."
        )
    for member in found:
        click.echo(f"{member.state.value:<10} {member.address}")


@members.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option(
    "--by", default=getpass.getuser, help="Who does it, for the audit log; default: the user of this machine."
)
@click.pass_obj
def import_list(composition: Composition, file: Path, by: str, *, dry_run: bool) -> None:
    """Take a CSV list; every line needs basis, wording, source and consented_at."""
    text = file.read_text(encoding="utf-8-sig", errors="replace")
    with composition.open_store() as store:
        done = import_members(store, keys_of(composition), text, now=utc_now(), by=by, dry_run=dry_run)
    verb = "would be added" if dry_run else "added"
    click.echo(f"{len(done.added)} {verb}, {len(done.known)} known already, {len(done.refused)} refused")
    for number, address, reason in done.refused:
        click.echo(f"  line {number} {address}: {reason}")


@members.command("export")
@click.argument("address")
@click.option(
    "--by", default=getpass.getuser, help="Who does it, for the audit log; default: the user of this machine."
)
@click.pass_obj
def export(composition: Composition, address: str, by: str) -> None:
    """Print everything that is kept about one person. The log says that it was done, and administrators are told by mail."""
    now = utc_now()
    with composition.open_store() as store:
        kept = Membership(store, keys_of(composition)).export(address)
        note_taken_out(
            store,
            partial(post, composition),
            "what is kept about a member",
            subject=kept["member"]["id"],
            by=by,
            now=now,
        )
    click.echo(json.dumps(kept, ensure_ascii=False, indent=2))


@members.command("erase")
@click.argument("address")
@click.option(
    "--by", default=getpass.getuser, help="Who does it, for the audit log; default: the user of this machine."
)
@click.pass_obj
def erase(composition: Composition, address: str, by: str) -> None:
    """Forget a person. A keyed hash stays, so that no import brings them back."""
    with composition.open_store() as store:
        Membership(store, keys_of(composition)).erase(address, now=utc_now(), by=by)
    click.echo("erased")


@members.command("pause")
@click.argument("address")
@click.argument("until", type=click.DateTime(formats=["%Y-%m-%d"]))
@click.pass_obj
def pause(composition: Composition, address: str, until: datetime) -> None:
    """Let a member's mail rest UNTIL a day (YYYY-MM-DD); a day that has passed ends a pause."""
    moment = until.replace(tzinfo=UTC)
    with composition.open_store() as store:
        Membership(store, keys_of(composition)).pause(address, until=moment)
    click.echo(f"no mail before {until:%d %B %Y}")


@members.command("end")
@click.argument("address")
@click.option("--reason", default="unsubscribed", show_default=True, help="Why, in a word or two.")
@click.option(
    "--by", default=getpass.getuser, help="Who does it, for the audit log; default: the user of this machine."
)
@click.pass_obj
def end(composition: Composition, address: str, reason: str, by: str) -> None:
    """End all mail to ADDRESS, for somebody who asks by telephone. Works for an address that is no member's: none can be imported there."""
    with composition.open_store() as store:
        new = Membership(store, keys_of(composition)).stop(address, reason=reason, now=utc_now(), by=by)
    click.echo("ended" if new else "ended already")


@members.command("flag")
@click.argument("address")
@click.option("--member/--no-member", "is_member", default=True, show_default=True, help="Whether they are.")
@click.option(
    "--by", default=getpass.getuser, help="Who does it, for the audit log; default: the user of this machine."
)
@click.pass_obj
def flag(composition: Composition, address: str, by: str, *, is_member: bool) -> None:
    """Note whether the person at ADDRESS belongs to a member organisation of the network: they may read a tracker for members only."""
    with composition.open_store() as store:
        Membership(store, keys_of(composition)).flag(address, is_member=is_member, now=utc_now(), by=by)
    click.echo("a member" if is_member else "no member")


@members.command("preferences")
@click.argument("address")
@click.pass_obj
def preferences(composition: Composition, address: str) -> None:
    """Print the links by which a member chooses and leaves."""
    with composition.open_store() as store:
        links = Membership(store, keys_of(composition)).links_at(address, masthead_of(composition).base_url)
    click.echo(f"{links['preferences_url']}\n{links['unsubscribe_url']}")


@members.command("replies")
@click.argument("mailbox", default="")
@click.pass_obj
def replies(composition: Composition, mailbox: str) -> None:
    """Read what came back: bounces, complaints, mailed unsubscriptions.

    MAILBOX is maildir:FOLDER or imaps://USER@HOST/INBOX; default: `replies` of `[mail]`.
    """
    where = mailbox or composition.config.mail.replies
    if not where:
        problem = Problem("mail.replies", "no mailbox to read", "write imaps://USER@HOST/INBOX or maildir:FOLDER")
        raise ConfigError(str(composition.config_file), [problem])
    now = utc_now()
    with composition.open_store() as store:
        opened = open_mailbox(where, password=composition.config.replies_password)
        found = Replies(store, keys_of(composition)).read(opened, now=now)
        alerts = Bounces(store.database).alerts(since=now - timedelta(days=1)) if found["ours"] else ()
    click.echo(", ".join(f"{number} {what}" for what, number in sorted(found.items())) or "nothing new")
    for alert in alerts:
        click.echo(f"  alert: our mail is refused: {alert}")


COMMANDS = [members, erase]
