"""Words from outside are made fit to print before anything else sees them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.digest.words import clipped, one_line, safe_url, without_markup


@given(st.text())
def test_a_clean_line_is_one_line_without_control_private_or_direction_characters(text):
    clean = one_line(text)

    assert len(clean.splitlines()) <= 1
    assert not set(clean) & set("\u2028\u2029\u202e\u2066\ue000\ue001\x00\x85\u200b")
    assert one_line(clean) == clean


@given(st.text(), st.integers(min_value=5, max_value=50))
def test_a_clipped_text_keeps_to_its_limit(text, limit):
    assert len(clipped(text, limit)) <= limit


def test_markup_goes_and_its_words_stay():
    assert without_markup("<p>One &amp; two</p><script>alert(1)</script><p>three</p>") == "One & two three"


@given(st.text())
def test_an_address_that_may_be_linked_is_absolute_plain_ascii(text):
    for url in (text, f"https://site.example/{text}"):
        safe = safe_url(url)
        assert safe is None or (safe.isascii() and safe.lower().startswith(("http://", "https://")))
        assert safe is None or not set(safe) & set(" \"'<>\\\n`")
