"""Patterns are tried only where a sentence has the words for them, and are never held back from one that they match."""

from __future__ import annotations

import re

import pytest

from monitor.extract.clauses.families import cues, cues_among, examples, links, links_among
from monitor.extract.clauses.masking import ORG, Masked
from monitor.extract.clauses.silence import names_idly, says_nothing
from monitor.extract.words.gates import Gate
from monitor.extract.words.needs import layers_of, needs_of


def _words(text: str) -> set[str]:
    return set(re.findall("[a-z]+", text.casefold()))


def mask_of(text: str) -> Masked:
    return Masked(text, [(at, at + 1) for at in range(len(text))], [None] * len(text), frozenset(_words(text)))


def _masked(text: str, claims: tuple[str, ...]) -> str:
    for name in sorted({claim.split("|")[0] for claim in claims}, key=len, reverse=True):
        text = text.replace(name, ORG)
    return text


def test_no_pattern_is_held_back_from_a_worked_example_that_it_matches() -> None:
    matched = 0
    for example in examples():
        text = _masked(example.text, example.claims)
        tried = {
            *(cue.pattern for cue in cues_among(_words(text))),
            *(link.pattern for link in links_among(_words(text))),
        }
        for pattern in (each.pattern for each in (*cues(), *links())):
            if pattern.search(text):
                matched += 1
                assert pattern in tried, (text, pattern.pattern)
    assert matched > len(examples())


def test_a_masked_sentence_that_no_pattern_can_match_is_told_by_its_words() -> None:
    quiet = [f"3 hours ago {ORG}", f"Photograph by {ORG}"]
    telling = [
        f"Picked: {ORG}",
        f"The contract is held by {ORG}",
        f"{ORG} runs it",
        f"the charity {ORG}",
        f"A report, {ORG}",
    ]

    assert [text for text in quiet if not says_nothing(mask_of(text))] == []
    assert [text for text in telling if says_nothing(mask_of(text))] == []


def test_a_sentence_that_says_nothing_of_its_only_name_is_told_before_it_is_masked() -> None:
    quiet = [("3 hours ago ", ""), ("Photograph by ", "")]
    telling = [("", " runs it"), ("Picked: ", ""), ("The contract is held by ", ""), ("All together with ", "")]

    assert [words for words in quiet if not names_idly(*words)] == []
    assert [words for words in telling if names_idly(*words)] == []


def test_few_patterns_are_tried_on_a_sentence_about_something_else() -> None:
    text = "People who live above the shops said that they had heard nothing about it until the weekend."

    assert sum(1 for _ in cues_among(_words(text))) < len(cues()) / 20


@pytest.mark.parametrize(
    ("pattern", "matching"),
    [
        (r"(?:sub-?let|farmed? out) to", "sublet to"),
        (r"(?:sub-?let|farmed? out) to", "farmed out to"),
        (r"[Ll]osing (?:bidders?|tenders?)", "Losing tenders"),
        (r"(?:is|are) (?:preferred|provisionally chosen)", "is provisionally chosen"),
        (r"(?:was|were) (?:[a-z]+ )?chosen\b", "was duly chosen"),
        (r"win(?:s|ning)?\b", "winning"),
        (r"clos(?:es|ed|ing) (?:its|their) doors|cannot (?:go on|continue)", "cannot go on"),
        (r"(?:\w+ ){1,3}(?:runs?|ran) it", "the old body ran it"),
    ],
)
def test_a_text_that_matches_has_the_words_that_the_pattern_needs(pattern: str, matching: str) -> None:
    for needs in (needs_of(pattern), layers_of(pattern), layers_of(pattern, at_word=False)):
        assert all(needs)
        assert list(Gate([needs]).open_among(_words(matching))) == [0]
        assert list(Gate([needs]).open_among(_words("quiet rain fell upon our roofs"))) == []


def test_one_word_of_several_that_are_needed_opens_nothing() -> None:
    gate = Gate([layers_of("were handed over to"), layers_of("handed")])

    assert list(gate.open_among(_words("it was handed round"))) == [1]


def test_a_pattern_that_may_begin_within_a_word_needs_its_letters_there() -> None:
    gate = Gate([layers_of("[Aa]longside (?:it|them)", at_word=False)])

    assert gate.open_to_any(_words("Alongside it"))
    assert not gate.open_to_any(_words("along with them"))


def test_a_pattern_of_which_no_word_is_certain_is_always_tried() -> None:
    assert list(Gate([needs_of(r"\w+ed")]).open_among(_words("nothing of the kind"))) == [0]
