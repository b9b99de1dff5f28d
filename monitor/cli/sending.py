"""``tierwatch digest send`` and what belongs to it: pausing, cancelling, newsflashes, corrections, what became of each mail."""

from __future__ import annotations

import getpass
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from monitor.cli import approving as _approving  # noqa: F401 -- it adds its commands to the group
from monitor.cli.context import Composition
from monitor.cli.digest import digest, found_digest, letterhead_of, masthead_of, sender_of
from monitor.cli.office import folder_of, keys_of, office_of, tell
from monitor.clock import utc_now
from monitor.digest.approval import require_seal
from monitor.digest.issue import read_digest
from monitor.digest.newsflash import draft_newsflash
from monitor.digest.outbox import write_bulletin
from monitor.digest.render import render
from monitor.mail import dispatch
from monitor.mail.corrections import draft_correction
from monitor.mail.trial import send_trial
from monitor.model import DigestState
from monitor.model.members import DeliveryState, Outcome
from monitor.store import Store, StoredDigest
from monitor.store.outbox import Outbox


def _by(command: Callable[..., Any]) -> Callable[..., Any]:
    words = "Who does it, for the audit log; default: the user of this machine."
    return click.option("--by", default=getpass.getuser, help=words)(command)


@digest.command("send")
@click.argument("which", default="latest")
@click.option(
    "--to-folder", is_flag=True, help="Write the issue and each member's mail into the outbox folder instead."
)
@click.option(
    "--folder", type=click.Path(path_type=Path), help="Another folder for the issue itself, with --to-folder."
)
@click.option("--dry-run", is_flag=True, help="Only say who would get what.")
@click.option("--now", "at_once", is_flag=True, help="Let the first mail leave at once, with no time to take it back.")
@_by
@click.pass_obj
def send(
    composition: Composition, which: str, folder: Path | None, by: str, *, to_folder: bool, dry_run: bool, at_once: bool
) -> None:  # fmt: skip
    """Send an approved digest to the members. Called again after a crash or a pause of the relay, it goes on where it was.

    The first mail leaves after `undo_seconds` of `[digest]`; until then Ctrl-C or `digest undo` takes it back. Without a mail server in
    the configuration it goes to the outbox folder.
    """
    now, keys = utc_now(), keys_of(composition)
    office = office_of(composition, to_folder=to_folder)
    with composition.open_store() as store:
        stored = found_digest(store, which)
        if dry_run:
            mailing = dispatch.mailing_of(store, keys, office, stored, now=now)
            count = sum(1 for _ in mailing.rows())
            click.echo(f"{count} mails in {mailing.versions} versions; left out: {_left_out(mailing.skipped)}")
            return
        if stored.state is DigestState.APPROVED:
            require_seal(store, stored, letterhead_of(composition), by=by, now=now)
            mailing = dispatch.begin(store, keys, office, stored, by=by, now=now, hold=not at_once)
            click.echo(
                f"{mailing.addressed} mails in {mailing.versions} versions; left out: {_left_out(mailing.skipped)}"
            )
            stored = found_digest(store, stored.id)
        if to_folder or not composition.config.mail.host:
            for file in _written(composition, stored, folder):
                click.echo(file)
            if stored.state in {DigestState.DRAFT, DigestState.IN_REVIEW}:
                state = stored.state.value.replace("_", " ")
                click.echo(f"the issue is {state}: no member's mail is written before it is approved")
                return
            click.echo(f"each member's mail: {folder_of(composition, stored)}")
        if not _is_held_out(store, stored.id, by=by):
            return
        sent = dispatch.work(store, keys, office, stored, progress=_Progress(store, stored))
    tell(sent)


@digest.command("undo")
@click.argument("which", default="latest")
@_by
@click.pass_obj
def undo(composition: Composition, which: str, by: str) -> None:
    """Take back a digest of which no mail has left yet: it is in review again, as if it had not been sent."""
    with composition.open_store() as store:
        dispatch.take_back(store, found_digest(store, which).id, by=by, now=utc_now())
    click.echo("taken back; nothing has left")


@digest.command("test")
@click.argument("which")
@click.argument("address")
@click.option("--language", type=click.Choice(["en", "cy"]), default="en", show_default=True, help="The language.")
@click.pass_obj
def test(composition: Composition, which: str, address: str, language: str) -> None:
    """Send a digest to one ADDRESS as a test: the subject says so, and no member's delivery is touched."""
    office = office_of(composition)
    with composition.open_store() as store:
        stored = found_digest(store, which)
        send_trial(office, stored, address=address, language=language)
    click.echo(f"sent to {address}")


@digest.command("pause")
@click.argument("which", default="latest")
@click.option("--reason", default="", help="Why, for the audit log.")
@_by
@click.pass_obj
def pause(composition: Composition, which: str, by: str, reason: str) -> None:
    """Stop sending after the mails in flight. `digest resume` goes on."""
    with composition.open_store() as store:
        stored = found_digest(store, which)
        dispatch.pause(store, stored.id, by=by, now=utc_now(), reason=reason)
    click.echo("paused")


@digest.command("resume")
@click.argument("which", default="latest")
@_by
@click.pass_obj
def resume(composition: Composition, which: str, by: str) -> None:
    """Let a paused digest be sent; `digest send` or the running service goes on with it."""
    with composition.open_store() as store:
        dispatch.resume(store, found_digest(store, which).id, by=by, now=utc_now())
    click.echo("resumed; `tierwatch digest send` goes on")


