"""A member reads the whole sentence, or the whole row of a table, in which the words stand that prove a change."""

from __future__ import annotations

import json

BEFORE = "<p>The board met in the town hall.</p>"
SENTENCE = (
    "After long talks Harbour Trust has been awarded the contract for Kent, with Mill Homes as its subcontractor."
)
ROW = "<tr><td>{}</td><td>{}</td><td>{}</td></tr>"
TABLE = (
    "<table><tr><th>Area</th><th>Lead provider</th><th>Partners</th></tr>"
    + ROW.format("Devon", "Quayside Housing", "Lantern Trust")
    + ROW.format("Essex", "Open Door Trust", "")
    + ROW.format("Surrey", "Open Door Trust", "")
    + "</table>"
)


def page(body: str) -> str:
    return f"<html><head><title>Contracts</title></head><body><main><h1>Contracts</h1>{body}</main></body></html>"


def test_a_quotation_of_the_digest_is_a_whole_sentence_or_row(site, tierwatch) -> None:
    site.put("/contracts", page(BEFORE))
    tierwatch.configure(f'id = "contracts"\nkind = "page"\nurl = "{site.url}/contracts"')
    assert tierwatch("poll", "--at", "2026-05-04T09:00").returncode == 0
    site.put("/contracts", page(f"{BEFORE}<p>{SENTENCE} More will follow.</p>{TABLE}"))
    assert tierwatch("poll", "--at", "2026-05-05T09:00").returncode == 0
    assert tierwatch("digest", "draft", "--ending", "2026-05-07").returncode == 0

    shown = " ".join(tierwatch("digest", "show", "--staff").stdout.replace("\n      ", " ").split())

    assert f"> “{SENTENCE}”" in shown
    assert "> “Devon · Quayside Housing · Lantern Trust”" in shown
    assert "> “Essex · Open Door Trust” and one like it" in shown
    assert "Areas: Essex; Surrey" in shown
    assert "More will follow.”" not in shown
    # What was found stays an event for each area.
    events = json.loads(tierwatch("events", "--format", "json").stdout)["events"]
    assert sorted(each["area"] for each in events if each["organisation"] == "Open Door Trust") == ["Essex", "Surrey"]
