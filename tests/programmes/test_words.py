"""The words of a text are the same, whichever of the two ways they are taken."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.programmes.names import _WORD, _ascii_words


@given(st.text(st.sampled_from("ab1.'_- \n\t,;"), max_size=40))
def test_the_words_of_plain_text_are_those_of_the_pattern(text: str) -> None:
    assert _ascii_words(text) == _WORD.findall(text)
