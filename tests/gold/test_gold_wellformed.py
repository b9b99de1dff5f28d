"""The gold is checked mechanically: labels are valid, their quotes stand in the text, and no split shares a text with another."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader

from monitor.model import EventType, Role, Sector, Status

GOLD = Path(__file__).resolve().parent
FEWEST = {
    "dev": (40, 15),
    "dev-2": (45, 15),
    "dev-3": (30, 6),
    "dev-4": (15, 0),
    "restated": (75, 0),
    "restated-2": (12, 0),
    "restated-3": (12, 0),
    "restated-4": (76, 0),
    "restated-5": (85, 6),
    "restated-6": (215, 15),
    "restated-7": (215, 15),
    "restated-8": (100, 15),
    "restated-9": (100, 12),
    "restated-10": (38, 6),
    "restated-11": (38, 5),
    "restated-12": (19, 3),
    "restated-13": (300, 25),
    "restated-14": (80, 8),
    "restated-15": (38, 5),
    "restated-16": (120, 15),
    "programmes": (46, 12),
    "programmes-2": (23, 6),
    "programmes-3": (22, 4),
    "places": (15, 0),
    "structured": (47, 12),
    "test": (40, 15),
    "blind-a": (40, 15),
    "blind-b": (30, 15),
    "blind-c": (45, 15),
    "release": (25, 8),
    "histories": (0, 44),
    "histories-2": (0, 32),
    "histories-3": (0, 48),
    "histories-4": (0, 138),
    "histories-5": (0, 20),
    "structured-2": (75, 18),
    "programmes-4": (22, 4),
    "programmes-5": (20, 4),
    "negatives": (150, 0),
    "negatives-2": (60, 0),
    "programmes-6": (22, 6),
    "histories-6": (0, 24),
}
#: Of a split that holds prose alone fewer.
FEWEST_SHAPES = {
    "restated-2": 10,
    "restated-3": 10,
    "restated-4": 8,
    "restated-8": 10,
    "restated-9": 8,
    "restated-10": 8,
    "restated-11": 7,
    "restated-12": 5,
    "restated-13": 8,
    "restated-14": 8,
    "restated-15": 7,
    "restated-16": 6,
    "programmes": 5,
    "programmes-2": 4,
    "programmes-3": 4,
    "histories-2": 6,
    "histories-3": 6,
    "histories-4": 5,
    "histories-5": 5,
    "histories-6": 5,
    "programmes-4": 4,
    "programmes-5": 4,
    "negatives": 4,
    "negatives-2": 4,
    "programmes-6": 4,
    "dev-4": 5,
    "places": 4,
}
SPLITS = tuple(FEWEST)
KINDS = {"announcement", "change", "negative"}
FACT_KEYS = {"organisation", "role", "partnership", "areas", "status", "sector", "evidence"}
CASES = sorted(path.parent for split in SPLITS for path in (GOLD / split).glob("*/gold.json"))


def squash(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'})
    return re.sub(r"\s+", "", text)


@cache
def plain(path: Path) -> str:
    if path.suffix == ".pdf":
        return squash("\n".join(page.extract_text() for page in PdfReader(path).pages))
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        text = text.replace("\\n", " ").replace('\\"', '"')
        text += re.sub(r"<[^>]+>", " ", text)
    if path.suffix in {".html", ".xml"}:
        text = re.sub(r"(?s)<(script|style)\b.*?</\1>|<!--.*?-->", " ", text)
        text = html.unescape(re.sub(r"<[^>]+>", " ", text))
        text += re.sub(r"<[^>]+>", " ", text)
    return squash(html.unescape(text))


def gold_of(case: Path) -> dict:
    return json.loads((case / "gold.json").read_text(encoding="utf-8"))


def documents_of(case: Path) -> list[Path]:
    return sorted(path for path in case.iterdir() if path.name != "gold.json")


def jsonl(name: str) -> list[dict]:
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines() if line.strip()]


def _check_all(split: str, check: Callable[[Path], None]) -> None:
    """Run ``check`` on each case of ``split``; a fault names the case."""
    for case in (case for case in CASES if case.parent.name == split):
        try:
            check(case)
        except AssertionError as fault:
            raise AssertionError(f"{split}/{case.name}: {fault}") from fault


def _check_that_a_case_has_one_document_or_two_states_and_the_id_of_its_folder(case: Path) -> None:
    gold = gold_of(case)
    assert gold["id"] == case.name
    assert gold["kind"] in KINDS
    stems = sorted(path.stem for path in documents_of(case))
    assert stems in (["source"], ["after", "before"])
    assert gold["shape"]
    assert gold["field"]
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", gold["published"])


@pytest.mark.parametrize("split", SPLITS)
def test_a_case_has_one_document_or_two_states_and_the_id_of_its_folder(split: str) -> None:
    _check_all(split, _check_that_a_case_has_one_document_or_two_states_and_the_id_of_its_folder)


def _check_that_every_fact_is_valid_and_its_quote_stands_in_the_newest_text(case: Path) -> None:
    gold = gold_of(case)
    newest = next(path for path in documents_of(case) if path.stem in {"source", "after"})
    text = plain(newest)
    for fact in gold["expected_facts"] + gold["tolerated_facts"]:
        assert set(fact) >= FACT_KEYS
        assert fact["role"] in set(Role)
        assert fact["status"] in set(Status)
        assert fact["sector"] in set(Sector)
        assert all(area.strip() == area and area for area in fact["areas"])
        assert squash(fact["evidence"])
        assert squash(fact["evidence"]) in text, fact["evidence"]


@pytest.mark.parametrize("split", SPLITS)
def test_every_fact_is_valid_and_its_quote_stands_in_the_newest_text(split: str) -> None:
    _check_all(split, _check_that_every_fact_is_valid_and_its_quote_stands_in_the_newest_text)


def _check_that_every_change_is_valid_and_its_quote_stands_in_one_of_the_texts(case: Path) -> None:
    gold = gold_of(case)
    text = "\n".join(plain(path) for path in documents_of(case))
    for change in gold["expected_changes"]:
        assert change["type"] in set(EventType)
        assert squash(change["evidence"]) in text, change["evidence"]
        if change["type"] in {"replaced", "renamed"}:
            assert change["organisation_to"]
    for pattern in gold["tolerated_changes"]:
        assert pattern["type"] in set(EventType)


@pytest.mark.parametrize("split", SPLITS)
def test_every_change_is_valid_and_its_quote_stands_in_one_of_the_texts(split: str) -> None:
    _check_all(split, _check_that_every_change_is_valid_and_its_quote_stands_in_one_of_the_texts)


def _check_that_the_kind_agrees_with_the_labels_and_no_body_is_both_party_and_bystander(case: Path) -> None:
    gold = gold_of(case)
    is_pair = len(documents_of(case)) == 2
    parties = {fact["organisation"] for fact in gold["expected_facts"]}
    assert not parties & set(gold["expected_non_facts"])
    text = "\n".join(plain(path) for path in documents_of(case)).casefold()
    assert all(squash(name).casefold() in text for name in gold["expected_non_facts"])
    match gold["kind"]:
        case "negative":
            assert not gold["expected_changes"]
            assert is_pair or not parties
        case "change":
            assert is_pair
            assert gold["expected_changes"]
        case _:
            assert not is_pair
            assert parties


@pytest.mark.parametrize("split", SPLITS)
def test_the_kind_agrees_with_the_labels_and_no_body_is_both_party_and_bystander(split: str) -> None:
    _check_all(split, _check_that_the_kind_agrees_with_the_labels_and_no_body_is_both_party_and_bystander)


@pytest.mark.parametrize("split", SPLITS)
def test_a_split_holds_as_many_documents_and_histories_as_promised(split: str) -> None:
    sizes = Counter(len(documents_of(case)) for case in CASES if case.parent.name == split)
    documents, histories = FEWEST[split]
    assert sizes[1] >= documents
    assert sizes[2] >= histories


@pytest.mark.parametrize("split", SPLITS)
def test_a_split_is_spread_over_shapes_and_fields(split: str) -> None:
    golds = [gold_of(case) for case in CASES if case.parent.name == split]
    assert len({gold["shape"] for gold in golds}) >= FEWEST_SHAPES.get(split, 11)
    assert len({gold["field"] for gold in golds}) >= 8


def test_no_id_and_no_text_is_in_two_splits() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
    where: dict[str, set[str]] = {}
    for case in CASES:
        for path in documents_of(case):
            where.setdefault(plain(path), set()).add(case.parent.name)
    assert not [splits for splits in where.values() if len(splits) > 1]


def test_the_adversarial_texts_are_many_and_each_says_why() -> None:
    texts = jsonl("adversarial.jsonl")
    assert len(texts) >= 80
    assert len({row["id"] for row in texts}) == len({row["text"] for row in texts}) == len(texts)
    assert all(row["why"] and row["forbidden"] == "no stated claim" for row in texts)


def test_the_story_pairs_are_many_and_of_both_kinds() -> None:
    pairs = jsonl("clusters.jsonl")
    assert len(pairs) >= 40
    assert len({row["id"] for row in pairs}) == len(pairs)
    counts = Counter(row["label"] for row in pairs)
    assert set(counts) == {"same", "different"}
    assert min(counts.values()) >= 15
    assert all(
        row[side]["title"] and row[side]["text"] and row[side]["published"] for row in pairs for side in ("a", "b")
    )
