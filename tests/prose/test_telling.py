"""Words are judged once, and texts told apart by what was judged, however many different words came before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.extract.words import telling
from monitor.extract.words.telling import Telling


@given(st.lists(st.frozensets(st.text("abz", max_size=3))))
def test_the_answer_is_that_of_judging_each_word(texts):
    words = Telling(lambda word: "z" in word)
    for text in texts:
        assert words.among(text) == {word for word in text if "z" in word}


def test_a_word_is_judged_once():
    judged = []
    words = Telling(judged.append)
    words.among({"won", "the"})
    words.among({"won", "lot"})
    assert sorted(judged) == ["lot", "the", "won"]


def test_after_very_many_words_the_first_ones_are_judged_anew(monkeypatch):
    monkeypatch.setattr(telling, "_MOST", 10)
    words = Telling(str.isupper)
    for number in range(50):
        assert words.among({f"w{number}", f"W{number}", "ALL"}) == {f"W{number}", "ALL"}
