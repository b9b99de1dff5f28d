"""``tierwatch extract``, ``compare`` and ``pack check``: what a file says, read without a state; the shipped packs are enough."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from monitor.cli.context import Composition
from monitor.cli.output import raise_all
from monitor.cli.tables import print_table
from monitor.extract.claims import find_claims
from monitor.ledger.agreement import agreed
from monitor.ledger.compare import compare_readings
from monitor.ledger.doubts import DOUBTS
from monitor.ledger.edits import edits_between
from monitor.ledger.edits import joined as joined_edits
from monitor.ledger.wording import describe
from monitor.model import Change, Claim, Document, EventType, Reading
from monitor.programmes import Watchlist, load_pack, load_packs
from monitor.programmes.check import faults_of
from monitor.programmes.pack import Programme
from monitor.sources.files import read_file

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FORMAT = click.Choice(["table", "json"])
_PROGRAMMES = click.option(
    "--programme",
    "programmes",
    multiple=True,
    metavar="ID",
    help="Only these programme packs: shipped ones, or of a folder that the configuration names.",
)


def _day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date | None:
    """A date, or a month or year as its first day: publishers often give no more."""
    if not value:
        return None
    for pattern in ("%Y-%m-%d", "%Y-%m", "%Y"):
        try:
            return datetime.strptime(value[:10], pattern).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    raise click.BadParameter(f'"{value}" is not a date; write it as 2014-10-29')


def _watchlist(programmes: tuple[str, ...], composition: Composition) -> Watchlist:
    """The names of the shipped packs; where one is asked for that is none of them, those of the configuration's folders too."""
    packs: Sequence[Programme] = load_packs()
    known = {pack.id for pack in packs if pack.id}
    if set(programmes) - known and composition.config_file.exists():
        packs = composition.packs()
        known = {pack.id for pack in packs if pack.id}
    for programme in programmes:
        if programme not in known:
            raise click.BadParameter(f'no pack "{programme}"; there are {", ".join(sorted(known))}')
    return Watchlist.of([pack for pack in packs if not programmes or not pack.id or pack.id in programmes])


def read(
    file: Path, watchlist: Watchlist, *, url: str, published: date | None, publisher: str
) -> tuple[list[Document], list[Reading]]:
    """The documents of ``file`` and what each says."""
    documents = read_file(file, url=url, published=published, publisher=publisher)
    return documents, [find_claims(document, watchlist) for document in documents]


def joined(readings: Sequence[Reading]) -> Reading:
    """All that several documents say, as one reading."""
    return Reading(
        claims=tuple(claim for reading in readings for claim in reading.claims),
        renames=tuple(rename for reading in readings for rename in reading.renames),
        contacts=tuple(contact for reading in readings for contact in reading.contacts),
        mentions=tuple(mention for reading in readings for mention in reading.mentions),
        weighed=tuple(claim for reading in readings for claim in reading.weighed),
        doubted=tuple(doubted for reading in readings for doubted in reading.doubted),
    )


@click.command()
@click.argument("file", type=_FILE)
@click.option("--url", default="", help="Where the document was published.")
@click.option("--published", callback=_day, help="When it was published (2014-10-29).")
@click.option("--publisher", default="", help="Who published it.")
@_PROGRAMMES
@click.option(
    "--all-modes", is_flag=True, help="Also what is expected, denied, historic or an opinion, and what is unsure."
)
@click.option("--format", "form", type=_FORMAT, default="table", show_default=True)
@click.pass_obj
def extract(
    composition: Composition,
    file: Path,
    url: str,
    published: date | None,
    publisher: str,
    programmes: tuple[str, ...],
    *,
    all_modes: bool,
    form: str,
) -> None:
    """Print the claims that FILE makes: who has which role, where, with which status, and the words that say so."""
    reading = joined(
        read(file, _watchlist(programmes, composition), url=url, published=published, publisher=publisher)[1]
    )
    claims = (*reading.claims, *reading.weighed) if all_modes else reading.told()
    if form == "json":
        click.echo(json.dumps({"claims": [claim_value(claim) for claim in claims]}, ensure_ascii=False, indent=1))
        return
    rows = [
        {
            "organisation": claim.organisation, "role": claim.role.value, "status": claim.status.value,
            "areas": "; ".join(claim.areas), "words": claim.evidence.quote,
        }
        for claim in claims
    ]  # fmt: skip
    print_table(("organisation", "role", "status", "areas"), rows, below=("words",))


