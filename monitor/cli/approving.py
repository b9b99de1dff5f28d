"""``tierwatch digest submit`` and ``approve``: the desk's own rules, with the name and the password of a person of the desk."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from monitor.cli.context import Composition
from monitor.cli.digest import digest, found_digest, letterhead_of, masthead_of
from monitor.clock import utc_now
from monitor.digest import approval
from monitor.digest.gates import Finding
from monitor.digest.issue import read_digest
from monitor.errors import ReviewError
from monitor.mail.readiness import findings
from monitor.model import StaffRole, User
from monitor.store import Store, StoredDigest


def _as_somebody(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--code", default="", help="A one-time code, for who has switched them on."),
        click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking."),
        click.option(
            "--by", default=getpass.getuser, help="The user of the desk who does it; default: the user of this machine."
        ),
    ):
        command = option(command)
    return command


@digest.command("submit")
@click.argument("which", default="latest")
@click.option("--reason", default="", help="Why the warnings do not matter.")
@click.option("--try-links", is_flag=True, help="Ask for every address that it links, before looking it over.")
@_as_somebody
@click.pass_obj
def submit(
    composition: Composition, which: str, reason: str, by: str, code: str, *, password_stdin: bool, try_links: bool
) -> None:
    """Hand a digest to somebody who may approve it. What there is to say against it is printed; errors keep it back."""
    now = utc_now()
    with composition.open_store() as store:
        stored = found_digest(store, which)
        user = _somebody(composition, store, by, code, from_stdin=password_stdin, now=now)
        if not user.may(StaffRole.EDITOR):
            raise ReviewError(f"{user.name} is {user.role.value}; an editor hands a digest in")
        found = _looked_over(composition, store, stored, now=now, try_links=try_links)
        stored = approval.submit(store, stored, findings=found, reason=reason, by=user.name, now=now)
    click.echo(f"{stored.id[:12]}  handed in by {user.name}; `tierwatch digest approve` is for somebody else")


@digest.command("approve")
@click.argument("which", default="latest")
@click.option(
    "--against-the-rules", "reason", default="", metavar="REASON",
    help="For an administrator: approve although a rule says no. The reason is shown for ever.",
)  # fmt: skip
@click.option("--try-links", is_flag=True, help="Ask for every address that it links, before looking it over.")
@_as_somebody
@click.pass_obj
def approve(
    composition: Composition, which: str, reason: str, by: str, code: str, *, password_stdin: bool, try_links: bool
) -> None:
    """Approve a digest that was handed in, exactly as it stands: by somebody who was not the last to edit it, before the deadline.

    The approval is sealed: a change of the words, the templates, the sender or the address afterwards takes it away.
    """
    now = utc_now()
    with composition.open_store() as store:
        stored = found_digest(store, which)
        user = _somebody(composition, store, by, code, from_stdin=password_stdin, now=now)
        stored = approval.approve(
            store,
            stored,
            letterhead_of(composition),
            findings=_looked_over(composition, store, stored, now=now, try_links=try_links),
            user=user,
            now=now,
            deadline=approval.deadline_of(stored, hours=composition.config.digest.approve_within_hours),
            break_glass=reason,
        )
    click.echo(f"{stored.id[:12]}  approved by {user.name}" + (", against the rules" if reason.strip() else ""))


def _somebody(composition: Composition, store: Store, name: str, code: str, *, from_stdin: bool, now: datetime) -> User:
    """The user of the desk who gives the password. Raises ReviewError."""
    from monitor.cli.web import web_secret
    from monitor.web.proving import proved

    if store.users.named(name) is None:
        raise ReviewError(f'there is no user "{name}"; say who you are with --by (`tierwatch user list` shows them)')
    password = (
        sys.stdin.readline().rstrip("\r\n") if from_stdin else click.prompt(f"Password of {name}", hide_input=True)
    )
    user = proved(store, name, password, code, key=web_secret(composition), now=now)
    if user is None:
        raise ReviewError("that name, password and one-time code do not fit together")
    return user


def _looked_over(
    composition: Composition, store: Store, stored: StoredDigest, *, now: datetime, try_links: bool
) -> tuple[Finding, ...]:
    masthead = masthead_of(composition)
    today = now.astimezone(ZoneInfo(masthead.zone)).date()
    links = _tried(composition, store, stored) if try_links else {}
    found = findings(store, stored, masthead=masthead, today=today, links=links)
    for each in found:
        click.echo(f"{'error' if each.error else 'warning'}: {each.words}", err=True)
    return found


def _tried(composition: Composition, store: Store, stored: StoredDigest) -> Mapping[str, str | None]:
    from monitor.cli.keeper import Keeper

    keeper = Keeper(composition, store)
    keeper.try_now([link.url for item in read_digest(stored).items for link in item.links])
    return keeper.link_faults()
