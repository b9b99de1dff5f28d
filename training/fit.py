"""Fit the weights of ``monitor/extract/weighing`` to the labelled documents: ``make weights``.

    python training/fit.py [--check SPLIT]... [SPLIT]...

Logistic regression with an L2 penalty, by AdaGrad (Duchi, Hazan and Singer 2011) over shuffled examples from a fixed seed, a
question at a time; so small that no library is needed for it. An example is one organisation of one document, described without any
claim that the patterns read. A feature counts only where several documents have it. The real cases of ``../shared`` (or of
``TIERWATCH_SHARED``) are learned from too where they are present; the first line of the file says so.

What words and patterns are worth together (``belief.tsv``) is learned from ``UNREAD`` alone: splits that nobody has written a pattern
by. Their words are weighed by weights that were fitted without the document at hand (three folds).

``--check`` fits to the splits named and prints how well they tell the parties of other splits, and writes nothing.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "training")]

from examples import Example, examples  # noqa: E402

from monitor.extract.weighing import belief, weights  # noqa: E402
from monitor.extract.weighing.features import OF_STAGE  # noqa: E402
from monitor.programmes import load_packs  # noqa: E402
from monitor.programmes.watchlist import Watchlist  # noqa: E402

GOLD = ROOT / "tests" / "gold"
SHARED = Path(os.environ.get("TIERWATCH_SHARED", ROOT.parent / "shared"))
FOLDER = ROOT / "monitor" / "extract" / "weighing"
UNREAD = ("restated-9", "restated-13", "restated-16", "negatives")
#: How often a document that is read, and whose figures have floors, is learned for once of one that nobody reads.
READ_TIMES = 4
SPLITS = (
    "dev", "dev-2", "dev-3", "dev-4", "restated", "restated-2", "restated-3", "restated-4", "restated-5", "restated-6", "restated-7", "restated-8", "restated-10", "restated-11", "restated-14", *UNREAD, "test", "blind-a", "blind-b",
    "places", "histories", "histories-2", "histories-3", "structured", "programmes", "histories-4",
)  # fmt: skip
LEAST_DOCUMENTS, LEAST_BODIES = 5, 25
#: Rounds, rate and penalty of the words, and of the few pieces of evidence of a belief.
WORDS, BELIEF = (30, 0.3, 0.00003), (60, 0.1, 0.01)
FOLDS = 3
Row = tuple[Sequence[tuple[str, float]], bool]


def logistic(data: Sequence[Row], rounds: int, rate: float, penalty: float) -> dict[str, float]:
    """The weights by which the values of the features of each row best tell its answer."""
    chance, data = random.Random(7), list(data)
    found: dict[str, float] = defaultdict(float)
    squares: dict[str, float] = defaultdict(lambda: 1e-6)
    for _ in range(rounds):
        chance.shuffle(data)
        for features, answer in data:
            error = float(answer) - weights.probability(sum(found[name] * value for name, value in features))
            for name, value in features:
                slope = error * value - (0.0 if name == weights.BIAS else penalty * found[name])
                squares[name] += slope * slope
                found[name] += rate * slope / math.sqrt(squares[name])
    return found


def fit(found: Sequence[Example], questions: Collection[str] = ()) -> weights.Weights:
    """What each feature is worth to each question (all by default); what a body is as a party is asked of parties alone."""
    use = _usable(found)
    of_party = {feature for feature in use if not feature.startswith(OF_STAGE)}
    parties = [example for example in found if example.is_party]
    columns = [weights.PARTY, *sorted({label for example in parties for label in example.labels} - {weights.PARTY})]
    columns = [column for column in columns if not questions or column in questions]
    rows: dict[str, list[float]] = {feature: [] for feature in [weights.BIAS, *sorted(use)]}
    for column in columns:
        asked, known = (found, of_party) if column == weights.PARTY else (parties, use)
        data = [_row(example.features, column in example.labels, known) for example in asked]
        worth = logistic(data, *WORDS)
        for feature, row in rows.items():
            row.append(worth.get(feature, 0.0))
    return weights.Weights(tuple(columns), {feature: tuple(row) for feature, row in rows.items()})


def _row(features: Collection[str], answer: bool, use: Collection[str]) -> Row:  # noqa: FBT001 -- what a row is
    part = weights.share(len(features))
    return [(weights.BIAS, 1.0), *((feature, part) for feature in features if feature in use)], answer


def _usable(found: Iterable[Example]) -> set[str]:
    cases: dict[str, set[str]] = defaultdict(set)
    for example in found:
        for feature in example.features:
            cases[feature].add(example.case)
    return {feature for feature, of in cases.items() if len(of) >= LEAST_DOCUMENTS}


def fit_belief(read: list[Example], unread: Sequence[Example]) -> weights.Weights:
    """What the weight of the words and what patterns read are worth together, by documents that no pattern was written by."""
    fold_of = {case: number % FOLDS for number, case in enumerate(sorted({example.case for example in unread}))}
    data: list[Row] = []
    for fold in range(FOLDS):
        others = [example for example in unread if fold_of[example.case] != fold]
        words = fit([*read * READ_TIMES, *others], {weights.PARTY})
        data += [
            ([(weights.BIAS, 1.0), *sorted(weighed(example, words).items())], example.is_party)
            for example in unread
            if fold_of[example.case] == fold
        ]
    common = Counter(name for features, _ in data for name, value in features if value)
    data = [
        ([(name, value) for name, value in features if common[name] >= LEAST_BODIES], answer)
        for features, answer in data
    ]
    worth = logistic(data, *BELIEF)
    names = [weights.BIAS, *sorted(set(worth) - {weights.BIAS})]
    return weights.Weights((belief.QUESTION,), {name: (worth[name],) for name in names})


def weighed(example: Example, words: weights.Weights) -> dict[str, float]:
    """The evidence of an example with the weight that ``words`` give it."""
    return {**example.read, belief.WORDS: words.score(example.features, weights.PARTY)}


def check(words: weights.Weights, found: Sequence[Example]) -> str:
    """How well the words alone tell parties, roles and statuses, in one line."""
    hit = wrong = missed = role = status = parties = 0
    for example in found:
        scores = words.scores(example.features)
        said, true = scores[weights.PARTY] > 0, example.is_party
        hit, wrong, missed = hit + (said and true), wrong + (said and not true), missed + (true and not said)
        if true:
            parties += 1
            role += _likeliest(scores, "role:") in example.labels
            status += _likeliest(scores, "status:") in example.labels
    return (
        f"{len(found)} bodies, {parties} parties: precision {hit / max(1, hit + wrong):.3f} recall {hit / max(1, hit + missed):.3f}"
        f" f1 {2 * hit / max(1, 2 * hit + wrong + missed):.3f}; role {role / max(1, parties):.3f} status {status / max(1, parties):.3f}"
    )


def _likeliest(scores: Mapping[str, float], prefix: str) -> str:
    return max((column for column in scores if column.startswith(prefix)), key=scores.__getitem__)


def _write(name: str, fitted: weights.Weights, about: str) -> None:
    text = weights.written(fitted.columns, fitted.rows, about=[f"Fitted by training/fit.py to {about}. Do not edit."])
    (FOLDER / name).write_text(text, encoding="utf-8")
    print(f"{name}: {len(text.splitlines())} lines")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("splits", nargs="*", default=SPLITS)
    parser.add_argument("--check", action="append", default=[], metavar="SPLIT")
    chosen = parser.parse_args()
    watchlist = Watchlist.of(load_packs())
    folders = [*(GOLD / split for split in chosen.splits), *([SHARED / "cases"] if SHARED.is_dir() else [])]
    of_folder = {folder.name: list(examples(folder, watchlist)) for folder in folders}
    unread = [example for split in UNREAD for example in of_folder.get(split, ())]
    read = [example for split, learned in of_folder.items() if split not in UNREAD for example in learned]
    words = fit([*read * READ_TIMES, *unread])
    for split in chosen.check:
        print(f"{split}: {check(words, list(examples(GOLD / split, watchlist)))}")
    if not chosen.check:
        _write(weights.FILE, words, f"{len(read) + len(unread)} bodies of the documents of {', '.join(of_folder)}")
        _write(belief.FILE, fit_belief(read, unread), f"{len(unread)} bodies of the documents of {', '.join(UNREAD)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
