"""``tierwatch replay``: read what is stored once more, with the rules and names of today, and say what would be read otherwise."""

from __future__ import annotations

import click

from monitor.cli.context import Composition
from monitor.cli.poll import chosen_sources
from monitor.extract.claims import find_claims
from monitor.model import Claim


@click.command("replay")
@click.option("--source", "wanted", multiple=True, metavar="ID", help="Only this source (may be given again).")
@click.option("--all-versions", is_flag=True, help="Every stored version, not only the latest of each document.")
@click.pass_obj
def replay(composition: Composition, wanted: tuple[str, ...], *, all_versions: bool) -> int:
    """Read the stored documents anew, without the network, and list what today's rules read otherwise than was stored.

    Changes nothing. Exit status 1 if there is a difference: after an upgrade, the next visits set it as a new baseline in silence.
    """
    read = differing = 0
    with composition.open_store() as store:
        watchlist = composition.watchlist(store)
        for source in chosen_sources(composition.config.sources, wanted):
            for latest in store.documents.of_source(source.id):
                for version in store.documents.history(latest.document_id) if all_versions else (latest,):
                    read += 1
                    before = _said(version.reading.claims)
                    after = _said(find_claims(version.document, watchlist).claims)
                    if before == after:
                        continue
                    differing += 1
                    click.echo(f"{source.id}: {version.document.title or version.document.url}")
                    for sign, lines in (("-", before - after), ("+", after - before)):
                        for line in sorted(lines):
                            click.echo(f"  {sign} {line}")
    click.echo(f"{read} versions read anew, {differing} differ.")
    return int(differing > 0)


def _said(claims: tuple[Claim, ...]) -> set[str]:
    return {
        f"{each.organisation}: {each.role.value}, {each.status.value}, {', '.join(each.areas) or 'no area'}: “{each.evidence.quote}”"
        for each in claims
    }


COMMANDS = [replay]