@digest.command("cancel")
@click.argument("which", default="latest")
@click.option("--reason", default="", help="Why, for the audit log.")
@_by
@click.pass_obj
def cancel(composition: Composition, which: str, by: str, reason: str) -> None:
    """Cancel a digest: what has not left yet never leaves."""
    with composition.open_store() as store:
        dispatch.cancel(store, found_digest(store, which).id, by=by, now=utc_now(), reason=reason)
    click.echo("cancelled")


@digest.command("flash")
@click.argument("event")
@click.pass_obj
def flash(composition: Composition, event: str) -> None:
    """Draft a newsflash of one accepted EVENT, for the members who want news at once. It needs its own approval."""
    with composition.open_store() as store:
        stored = draft_newsflash(store, event, masthead=masthead_of(composition), now=utc_now())
    click.echo(f"{stored.id[:12]}  newsflash drafted; approve and send it like a digest")


@digest.command("correct")
@click.argument("which")
@click.argument("item")
@click.option("--headline", required=True, help="What is right, in one line.")
@click.option("--words", default="", help="What was wrong, how it came about, and that we are sorry.")
@click.pass_obj
def correct(composition: Composition, which: str, item: str, headline: str, words: str) -> None:
    """Draft a correction of one ITEM of a digest, for exactly those who got it. `digest show --format json` has the ids."""
    with composition.open_store() as store:
        stored = draft_correction(
            store, found_digest(store, which), item_id=item, headline=headline, words=words,
            masthead=masthead_of(composition), now=utc_now(),
        )  # fmt: skip
    click.echo(f"{stored.id[:12]}  correction drafted; approve and send it like a digest")


@digest.command("deliveries")
@click.argument("which", default="latest")
@click.option(
    "--state", type=click.Choice([each.value for each in DeliveryState]), help="Only deliveries in this state."
)
@click.pass_obj
def deliveries(composition: Composition, which: str, state: str | None) -> None:
    """What became of each mail of a digest; the uncertain ones wait for `digest resolve`."""
    with composition.open_store() as store:
        found = Outbox(store.database).list(
            found_digest(store, which).id, state=DeliveryState(state) if state else None
        )
    for each in found:
        click.echo(f"{each.seq:>8}  {each.state.value:<10} {each.address}  {each.reason}".rstrip())


@digest.command("resolve")
@click.argument("number", type=int)
@click.option("--resend/--leave", required=True, help="Send it again under the same Message-ID, or leave it.")
@_by
@click.pass_obj
def resolve(composition: Composition, number: int, by: str, *, resend: bool) -> None:
    """Decide about an uncertain mail. Sent again, it keeps its Message-ID, so that most mail programs show one."""
    with composition.open_store() as store:
        dispatch.resolve(store, number, resend=resend, by=by, now=utc_now())
    click.echo("it goes again with `tierwatch digest send`" if resend else "left")


def _is_held_out(store: Store, digest_id: str, *, by: str) -> bool:
    """Wait until the digest may leave; whether nobody took it back or paused it meanwhile. Ctrl-C takes it back."""
    until = dispatch.held_until(store, digest_id, now=utc_now())
    if until is None:
        return True
    click.echo(f"the first mail leaves at {until:%H:%M:%S} UTC; Ctrl-C or `tierwatch digest undo` takes it back")
    try:
        while (left := (until - utc_now()).total_seconds()) > 0:
            time.sleep(min(1.0, left))
            present = store.digests.standing(digest_id)
            if present is None or present[0] is not DigestState.SENDING:
                click.echo(
                    f"the digest is {present[0].value.replace('_', ' ') if present else 'gone'}; nothing has left"
                )
                return False
    except KeyboardInterrupt:
        dispatch.take_back(store, digest_id, by=by, now=utc_now())
        click.echo("taken back; nothing has left")
        return False
    return True


class _Progress:
    """A line for every hundred mails and every twentieth of them, whichever is more."""

    def __init__(self, store: Store, stored: StoredDigest) -> None:
        self._total = sum(Outbox(store.database).counts(stored.id).values())
        self._step, self._seen = max(100, self._total // 20), 0
        self._states: Counter[DeliveryState] = Counter()

    def __call__(self, outcome: Outcome) -> None:
        self._seen += 1
        self._states[outcome.state] += 1
        if self._seen % self._step == 0:
            states = ", ".join(f"{number} {state.value}" for state, number in sorted(self._states.items()))
            click.echo(f"  {self._seen} of {self._total}: {states}")


def _left_out(skipped: Counter[str]) -> str:
    return ", ".join(f"{number} {why}" for why, number in sorted(skipped.items())) or "nobody"


def _written(composition: Composition, stored: StoredDigest, folder: Path | None) -> tuple[Path, Path]:
    masthead, made = masthead_of(composition), read_digest(stored)
    bulletin = render(made, base_url=masthead.base_url, identity=masthead.identity or masthead.publisher)
    return write_bulletin(
        folder or composition.config.state / "outbox", made, bulletin, sender=sender_of(composition),
        base_url=masthead.base_url,
    )  # fmt: skip


COMMANDS = [digest]
