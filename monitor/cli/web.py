"""``tierwatch serve`` and ``tierwatch user``: the pages, and the people who may sign in to them."""

from __future__ import annotations

import getpass
import logging
import os
import secrets
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache, partial
from pathlib import Path

import click

from monitor.cli.context import Composition
from monitor.cli.keeper import Keeper
from monitor.cli.poll import moment_of
from monitor.clock import Clock, utc_now
from monitor.errors import ReviewError
from monitor.model import Source, StaffRole, User
from monitor.operations.vitals import Vitals
from monitor.store import Store
from monitor.web.site import Site

log = logging.getLogger("tierwatch")


@click.command()
@click.option("--port", type=int, help="Another port than that of the configuration; 0 takes any that is free.")
@click.option(
    "--at",
    "moment",
    callback=moment_of,
    metavar="MOMENT",
    help="Take this for the present (UTC) at the start; for rehearsals.",
)
@click.pass_obj
def serve(composition: Composition, port: int | None, moment: datetime | None) -> None:
    """Serve the pages until told to stop (SIGTERM): the desk, the tracker, the subscription pages and the API.

    `tierwatch run` serves them too, beside the polling. This command does nothing but serve, also beside a running service.
    SIGHUP takes over the changed configuration, or says why it does not.
    """
    from monitor.web.app import create_app
    from monitor.web.serve import serving

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stopped.set())
    changed = threading.Event()
    signal.signal(signal.SIGHUP, lambda _number, _frame: changed.set())
    with composition.open_store() as store:
        ahead = moment - utc_now() if moment else timedelta()
        app = create_app(site_of(composition, store, clock=lambda: utc_now() + ahead))
        with serving(app, composition.config.web, port=port) as address:
            click.echo(f"The pages are at {address}. Stop with Ctrl-C.")
            while not stopped.wait(timeout=1.0):
                if changed.is_set():
                    changed.clear()
                    composition.take_over()


def site_of(
    composition: Composition, store: Store, *, clock: Clock = utc_now, vitals: Vitals | None = None,
    on_change: Callable[[], None] = lambda: None,
) -> Site:  # fmt: skip
    """What the pages work with, put together from the configuration. ``on_change``: the configured sources are others."""
    from monitor.cli.digest import imprint_of
    from monitor.cli.office import keys_of, office_of
    from monitor.cli.post import post

    config = composition.config
    return Site(
        store=store,
        settings=config.web,
        imprint=partial(imprint_of, composition),
        secret=web_secret(composition),
        programmes=composition.packs(),
        sources=_sources_of(composition.config_file),
        keeper=Keeper(composition, store, clock=clock, on_change=on_change),
        clock=clock,
        keys=keys_of(composition),
        post=partial(post, composition),
        office=partial(office_of, composition),
        vitals=vitals or Vitals(store, config.state, reserve_mb=config.operations.reserve_mb, clock=clock),
        metrics_token=config.metrics_token,
    )


def _sources_of(file: Path) -> Callable[[], Sequence[Source]]:
    """The configured sources as they now are: read anew when the file is another, since they change while pages are served."""
    from monitor.config import load_config

    @lru_cache(maxsize=1)
    def read(_written: int, _size: int, _inode: int) -> Sequence[Source]:
        return load_config(file).sources

    def present() -> Sequence[Source]:
        now = file.stat()
        return read(now.st_mtime_ns, now.st_size, now.st_ino)

    return present


def web_secret(composition: Composition) -> str:
    """What sessions and links are signed with: the configured secret, else one made once and kept in the state folder."""
    stated = composition.config.web_secret
    if stated:
        return stated
    file = composition.config.state / "web-secret"
    try:
        return file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return _made_secret(file)


def _made_secret(file: Path) -> str:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    secret = secrets.token_urlsafe(48)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(f"{secret}\n")
    return secret


@click.group()
def user() -> None:
    """The people who may sign in to the desk."""


