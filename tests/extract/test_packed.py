"""Words kept as numbers: what was put in is found, in its order, and nothing else is."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from monitor.extract.words.packed import Packed, PackedTable

WORDS = st.lists(st.text(min_size=1, max_size=8), max_size=40)


@given(WORDS, st.text(max_size=8))
def test_a_packed_set_has_what_a_set_has(words: list[str], other: str) -> None:
    packed = Packed(words)

    assert all(word in packed for word in words)
    assert (other in packed) == (other in set(words))


@given(
    st.lists(st.tuples(st.text(max_size=4), st.integers(min_value=0, max_value=2**31 - 1)), max_size=40),
    st.text(max_size=4),
)
def test_a_packed_table_gives_the_places_of_a_key_in_order(rows: list[tuple[str, int]], other: str) -> None:
    table, wanted = PackedTable(rows), defaultdict(list)
    for key, start in rows:
        wanted[key].append(start)

    assert all(table.starts_of(key) == sorted(starts) for key, starts in wanted.items())
    assert table.starts_of(other) == sorted(wanted[other])
