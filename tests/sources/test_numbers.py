"""Numbers of JSON that no computer counts to are kept as they are written."""

from __future__ import annotations

from monitor.sources.jsons import parse_json


def test_a_number_beyond_all_counting_stays_as_it_is_written(an_answer) -> None:
    found = parse_json(an_answer(b'[{"value": 1e400, "other": -1.5e3, "whole": 123456789012345678901234567890}]'))

    assert found == [{"value": "1e400", "other": -1500.0, "whole": 123456789012345678901234567890}]
