"""``tierwatch evaluate``: labelled cases read and compared, scored, and held to the floors."""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from monitor.cli.measure import change_value, changes_between, claim_value, joined, read
from monitor.cli.scoring import LEVELS, Names, Score, below_floors, score_case
from monitor.errors import TierwatchError
from monitor.model import Document, Reading
from monitor.programmes import Watchlist, load_packs

_A_CASE = "a case is a folder with gold.json and source.*, or before.* and after.*"
_NEEDED = ("kind", "expected_facts")
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("cases", type=_FOLDER, nargs=-1, required=True)
@click.option(
    "--floors",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A TOML file of floors, a table a folder.",
)
@click.option("--only", default="", help="Only cases whose name has this in it.")
@click.option("--show", is_flag=True, help="Print each wrong and each missed answer.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def evaluate(cases: tuple[Path, ...], floors: Path | None, only: str, *, show: bool, form: str) -> None:
    """Score the labelled cases in the folders CASES; exit status 1 if a floor is not reached or a case cannot be run."""
    watchlist = Watchlist.of(load_packs())
    scores: dict[str, Score] = {}
    failures: list[str] = []
    for folder in cases:
        names = Names(watchlist, _aliases(folder))
        total = scores.setdefault(folder.name, Score())
        files = [file for file in sorted(folder.glob("*/gold.json")) if only in file.parent.name]
        if not files:
            named = f' with "{only}" in its name' if only else ""
            failures.append(f"{folder}: there is no case{named}; {_A_CASE}")
        for gold_file in files:
            try:
                score, said, is_record = _run(gold_file, names, watchlist)
            except TierwatchError as error:
                failures.append(f"{gold_file.parent.name}: {error}")
                continue
            total.add(score)
            if is_record:
                scores.setdefault(f"{folder.name}/structured", Score()).add(score)
            if show and said:
                click.echo("\n  ".join([gold_file.parent.name, *said]), err=form == "json")
    faults = [*failures, *below_floors(scores, _read_floors(floors) if floors else {})]
    click.echo(_as_json(scores, faults) if form == "json" else _as_lines(scores))
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        raise click.exceptions.Exit(1)


def _read_floors(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TierwatchError(f"{file} is not TOML: {error}") from error


def _read_gold(file: Path) -> dict[str, Any]:
    try:
        gold: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise TierwatchError(f"gold.json is not JSON: {error}") from error
    of_two = ("expected_changes",) if isinstance(gold, dict) and gold.get("kind") == "change" else ()
    missing = [key for key in (*_NEEDED, *of_two) if not isinstance(gold, dict) or key not in gold]
    if missing:
        raise TierwatchError(f"gold.json lacks {', '.join(missing)}")
    return gold


def _aliases(folder: Path) -> dict[str, str]:
    file = folder / "organisation_aliases.csv"
    if not file.exists():
        return {}
    found = {}
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            name = row.get("name") or row.get("canonical_name") or ""
            for column in ("aliases", "former_names", "code"):
                found.update(
                    {alias.strip(): name for alias in re.split(r"[;|]", row.get(column) or "") if alias.strip()}
                )
    return found


def _run(gold_file: Path, names: Names, watchlist: Watchlist) -> tuple[Score, list[str], bool]:
    """The score of a case, what was wrong, and whether its document is a record, read by its fields."""
    gold = _read_gold(gold_file)
    folder = gold_file.parent
    before, after = (next(iter(sorted(folder.glob(f"{stem}.*"))), None) for stem in ("before", "after"))
    file = after or next(iter(sorted(folder.glob("source.*"))), None)
    if file is None:
        raise TierwatchError(f"there is no document; {_A_CASE}")

    def documents(path: Path, published: date | None) -> tuple[list[Document], list[Reading]]:
        url, publisher = gold.get("url") or "https://example.org/", gold.get("publisher") or ""
        return read(path, watchlist, url=url, published=published, publisher=publisher)

    known = documents(file, _day(gold.get("published")))
    claims = joined(known[1]).told()
    events = None
    if before and after:
        events = [change_value(c) for c in changes_between(documents(before, None), documents(after, None), watchlist)]
    score, said = score_case(gold, [claim_value(claim) for claim in claims], events, names)
    texts = "\n".join(document.text for document in known[0])
    score.quotes = len(claims)
    score.quotes_missing = sum(claim.evidence.quote not in texts for claim in claims)
    return score, said, any(document.record_kind in {"ocds", "register"} for document in known[0])


def _day(text: str | None) -> date | None:
    parts = [int(part) for part in (text or "").split("-") if part.isdigit()]
    try:
        return date(*[*parts, 1, 1][:3]) if parts else None
    except ValueError as error:
        raise TierwatchError(f'published in gold.json is no day: "{text}"') from error


def _as_json(scores: dict[str, Score], faults: Sequence[str]) -> str:
    return json.dumps(
        {
            "splits": {
                split: {
                    **{level: round(score.levels[level].f1, 3) for level in LEVELS},
                    "false_events": score.false_events,
                    "false_parties": score.false_parties,
                    "quotes_missing": score.quotes_missing,
                }
                for split, score in scores.items()
            },
            "faults": list(faults),
        },
        indent=1,
    )


def _as_lines(scores: dict[str, Score]) -> str:
    lines = []
    for split, score in scores.items():
        for level in LEVELS:
            tally = score.levels[level]
            found = f"F1 {tally.f1:.3f}" if tally.right or tally.wrong or tally.missed else "F1 -    "
            lines.append(
                f"{split:17} {level:7} {found}  (right {tally.right}, wrong {tally.wrong}, missed {tally.missed})"
            )
        lines.append(
            f"{split:17} quotes {score.quotes}, not in the text {score.quotes_missing}; false events {score.false_events}, "
            f"false parties {score.false_parties}"
        )
    return "\n".join(lines)


COMMANDS = [evaluate]
