"""``tierwatch members``: who gets the bulletin, and sending it to them."""

from __future__ import annotations

import getpass
import json
import os
from datetime import datetime
from pathlib import Path

import click

from monitor.cli.context import Composition
from monitor.cli.digest import found_digest, letterhead_of, masthead_of, sender_of
from monitor.cli.post import post
from monitor.cli.relay import FolderCarrier, relay_of
from monitor.clock import utc_now
from monitor.digest.approval import require_seal
from monitor.digest.issue import read_digest
from monitor.errors import ConfigError, Problem, ReviewError
from monitor.mail.importing import import_members
from monitor.mail.mailing import EnvelopeMaker, freeze, prepare
from monitor.mail.members import Choice, Membership
from monitor.mail.send import Carrier, Rules, Sending, Sent
from monitor.mail.smtp import Session
from monitor.mail.tokens import Keys, hash_of
from monitor.model import DigestState
from monitor.model.members import Basis, Cadence, Consent, DeliveryState
from monitor.store import Store, StoredDigest
from monitor.store.outbox import Outbox

WORDING = "cli-1"


@click.group("members")
def members() -> None:
    """Members: add, import, list, export, erase; send them an approved digest."""


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
    link = f"{masthead_of(composition).base_url.rstrip('/')}/confirm/{token}"
    _mail_or_keep(composition, address, link, now)
    click.echo(f"asked to confirm; the link: {link}")


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
@click.pass_obj
def export(composition: Composition, address: str) -> None:
    """Print everything that is kept about one person."""
    with composition.open_store() as store:
        kept = Membership(store, keys_of(composition)).export(address)
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


@members.command("send")
@click.argument("which", default="latest")
@click.option(
    "--to-folder", is_flag=True, help="Write each member's mail into the outbox folder instead of mailing it."
)
@click.option("--dry-run", is_flag=True, help="Only say who would get what.")
@click.option("--connections", default=4, show_default=True, help="How many connections to the mail server at once.")
@click.option("--rate", default=0.0, help="At most so many mails a second; 0 is no limit.")
@click.option(
    "--by", default=getpass.getuser, help="Who does it, for the audit log; default: the user of this machine."
)
@click.pass_obj
def send(
    composition: Composition, which: str, connections: int, rate: float, by: str, *, to_folder: bool, dry_run: bool
) -> None:
    """Send an approved digest to the members. Called again after a crash, it goes on where it was."""
    now, keys = utc_now(), keys_of(composition)
    with composition.open_store() as store:
        stored = found_digest(store, which)
        require_seal(store, stored, letterhead_of(composition), by=by, now=now)
        mailing = prepare(
            read_digest(stored), Membership(store, keys), keys, sender=sender_of(composition), now=now,
            base_url=masthead_of(composition).base_url, identity=masthead_of(composition).identity,
        )  # fmt: skip
        skipped = ", ".join(f"{number} {why}" for why, number in mailing.skipped.items() if number) or "none"
        click.echo(f"{len(mailing.rows)} mails in {len(mailing.bulletins)} versions; left out: {skipped}")
        if dry_run:
            return
        if stored.state is DigestState.APPROVED:
            stored = store.digests.move(stored.id, DigestState.SENDING, at=now, by=by, content_hash=stored.content_hash)
            freeze(store, mailing, now=now)
        if stored.state is not DigestState.SENDING:
            raise ReviewError(f"a digest that is {stored.state.value} is not sent; approve it first")
        sent = _sending(
            composition, store, stored, keys, Rules(connections=connections, rate=rate), to_folder=to_folder
        ).run()
        if sent.state == "finished":
            store.digests.move(stored.id, DigestState.SENT, at=utc_now(), by=by)
    _tell(sent)


