"""The table of security requirements names tests that exist, and leaves no chapter and no answer out."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "reference" / "asvs.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if re.match(r"\| V\d", line)]


def test_every_test_that_the_table_names_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)
    texts = {file: (ROOT / file).read_text(encoding="utf-8") for file, _ in named if (ROOT / file).is_file()}

    assert len(named) > 40
    assert [f"{file}::{name}" for file, name in named if f"def {name}(" not in texts.get(file, "")] == []


def test_every_chapter_is_answered() -> None:
    assert {int(number) for number in re.findall(r"^\| V(\d+)", PAGE, flags=re.MULTILINE)} == set(range(1, 18))


def test_every_line_names_a_test_or_says_that_there_is_none() -> None:
    answers = re.compile(r"`tests/|\*\*not met\*\*|\*\*not applicable\*\*|no test")

    assert [row for row in ROWS if not answers.search(row)] == []


def test_links_of_the_security_policy_lead_to_files() -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", (ROOT / "SECURITY.md").read_text(encoding="utf-8"))

    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
