"""A name that is an injection arrives as the words that it is: in the ledger, on the screen, in tables, mail and open data."""

from __future__ import annotations

import csv
import email
import email.policy
import html
import io
import json
import re
import sqlite3

import pytest
from openpyxl import load_workbook

MARKUP = "<script>alert(1)</script> & <img src=x onerror=alert(2)> Trust"
FORMULA = "=1+1+cmd|' /C calc'!A0"
TEMPLATE = "{{ 191 * 7 }}{% for x in range(3) %}ran{% endfor %} Trust"
SQL = "Robert' OR 1=1 -- Trust"
STYLE = "[bold red]Loud[/bold red] Trust"
FORMULAS = [FORMULA, "@SUM(1+1)*cmd|' /C calc'!A0", "+44 Trust"]
NAMES = [MARKUP, TEMPLATE, SQL, STYLE, *FORMULAS]


def page(*rows: tuple[str, str]) -> str:
    cells = "".join(f"<tr><td>{html.escape(area)}</td><td>{html.escape(lead)}</td></tr>" for area, lead in rows)
    return (
        "<html><head><title>Bidders</title></head><body><main><h1>Preferred bidders</h1><p>The department names its preferred "
        f"bidders for each area.</p><table><tr><th>Area</th><th>Preferred bidder</th></tr>{cells}</table></main></body></html>"
    )


@pytest.fixture
def told(site, tierwatch):
    """A page and a register that first name ordinary bodies, and then hostile ones; polled both times."""
    first = [("Southmere", "Harbour Trust")]
    rows = [(f"Area {number}", name) for number, name in enumerate(NAMES)]
    site.put("/page", page(*first))
    site.put(
        "/register", json.dumps([{"lead": lead, "area": area} for area, lead in first]), content_type="application/json"
    )
    tierwatch.configure(
        f'id = "page"\nkind = "page"\nurl = "{site.url}/page"\nname = "Bidders"',
        f'id = "register"\nkind = "register"\nurl = "{site.url}/register"\nfields = {{ lead = "lead", areas = "area" }}',
    )
    assert tierwatch("poll", "--at", "2014-10-29T09:00").returncode == 0
    site.put("/page", page(*first, *rows[: len(rows) // 2]))
    site.put(
        "/register",
        json.dumps([{"lead": lead, "area": area} for area, lead in [*first, *rows[len(rows) // 2 :]]]),
        content_type="application/json",
    )
    done = tierwatch("poll", "--at", "2014-10-30T09:00")
    assert done.returncode == 0, done.stdout + done.stderr
    return tierwatch


def answer(tierwatch, *arguments: str, typed: str = "") -> str:
    done = tierwatch(*arguments, typed=typed)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_json_and_the_table_for_people_show_each_name_as_it_is(told) -> None:
    standings = json.loads(answer(told, "standings", "--format", "json"))["standings"]
    events = json.loads(answer(told, "events", "--format", "json"))["events"]

    assert {row["organisation"] for row in standings} == {"Harbour Trust", *NAMES}
    assert {event["organisation"] for event in events} == set(NAMES)
    table = re.sub(r"[\s│┃]+", "", answer(told, "standings"))
    for name in (STYLE, SQL):
        assert name.replace(" ", "") in table
    assert "\x1b[" not in table


def test_no_cell_of_a_table_for_spreadsheets_is_a_formula(told, tmp_path) -> None:
    tables = [
        answer(told, "standings", "--format", "csv"),
        answer(told, "events", "--format", "csv"),
        answer(told, "export", "--format", "csv"),
    ]
    workbook = tmp_path / "data.xlsx"
    answer(told, "export", "--format", "xlsx", "--all", "--output", str(workbook))

    for table in tables:
        cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
        assert [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}] == []
        assert f"'{FORMULA}" in cells
    sheets = load_workbook(workbook)
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert f"'{FORMULA}" in {cell.value for cell in cells}
    assert [cell.value for cell in cells if cell.data_type == "f"] == []


def test_a_name_made_of_sql_is_stored_and_asked_for_as_a_name(told) -> None:
    before = json.loads(answer(told, "standings", "--format", "json"))["standings"]
    found = json.loads(answer(told, "standings", "--organisation", SQL, "--format", "json"))["standings"]
    all_of_them = told("standings", "--organisation", "' OR 1=1 --", "--format", "json")

    assert [row["organisation"] for row in found] == [SQL]
    assert (all_of_them.returncode, all_of_them.stdout) == (1, "")
    assert "no pack and nothing that was read has the organisation" in all_of_them.stderr
    assert json.loads(answer(told, "standings", "--format", "json"))["standings"] == before
    with sqlite3.connect(told.database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_open_data_for_machines_is_well_formed(told) -> None:
    from lxml import etree

    feed = etree.fromstring(answer(told, "export", "--format", "atom", "--all").encode())
    words = " ".join(feed.itertext())
    exported = json.loads(answer(told, "export", "--format", "json", "--all"))

    assert feed.findall(".//{*}script") == []
    assert TEMPLATE in html.unescape(words)
    assert set(NAMES) <= {row["organisation"] for row in exported["standings"]}


def approved_long_after_its_week(told) -> None:
    """The week is long over: an administrator approves it against the rules."""
    secret = "gravel window lemon saddle"
    for name, role in (("edith", "editor"), ("ada", "administrator")):
        answer(told, "user", "add", name, "--role", role, "--password-stdin", typed=secret)
    answer(told, "digest", "submit", "--by", "edith", "--password-stdin", "--reason", "a rehearsal", typed=secret)
    answer(told, "digest", "approve", "--by", "ada", "--password-stdin", "--against-the-rules", "late", typed=secret)


def test_the_digest_prints_the_words_and_runs_none_of_them(told, tmp_path) -> None:
    answer(told, "digest", "draft", "--ending", "2014-10-31T07:00+00:00")
    text, page_of_it = (
        answer(told, "digest", "show", "--staff"),
        answer(told, "digest", "show", "--format", "html", "--staff"),
    )
    approved_long_after_its_week(told)
    answer(told, "digest", "send", "--to-folder", "--folder", str(tmp_path / "out"), "--by", "Editor")

    flowing = " ".join(text.split())
    for name in (TEMPLATE, MARKUP, SQL):
        assert name in flowing, text
    assert not re.search(r"(?<![0-9a-z])1337(?![0-9a-z])", text + page_of_it)
    assert "ranran" not in text + page_of_it
    assert html.escape("<script>alert(1)", quote=False) in page_of_it
    for shown in (page_of_it, *(file.read_text() for file in (tmp_path / "out").rglob("*.html"))):
        assert "<script" not in shown.lower()
        assert "<img" not in shown.lower()
    (letter,) = (tmp_path / "out").rglob("*.eml")
    message = email.message_from_bytes(letter.read_bytes(), policy=email.policy.default)
    assert "<script" not in message.get_body(("html",)).get_content().lower()
    assert "Bcc" not in message
