"""The map from plain words back to the raw text: nothing is lost, and each stretch leads to what it was made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.extract.layout.offsets import normalised
from monitor.text import plain, squash

ODD = st.text(st.sampled_from("ab \t\n\u00a0\u200b\u2019\u2013'-<>&;"), max_size=60)


@given(ODD)
def test_the_text_is_that_of_squashing(raw: str) -> None:
    assert normalised(raw).text == plain(squash(raw))


@given(ODD, st.data())
def test_a_stretch_leads_to_what_it_was_made_of(raw: str, data: st.DataObject) -> None:
    found = normalised(raw)
    if not found.text:
        return
    start = data.draw(st.integers(0, len(found.text) - 1))
    end = data.draw(st.integers(start + 1, len(found.text)))

    low, high = found.raw_span(start, end)

    assert plain(squash(raw[low:high])) == found.text[start:end].strip()


def test_words_are_found_in_a_page_through_its_markup_and_entities() -> None:
    raw = "<p>The <b>Harbour\n  Trust</b> &amp; Mill&#8217;s\u00a0Homes</p><script>Harbour Trust</script>"

    place = normalised(raw, markup=True).place_of("Harbour Trust & Mill's Homes")

    assert place is not None
    low, high = place
    assert raw[low:high] == "Harbour\n  Trust</b> &amp; Mill&#8217;s\u00a0Homes"


def test_words_that_are_not_there_have_no_place() -> None:
    assert normalised("Harbour Trust").place_of("Mill Homes") is None
    assert normalised("Harbour Trust").place_of(" ") is None
    with pytest.raises(ValueError, match="no characters 5 to 40"):
        normalised("Harbour Trust").raw_span(5, 40)
