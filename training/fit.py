"""Fit the weights of ``monitor/extract/weighing`` to the labelled documents: ``make weights``.

    python training/fit.py [--check SPLIT]... [SPLIT]...

Logistic regression with an L2 penalty, by AdaGrad over shuffled examples from a fixed seed, a question at a time; so small that no
library is needed for it. An example is one organisation of one document, described without any claim that the patterns read.
A feature counts only where several documents have it. The real cases of ``../shared`` (or of ``TIERWATCH_SHARED``) are learned from
too where they are present; the first line of the file says so. ``--check`` fits to the splits named and prints how well they tell
the parties of other splits, and writes nothing.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from monitor.extract.discourse.scene import make_scene  # noqa: E402
from monitor.extract.weighing import weights as kept  # noqa: E402
from monitor.extract.weighing.features import observe  # noqa: E402
from monitor.model import Role  # noqa: E402
from monitor.programmes import load_packs  # noqa: E402
from monitor.programmes.watchlist import Watchlist  # noqa: E402
from monitor.sources.files import read_file  # noqa: E402
from monitor.text import fold, plain  # noqa: E402

GOLD = ROOT / "tests" / "gold"
SHARED = Path(os.environ.get("TIERWATCH_SHARED", ROOT.parent / "shared"))
FILE = ROOT / "monitor" / "extract" / "weighing" / kept.FILE
SPLITS = (
    "dev", "dev-2", "dev-3", "dev-4", "restated", "restated-2", "restated-3", "restated-4", "test", "blind-a", "blind-b", "places",
    "histories", "structured",
)  # fmt: skip
LEAST_DOCUMENTS = 3
ROUNDS, RATE, PENALTY = 15, 0.1, 0.004
#: Whoever sits in a consortium is a partner for the weights.
GROUPS = {Role.JOINT_VENTURE_MEMBER: Role.PARTNER, Role.STAFF_MUTUAL: Role.PARTNER, Role.CONTRACT_HOLDER: Role.LEAD}


@dataclass(frozen=True, slots=True)
class Example:
    """One organisation of one document. ``labels`` holds the questions to which the answer is yes."""

    case: str
    features: tuple[str, ...]
    labels: frozenset[str]


def examples(folder: Path, watchlist: Watchlist) -> Iterator[Example]:
    """Every organisation of the documents of a split; what the labels tolerate is left out, being neither right nor wrong."""
    for case in sorted(folder.iterdir()):
        label = case / "gold.json"
        source = next((file for file in sorted(case.glob("*.*")) if file.stem in {"source", "after"}), None)
        if not label.exists() or source is None or source.suffix in {".csv", ".tsv", ".pdf"}:
            continue
        yield from _of_case(json.loads(label.read_text(encoding="utf-8")), source, watchlist)


def _of_case(gold: Mapping[str, Any], source: Path, watchlist: Watchlist) -> Iterator[Example]:
    expected: dict[str, set[str]] = defaultdict(set)
    for fact in gold.get("expected_facts", ()):
        role = Role(fact["role"])
        expected[_named(fact["organisation"], watchlist)] |= {
            kept.PARTY,
            f"role:{GROUPS.get(role, role).value}",
            f"status:{fact['status']}",
        }
    tolerated = {
        _named(fact["organisation"], watchlist) for fact in gold.get("tolerated_facts", ()) if fact.get("organisation")
    }
    for document in read_file(source, url=gold.get("url") or ""):
        if document.record_kind in {"ocds", "register"}:
            continue
        scene = make_scene(document, plain(document.text), watchlist)
        for key, seen in observe(document, scene).items():
            name = _named(scene.ids.title(key, seen.name.surface), watchlist)
            if name in expected or name not in tolerated:
                yield Example(gold["id"], tuple(sorted(seen.features)), frozenset(expected.get(name, ())))


def _named(name: str, watchlist: Watchlist) -> str:
    known = watchlist.organisation(name)
    return known.id if known else fold(name)


def fit(found: Sequence[Example]) -> tuple[list[str], dict[str, list[float]]]:
    """The questions, and for each feature what it is worth to each of them."""
    use = _usable(found)
    parties = [example for example in found if kept.PARTY in example.labels]
    columns = [kept.PARTY, *sorted({label for example in parties for label in example.labels} - {kept.PARTY})]
    rows: dict[str, list[float]] = {feature: [] for feature in [kept.BIAS, *sorted(use)]}
    for column in columns:
        # As what a body is a party is asked of parties alone.
        weights = _logistic(found if column == kept.PARTY else parties, column, use)
        for feature, row in rows.items():
            row.append(weights.get(feature, 0.0))
    return columns, rows


def _usable(found: Sequence[Example]) -> set[str]:
    cases: dict[str, set[str]] = defaultdict(set)
    for example in found:
        for feature in example.features:
            cases[feature].add(example.case)
    return {feature for feature, of in cases.items() if len(of) >= LEAST_DOCUMENTS}


def _logistic(found: Sequence[Example], question: str, use: set[str]) -> dict[str, float]:
    chance = random.Random(7)
    weights: dict[str, float] = defaultdict(float)
    squares: dict[str, float] = defaultdict(lambda: 1e-6)
    data = [([kept.BIAS, *(f for f in example.features if f in use)], question in example.labels) for example in found]
    for _ in range(ROUNDS):
        chance.shuffle(data)
        for features, answer in data:
            error = float(answer) - kept.probability(sum(weights[feature] for feature in features))
            for feature in features:
                slope = error - (0.0 if feature == kept.BIAS else PENALTY * weights[feature])
                squares[feature] += slope * slope
                weights[feature] += RATE * slope / math.sqrt(squares[feature])
    return weights


def check(weights: kept.Weights, found: Sequence[Example]) -> str:
    """How well the weights tell parties, roles and statuses, in one line."""
    hit = wrong = missed = role = status = parties = 0
    for example in found:
        scores = weights.scores(example.features)
        said, true = scores[kept.PARTY] > 0, kept.PARTY in example.labels
        hit, wrong, missed = hit + (said and true), wrong + (said and not true), missed + (true and not said)
        if true:
            parties += 1
            role += max((c for c in weights.columns if c.startswith("role:")), key=scores.__getitem__) in example.labels
            status += (
                max((c for c in weights.columns if c.startswith("status:")), key=scores.__getitem__) in example.labels
            )
    return (
        f"{len(found)} bodies, {parties} parties: precision {hit / max(1, hit + wrong):.3f} recall {hit / max(1, hit + missed):.3f}"
        f" f1 {2 * hit / max(1, 2 * hit + wrong + missed):.3f}; role {role / max(1, parties):.3f} status {status / max(1, parties):.3f}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("splits", nargs="*", default=SPLITS)
    parser.add_argument("--check", action="append", default=[], metavar="SPLIT")
    chosen = parser.parse_args()
    watchlist = Watchlist.of(load_packs())
    folders = [*(GOLD / split for split in chosen.splits), *([SHARED / "cases"] if SHARED.is_dir() else [])]
    found = [example for folder in folders for example in examples(folder, watchlist)]
    columns, rows = fit(found)
    learned_from = ", ".join(folder.name for folder in folders)
    about = [f"Fitted by training/fit.py to {len(found)} bodies of the documents of {learned_from}. Do not edit."]
    text = kept.written(columns, rows, about=about)
    if chosen.check:
        for split in chosen.check:
            print(f"{split}: {check(kept.parse(text), list(examples(GOLD / split, watchlist)))}")
        return 0
    FILE.write_text(text, encoding="utf-8")
    print(f"{FILE.relative_to(ROOT)}: {len(text.splitlines())} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
