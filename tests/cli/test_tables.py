"""Tables for people: whole words, headings for what rows share, and no width but the terminal's."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.cli.tables import in_words, print_table

ROWS = [
    {"area": "North", "name": "Beacon Community Trust", "status": "preferred_bidder", "quote": "Beacon is preferred"},
    {"area": "North", "name": "Acme", "status": "awarded", "quote": "Acme"},
    {"area": "South", "name": "Acme", "status": "in_discussion", "quote": ""},
]


def test_rows_stand_under_the_heading_that_they_share_with_words_instead_of_codes(capsys):
    print_table(("name", "status"), ROWS, group=("area",), below=("quote",))

    assert capsys.readouterr().out.splitlines() == [
        "North",
        "Name                    Status",
        "Beacon Community Trust  preferred bidder",
        "    Beacon is preferred",
        "Acme                    awarded",
        "",
        "South",
        "Acme                    in discussion",
    ]


def test_a_line_that_goes_to_a_file_is_as_long_as_it_needs_to_be(capsys):
    print_table(("words", "other"), [{"words": "long " * 60, "other": "x"}])

    assert max(map(len, capsys.readouterr().out.splitlines())) > 290


def test_a_column_in_which_nothing_stands_is_left_out(capsys):
    print_table(("name", "until"), [{"name": "Acme", "until": None}])

    assert capsys.readouterr().out == "Acme\n"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("preferred_bidder", "preferred bidder"), ("2014-11-07T09:00:00+00:00", "2014-11-07 09:00"), (None, ""),
        (True, "yes"), (0, "0"), ("A_b", "A_b"),
    ],
)  # fmt: skip
def test_codes_and_moments_are_put_into_words(value, words):
    assert in_words(value) == words


def on_a_terminal(columns, rows, width):
    """What a process whose output is a terminal of ``width`` columns prints."""
    code = f"from monitor.cli.tables import print_table; print_table({columns!r}, {rows!r})"
    master, terminal = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(width), "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", code], stdout=terminal, check=True, env=environment)
    os.close(terminal)
    output = b""
    while done.returncode == 0:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        output += piece
    os.close(master)
    return output.decode().replace("\r\n", "\n")


def test_on_a_terminal_lines_keep_to_its_width_and_no_word_is_broken():
    rows = [
        {"name": "Humberside, Lincolnshire and North Yorkshire", "words": "is named as preferred bidder in this area"}
    ]
    printed = on_a_terminal(("name", "words"), rows, 40)

    assert all(len(line) <= 48 for line in printed.splitlines())  # marks of style take eight characters
    assert "Humberside," in printed
    assert "Lincolnshire" in printed


def test_where_even_single_words_do_not_fit_side_by_side_they_stand_below_one_another():
    printed = on_a_terminal(("first", "second"), [{"first": "a" * 30, "second": "b" * 30}], 40)

    assert printed.splitlines() == ["First: " + "a" * 30, "Second: " + "b" * 30] or printed.splitlines() == [
        "First:", "a" * 30, "Second:", "b" * 30,
    ]  # fmt: skip
