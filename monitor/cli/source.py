"""``tierwatch source``: add a source by looking at its address, list the sources, pause one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from monitor.cli.context import Composition
from monitor.cli.tables import in_words
from monitor.clock import utc_now
from monitor.config.edit import rewrite, with_block, with_pause
from monitor.errors import FetchError, TierwatchError, UnknownIdError

if TYPE_CHECKING:
    from monitor.model import Document
    from monitor.programmes import Watchlist
    from monitor.sources.discover import Discovery

#: What is put below the block of a register whose keys say nothing, for a person to complete.
_FIELDS = """\
# Name the key of who provides and, if there is one, that of where, and take the # away. The records have {keys}.
# fields = {{ lead = "", areas = "" }}
"""


@click.group()
def source() -> None:
    """The places that are polled."""


@source.command("list")
@click.pass_obj
def list_sources(composition: Composition) -> None:
    """List the configured sources."""
    if not composition.config.sources:
        click.echo("No source yet: `tierwatch source add URL` finds out what an address is.")
    for each in composition.config.sources:
        paused = "  (paused)" if each.paused else ""
        click.echo(f"{each.id:32} {each.kind:11} every {each.every_hours:g} h  trust {each.trust}  {each.url}{paused}")


@source.command("add")
@click.argument("url")
@click.option("--kind", default="", help="Take the address as this kind of source instead of finding out.")
@click.option("--internal", is_flag=True, help="Allow an address on a private network.")
@click.option("--yes", is_flag=True, help="Write the block without asking.")
@click.option("--dry-run", is_flag=True, help="Show what would be written and write nothing.")
@click.pass_obj
def add(composition: Composition, url: str, *, kind: str, internal: bool, yes: bool, dry_run: bool) -> None:
    """Look at URL, say what it is, show what would be extracted, and write its block into the configuration."""
    from dataclasses import replace

    from monitor.poll.nameless import NAMELESS, keys_of_the_nameless
    from monitor.programmes import Watchlist
    from monitor.sources.discover import free_id, toml_block

    config = composition.config
    found = _looked_at(composition, url, kind=kind, internal=internal)
    click.echo(f"{url}\nis a source of kind {found.source.kind}: {found.reason}.")
    watchlist = Watchlist.of(composition.packs())
    _show_documents(watchlist, found.documents)
    unmapped = keys_of_the_nameless(found.source, found.documents, watchlist)
    if unmapped:
        # Of a register in which nobody is read yet, nobody can be missing.
        found = replace(found, source=replace(found.source, complete=False))
        click.echo(f"\nnote: {NAMELESS}: write `fields` into the block; the records have {unmapped}")
    if found.others:
        click.echo(f"\nIt could also be read as: {'; '.join(found.others)} (--kind).")
    if found.source.complete:
        click.echo(
            "\nnote: complete = true says that everyone is listed there, so that a missing name has left; else leave it out"
        )
    for note in found.notes:
        click.echo(f"note: {note}")
    if known := next((each.id for each in config.sources if each.url == found.source.url), ""):
        raise TierwatchError(f"{known} in {composition.config_file} has that address already; nothing was written")
    taken = {each.id for each in config.sources}
    named = replace(found.source, id=free_id(found.source.id, taken), internal=internal)
    block = toml_block(named, found.options) + (_FIELDS.format(keys=unmapped) if unmapped else "")
    click.echo(f"\n{block}")
    if dry_run or not (yes or click.confirm(f"Write this into {composition.config_file}?")):
        return
    rewrite(composition.config_file, lambda text: with_block(text, block))
    first = "With its `fields` written, " if unmapped else ""
    click.echo(f"Added. {first}`tierwatch poll --source {named.id}` reads it for the first time, in silence.")


def _looked_at(composition: Composition, url: str, *, kind: str, internal: bool) -> Discovery:
    from dataclasses import replace

    from monitor.sources import source_types
    from monitor.sources.discover import discover
    from monitor.sources.options import suggestion

    kinds = source_types()
    if kind and kind not in kinds:
        hint = suggestion(kind, kinds) or f"one of {', '.join(kinds)}"
        raise click.BadParameter(f'"{kind}" is not a kind of source ({hint})', param_hint="--kind")
    with composition.fetcher() as fetcher:
        try:
            return discover(
                url, fetch=lambda request: fetcher.fetch(replace(request, internal=internal)), now=utc_now(), kind=kind
            )
        except FetchError as error:
            # Only of the address that was given: where it leads to is in the hands of whoever answers there.
            if error.kind == "address" and not internal and error.url.rstrip("/") == url.rstrip("/"):
                raise TierwatchError(f"{error} (if it is one of your own network: --internal)") from error
            raise


def _show_documents(watchlist: Watchlist, documents: Sequence[Document]) -> None:
    """The first documents, each with who has which role by it."""
    from monitor.extract.claims import find_claims

    for document in documents[:5]:
        click.echo(f"\n  {document.title or document.url}")
        claims = find_claims(document, watchlist).told()
        for claim in claims[:8]:
            areas = f" in {'; '.join(claim.areas)}" if claim.areas else ""
            click.echo(f"    {claim.organisation}: {in_words(claim.role.value)}, {in_words(claim.status.value)}{areas}")
        if not claims:
            click.echo("    (no organisation in a role)")


@source.command("pause")
@click.argument("source_id")
@click.option("--resume", is_flag=True, help="Poll it again.")
@click.pass_obj
def pause(composition: Composition, source_id: str, *, resume: bool) -> None:
    """Pause SOURCE_ID: it stays in the configuration and is not polled."""
    if composition.config.source(source_id) is None:
        raise UnknownIdError(
            f'no source "{source_id}" in {composition.config_file}; `tierwatch source list` shows them'
        )
    rewrite(composition.config_file, lambda text: with_pause(text, source_id, paused=not resume))
    click.echo(f"{source_id} is {'polled again' if resume else 'paused'}.")


COMMANDS = [source]