@user.command("add")
@click.argument("name")
@click.option(
    "--role", type=click.Choice([role.value for role in StaffRole]), default="editor", show_default=True,
    help="What they may do: each role may do what those before it may.",
)  # fmt: skip
@click.option("--display-name", default="", help="What pages call them; default: NAME.")
@click.option("--email", default="", help="Where the service writes to them.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking.")
@click.pass_obj
def add_user(
    composition: Composition, name: str, role: str, display_name: str, email: str, *, password_stdin: bool
) -> None:
    """Let NAME sign in."""
    from monitor.web import passwords

    password = _new_password(composition, name, display_name, email, from_stdin=password_stdin)
    now = utc_now()
    with composition.open_store() as store, store.transaction():
        made = store.users.add(
            name, role=StaffRole(role), password_hash=passwords.hashed(password), at=now,
            display_name=display_name, email=email,
        )  # fmt: skip
        store.audit.add("user added", subject=f"user {made.name}", by=_operator(), at=now, details={"role": role})
    click.echo(f"{made.name} may sign in as {role}.")


@user.command("list")
@click.pass_obj
def list_users(composition: Composition) -> None:
    """List who may sign in."""
    with composition.open_store() as store:
        found = store.users.list()
        if not found:
            click.echo("Nobody may sign in yet: `tierwatch user add NAME --role administrator` lets the first one in.")
        for each in found:
            notes = [
                note for note, holds in (("disabled", each.disabled_at), ("one-time code", each.totp_secret)) if holds
            ]
            click.echo(f"{each.name:24} {each.role.value:14} {', '.join(notes)}".rstrip())


@user.command("role")
@click.argument("name")
@click.argument("role", type=click.Choice([role.value for role in StaffRole]))
@click.pass_obj
def change_role(composition: Composition, name: str, role: str) -> None:
    """Change what NAME may do; they have to sign in again."""
    now = utc_now()
    with composition.open_store() as store, store.transaction():
        found = _found(store, name)
        store.users.set_role(found.id, StaffRole(role), at=now)
        store.audit.add("role changed", subject=f"user {found.name}", by=_operator(), at=now, details={"role": role})
    click.echo(f"{found.name} is {role} from now on.")


@user.command("password")
@click.argument("name")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking.")
@click.pass_obj
def set_password(composition: Composition, name: str, *, password_stdin: bool) -> None:
    """Give NAME a new password; they are signed out everywhere, and one-time codes are switched off."""
    from monitor.web import passwords

    password = _new_password(composition, name, from_stdin=password_stdin)
    now = utc_now()
    with composition.open_store() as store, store.transaction():
        found = _found(store, name)
        store.users.set_password(found.id, passwords.hashed(password), at=now)
        store.users.set_totp(found.id, None, at=now)
        store.audit.add("password set", subject=f"user {found.name}", by=_operator(), at=now)
    click.echo(f"{found.name} has a new password.")


@user.command("disable")
@click.argument("name")
@click.option("--enable", is_flag=True, help="Let them in again.")
@click.pass_obj
def disable(composition: Composition, name: str, *, enable: bool) -> None:
    """Shut NAME out: they are signed out everywhere and cannot sign in. What they did stays on record."""
    now = utc_now()
    with composition.open_store() as store, store.transaction():
        found = _found(store, name)
        store.users.set_disabled(found.id, disabled=not enable, at=now)
        action = "user enabled" if enable else "user disabled"
        store.audit.add(action, subject=f"user {found.name}", by=_operator(), at=now)
    click.echo(f"{found.name} is {'let in again' if enable else 'shut out'}.")


def _found(store: Store, name: str) -> User:
    found = store.users.named(name)
    if found is None:
        raise ReviewError(f'there is no user "{name}"; `tierwatch user list` shows them')
    return found


def _new_password(composition: Composition, name: str, *about: str, from_stdin: bool) -> str:
    """A password that will do. Raises UsageError with what is wrong with it."""
    from monitor.cli.digest import masthead_of
    from monitor.web import passwords

    password: str
    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt(f"Password for {name}", hide_input=True, confirmation_prompt=True)
    called = passwords.known_to_all(masthead_of(composition), composition.packs())
    if fault := passwords.fault_in(password, about=(name, *about, *called)):
        raise click.UsageError(fault)
    return password


def _operator() -> str:
    return f"{getpass.getuser()} at the command line"


COMMANDS = [serve, user]
