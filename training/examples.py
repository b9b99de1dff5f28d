"""The labelled documents as examples to learn from: one organisation of one document, what is seen of it, and what is true of it."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monitor.extract.claims import find_claims
from monitor.extract.discourse.scene import make_scene
from monitor.extract.weighing import weights as kept
from monitor.extract.weighing.belief import GROUPS, by_body, evidence_of
from monitor.extract.weighing.features import observe
from monitor.model import Role
from monitor.programmes.watchlist import Watchlist
from monitor.sources.files import read_file
from monitor.text import fold, plain

_NOT_PROSE = {".csv", ".tsv", ".pdf"}


@dataclass(frozen=True, slots=True)
class Example:
    """One organisation of one document. ``labels`` holds the questions to which the answer is yes.

    ``read`` is what the patterns made of it, as ``belief.evidence`` describes it, without the weight of the words.
    """

    case: str
    features: tuple[str, ...]
    labels: frozenset[str]
    read: Mapping[str, float]

    @property
    def is_party(self) -> bool:
        return kept.PARTY in self.labels


class Names:
    """What an organisation is called for a split: by the packs, or by the short forms that its documents introduce."""

    def __init__(self, folder: Path, watchlist: Watchlist) -> None:
        self._watchlist = watchlist
        self._full: dict[str, str] = {}
        table = folder / "organisation_aliases.csv"
        if table.exists():
            with table.open(encoding="utf-8", newline="") as rows:
                for row in csv.DictReader(rows):
                    for alias in filter(None, map(str.strip, row["aliases"].split(";"))):
                        self._full[fold(alias)] = row["canonical_name"]

    def __call__(self, name: str) -> str:
        name = self._full.get(fold(name), name)
        known = self._watchlist.organisation(name)
        return known.id if known else fold(name)


def examples(folder: Path, watchlist: Watchlist) -> Iterator[Example]:
    """Every organisation of the documents of a split; what the labels tolerate is left out, being neither right nor wrong."""
    names = Names(folder, watchlist)
    for case in sorted(folder.iterdir()):
        label = case / "gold.json"
        source = next((file for file in sorted(case.glob("*.*")) if file.stem in {"source", "after"}), None)
        if label.exists() and source is not None and source.suffix not in _NOT_PROSE:
            yield from _of_case(json.loads(label.read_text(encoding="utf-8")), source, watchlist, names)


def _of_case(gold: Mapping[str, Any], source: Path, watchlist: Watchlist, names: Names) -> Iterator[Example]:
    expected: dict[str, set[str]] = defaultdict(set)
    for fact in gold.get("expected_facts", ()):
        role = Role(fact["role"])
        expected[names(fact["organisation"])] |= {
            kept.PARTY,
            f"role:{GROUPS.get(role, role).value}",
            f"status:{fact['status']}",
        }
    tolerated = {names(fact["organisation"]) for fact in gold.get("tolerated_facts", ()) if fact.get("organisation")}
    for document in read_file(source, url=gold.get("url") or ""):
        if document.record_kind in {"ocds", "register"}:
            continue
        scene = make_scene(document, plain(document.text), watchlist)
        of_body = by_body(find_claims(document, watchlist).claims)
        for key, seen in observe(document, scene).items():
            called = (names(scene.ids.title(key, seen.name.surface)), names(seen.name.surface))
            name = next((name for name in called if name in expected or name in tolerated), called[0])
            if name in expected or name not in tolerated:
                read = evidence_of(seen.name, of_body.get(key, ()), words=0.0)
                yield Example(gold["id"], tuple(sorted(seen.features)), frozenset(expected.get(name, ())), read)