@click.command()
@click.argument("before", type=_FILE)
@click.argument("after", type=_FILE)
@click.option("--url", default="", help="Where the document was published.")
@click.option("--publisher", default="", help="Who published it.")
@_PROGRAMMES
@click.option("--format", "form", type=_FORMAT, default="table", show_default=True)
@click.pass_obj
def compare(
    composition: Composition,
    before: Path,
    after: Path,
    url: str,
    publisher: str,
    programmes: tuple[str, ...],
    form: str,
) -> None:
    """Print what changed from BEFORE to AFTER, two versions of one document."""
    watchlist = _watchlist(programmes, composition)
    changes = changes_between(
        read(before, watchlist, url=url, published=None, publisher=publisher),
        read(after, watchlist, url=url, published=None, publisher=publisher),
        watchlist,
    )
    if form == "json":
        click.echo(json.dumps({"events": [change_value(change) for change in changes]}, ensure_ascii=False, indent=1))
        return
    print_table(("change",), [{"change": describe(change)} for change in changes])


def changes_between(
    before: tuple[list[Document], list[Reading]], after: tuple[list[Document], list[Reading]], watchlist: Watchlist
) -> list[Change]:
    """The changes of partners between two versions of a file, each given as its documents and their readings."""
    old, new = joined(before[1]), joined(after[1])
    alone = len(before[0]) == len(after[0]) == 1
    known = {document.id: (document, reading) for document, reading in zip(*before, strict=True)}
    pairs = zip(*after, strict=True)
    edits = [
        edits_between(*(next(iter(known.values())) if alone else known[document.id]), document, reading)
        for document, reading in pairs
        if alone or document.id in known
    ]
    changes = compare_readings(
        *agreed(old, new),
        complete=any(document.complete for document in after[0]),
        edits=joined_edits(edits),
        known_renames=watchlist.renames(),
    )
    return [
        change for change in changes if change.type is not EventType.CONTACT_RETIRED and change.question not in DOUBTS
    ]


def claim_value(claim: Claim) -> dict[str, Any]:
    """``claim`` as the measured contract prints it."""
    return {
        "organisation": claim.organisation,
        "surface": claim.surface,
        "role": claim.role.value,
        "partnership": claim.partnership,
        "areas": list(claim.areas),
        "status": claim.status.value,
        "sector": claim.sector.value,
        "mode": claim.mode.value,
        "confidence": round(claim.confidence, 2),
        "layer": claim.layer.value,
        "rule": claim.rule,
        "evidence": {"quote": claim.evidence.quote, "start": claim.evidence.start, "end": claim.evidence.end},
    }


def change_value(change: Change) -> dict[str, Any]:
    """``change`` as the measured contract prints an event."""
    evidence = change.evidence or change.evidence_before
    value: dict[str, Any] = {
        "type": change.type.value,
        "organisation": change.organisation,
        "area": change.area,
        "from": change.before,
        "to": change.after,
        "wording": describe(change),
        "evidence": {"quote": evidence.quote if evidence else ""},
    }
    if change.organisation_to:
        value["organisation_to"] = change.organisation_to
    return value


@click.group()
def pack() -> None:
    """Programme packs: the areas, organisations and words of a commissioning round."""


@pack.command("check")
@click.argument("files", type=_FILE, nargs=-1, required=True)
@click.pass_obj
def pack_check(composition: Composition, files: tuple[Path, ...]) -> None:
    """Say what is wrong with each of FILES, all at once, with its path; exit status 78 if anything is.

    Beside the shipped packs, those of the folders that the configuration names count as known.
    """
    folders = composition.config.pack_folders if composition.config_file.exists() else ()
    faults = faults_of(files, folders)
    faulty = {fault.file for fault in faults}
    for programme, file in ((load_pack(file), file) for file in files if str(file) not in faulty):
        click.echo(
            f"{file}: good. {len(programme.areas)} areas, {len(programme.organisations)} organisations, "
            f"{len(programme.registers)} registers, {len(programme.denominators)} denominators."
        )
    raise_all(faults)


COMMANDS = [extract, compare, pack]