@members.command("deliveries")
@click.argument("which", default="latest")
@click.option(
    "--state", type=click.Choice([each.value for each in DeliveryState]), help="Only deliveries in this state."
)
@click.pass_obj
def deliveries(composition: Composition, which: str, state: str | None) -> None:
    """What became of each mail of a digest; the uncertain ones wait for `members resolve`."""
    with composition.open_store() as store:
        found = Outbox(store.database).list(
            found_digest(store, which).id, state=DeliveryState(state) if state else None
        )
    for each in found:
        click.echo(f"{each.seq:>8}  {each.state.value:<10} {each.address}  {each.reason}")


@members.command("resolve")
@click.argument("number", type=int)
@click.option("--resend/--leave", required=True, help="Send it again under the same Message-ID, or leave it.")
@click.option(
    "--by", default=getpass.getuser, help="Who does it, for the audit log; default: the user of this machine."
)
@click.pass_obj
def resolve(composition: Composition, number: int, by: str, *, resend: bool) -> None:
    """Decide about an uncertain mail."""
    now = utc_now()
    with composition.open_store() as store:
        done = Outbox(store.database).resolve(
            number, resend=resend, at=now, reason=f"{by}: {'resend' if resend else 'leave'}"
        )
        if done:
            store.audit.add("delivery resolved", subject=str(number), by=by, at=now, details={"resend": resend})
    if not done:
        raise ReviewError(f"mail {number} is not uncertain")
    click.echo("done")


def keys_of(composition: Composition) -> Keys:
    """The secrets that sign links: TIERWATCH_WEB_SECRET or the configured file, one ``id:secret`` or plain secret a line."""
    file = composition.config.web.secret_file
    text = os.environ.get("TIERWATCH_WEB_SECRET") or (
        file.read_text(encoding="utf-8") if file and file.exists() else ""
    )
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        problem = Problem("web.secret_file", "no secret to sign members' links with", "or set TIERWATCH_WEB_SECRET")
        raise ConfigError(str(composition.config_file), [problem])
    pairs = [line.split(":", 1) if ":" in line else [f"k{n}", line] for n, line in enumerate(lines, start=1)]
    return Keys({key: secret.encode() for key, secret in pairs})


def _sending(
    composition: Composition, store: Store, stored: StoredDigest, keys: Keys, rules: Rules, *, to_folder: bool
) -> Sending:
    sender, masthead = sender_of(composition), masthead_of(composition)
    maker = EnvelopeMaker(
        store, read_digest(stored), Membership(store, keys), keys, sender=sender, base_url=masthead.base_url,
        reports_to=f"bounces@{sender.domain}",
    )  # fmt: skip
    folder = composition.config.state / "outbox" / f"{stored.period.end:%Y-%m-%d}-{stored.id[:8]}"
    relay = None if to_folder else relay_of(composition)

    def connect() -> Carrier:
        return Session(relay) if relay else FolderCarrier(folder)

    def may_go_on() -> str | None:
        present = store.digests.get(stored.id)
        if present is None or present.state is not DigestState.SENDING:
            return "the digest was cancelled"
        late = present.expires_at is not None and utc_now() > present.expires_at
        return "the digest expired" if late else None

    return Sending(
        stored.id, outbox=Outbox(store.database), suppressions=Membership(store, keys).suppressions,
        hash_of=lambda address: hash_of(keys, address), envelope=maker, connect=connect, may_go_on=may_go_on, rules=rules,
    )  # fmt: skip


def _tell(sent: Sent) -> None:
    counts = ", ".join(f"{number} {state.value}" for state, number in sorted(sent.counts.items()))
    click.echo(f"{sent.state}: {counts}" + (f"; {sent.why}" if sent.why else ""))
    for alert in sent.alerts:
        click.echo(f"  alert: {alert}")
    if sent.next_due:
        click.echo(f"  call it again after {sent.next_due:%Y-%m-%d %H:%M} UTC for what was refused for now")


def _mail_or_keep(composition: Composition, address: str, link: str, now: datetime) -> None:
    name = sender_of(composition).list_name
    text = f"Somebody asked for {name} at this address. If it was you, confirm here:\n\n{link}\n\nIf not, do nothing.\n"
    post(composition, address, f"Please confirm: {name}", text, now=now)


COMMANDS = [members]
