"""Records and tables of many shapes: a column or key says who, another where, whatever they are called.

``shapes.jsonl`` holds one a line: what it is, the text or the value, and who has which role, status and area in it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

SHAPES = [
    json.loads(line) for line in Path(__file__).with_name("shapes.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape["shape"])
def test_a_record_of_any_shape_is_read(told, shape: dict[str, Any]) -> None:
    text = shape.get("text") or json.dumps(shape["value"])

    said = {
        (name, role, status, area)
        for name, role, status, areas in told(text, shape["kind"])
        for area in areas.split("; ")
    }

    assert said == {tuple(each) for each in shape["says"]}
