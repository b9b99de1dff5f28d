"""The learned weights: a text file of one line a feature, read once, and what they make of a set of features."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import repeat

from monitor.model import Role, Status

#: The question whether a name is a party at all, beside the questions as what.
PARTY = "party"
#: The line that every document has.
BIAS = "(always)"
FILE = "weights.tsv"


@dataclass(frozen=True, slots=True)
class Weights:
    """``columns`` are the questions in their order, ``rows`` what each feature is worth to each of them.

    ``worth`` is the same by question, made for those that are asked.
    """

    columns: tuple[str, ...]
    rows: Mapping[str, tuple[float, ...]]
    worth: dict[str, dict[str, float]] = field(default_factory=dict, compare=False, repr=False)

    def scores(self, features: Collection[str], about: str = "") -> dict[str, float]:
        """The log-odds of each question, or of those whose names begin with ``about``."""
        known = [row for row in map(self.rows.get, features) if row]
        part, none = share(len(features)), (0.0,) * len(self.columns)
        each = zip(self.columns, self.rows[BIAS], zip(*known or [none], strict=True), strict=True)
        return {
            question: bias + math.fsum(column) * part for question, bias, column in each if question.startswith(about)
        }

    def score(self, features: Collection[str], question: str) -> float:
        """The log-odds of one question: all features added up, exactly, so that their order makes no difference.

        Of a body that is named often there are many features. So that it is not surer for that alone, they count by the root of
        their number.
        """
        worth = self.worth.get(question)
        if worth is None:
            column = self.columns.index(question)
            worth = self.worth[question] = {feature: row[column] for feature, row in self.rows.items()}
        return worth[BIAS] + math.fsum(map(worth.get, features, repeat(0.0))) * share(len(features))

    def reasons(self, features: Collection[str], question: str, *, most: int = 4) -> tuple[str, ...]:
        """The features that weigh heaviest for or against ``question``, heaviest first."""
        column = self.columns.index(question)
        part = share(len(features))
        found = [(self.rows[feature][column] * part, feature) for feature in features if feature in self.rows]
        heaviest = sorted(found, key=lambda each: (-abs(each[0]), each[1]))[:most]
        return tuple(f"{feature} {weight:+.2f}" for weight, feature in heaviest)


def share(number: int) -> float:
    """What one of so many features counts."""
    return 1 / math.sqrt(max(1, number))


def probability(score: float) -> float:
    """A log-odds as a probability."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def roles() -> tuple[Role, ...]:
    """The roles that there are weights for."""
    return tuple(Role(name.partition(":")[2]) for name in learned().columns if name.startswith("role:"))


def statuses() -> tuple[Status, ...]:
    """The statuses that there are weights for."""
    return tuple(Status(name.partition(":")[2]) for name in learned().columns if name.startswith("status:"))


@cache
def learned() -> Weights:
    """The weights that ship."""
    return parse((files(__package__) / FILE).read_text(encoding="utf-8"))


def parse(text: str) -> Weights:
    """The weights that a file holds: a line of questions, then one line a feature, parted by tabs; an empty cell is nought."""
    first, *lines = (line for line in text.splitlines() if line and not line.startswith("# "))
    columns = tuple(first.split("\t")[1:])
    rows = {}
    # Of a thousand different numbers there are a hundred thousand: each is kept once.
    numbers = {"": 0.0}
    for line in lines:
        feature, *cells = line.split("\t")
        padded = [*cells, *[""] * (len(columns) - len(cells))]
        numbers.update({cell: float(cell) for cell in padded if cell not in numbers})
        rows[feature] = tuple(numbers[cell] for cell in padded)
    return Weights(columns, rows)


def written(columns: Iterable[str], rows: Mapping[str, Iterable[float]], *, about: Iterable[str] = ()) -> str:
    """The file of ``rows``; what rounds to nought is left out, and so is a feature that has nothing left."""
    lines = [*(f"# {line}" for line in about), "\t".join(["feature", *columns])]
    for feature in sorted(rows, key=lambda name: (name != BIAS, name)):
        cells = [f"{weight:.2f}".replace("-0.00", "0.00") for weight in rows[feature]]
        cells = [
            "" if cell == "0.00" else cell.replace("0.", ".", 1) if cell.lstrip("-").startswith("0.") else cell
            for cell in cells
        ]
        if any(cells):
            lines.append("\t".join([feature, *cells]).rstrip("\t"))
    return "\n".join(lines) + "\n"
