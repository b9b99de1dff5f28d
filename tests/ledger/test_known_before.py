"""Bodies that the earlier version knew too: which words make them newcomers or leavers, and which only tell them otherwise."""

from __future__ import annotations

from monitor.ledger.doubts import INFERRED, NAMED_BEFORE
from tests.ledger.test_edits_in_place import changes, told


def page(*paragraphs: str) -> str:
    return f"<html><body><h1>Supported housing</h1>{''.join(f'<p>{text}</p>' for text in paragraphs)}</body></html>"


DEVON = "Mill Homes has won the contract for Devon."
KENT = "Harbour Trust runs the hostels in Kent."


def test_who_is_out_only_since_another_has_won_is_no_news_where_nothing_was_told_of_it() -> None:
    before = page("Harbour Trust opened its doors in 1999.", DEVON)
    after = page(
        "Harbour Trust has run the hostels since 1999.",
        DEVON,
        "Alder Services has been awarded the contract for the hostels.",
    )

    questions = {change.organisation: change.question for change in changes(before, after)}

    assert questions["Harbour Trust"] == INFERRED
    assert [(kind, who) for kind, who, _, _ in told(before, after)] == [("added", "Alder Services")]


def test_a_name_put_together_of_bodies_that_were_named_is_none_of_a_newcomer() -> None:
    before = page(
        "Rowan Trust helps women. Larch House and the Elder Council, which together run Bright Ways for us, look after children."
    )
    after = (
        "<html><body><h1>Who helps</h1><p>Who does what under contract:</p><table><tr><th>Who</th><th>Who helps</th></tr>"
        "<tr><td>Women</td><td>Rowan Trust</td></tr><tr><td>Children</td><td>Bright Ways: Larch House and Elder Council</td></tr></table></body></html>"
    )

    assert {change.question for change in changes(before, after)} == {NAMED_BEFORE}


def test_when_a_contract_was_to_end_says_not_that_it_has() -> None:
    assert told(page(KENT), page(f"{KENT} Its contract was to end in May, and talks go on.")) == []
    assert told(page(KENT), page(f"{KENT} Its contract ended in May.")) == [
        ("status_changed", "Harbour Trust", None, "Kent")
    ]


def test_a_place_in_which_a_new_sentence_has_a_known_body_and_no_line_had_it_is_news() -> None:
    known = page("Harbour Trust. Wealden: three hostels.", DEVON)
    new = page(
        "Harbour Trust. Wealden: three hostels.",
        "New: since 1 July Harbour Trust has also run the hostels in Kent.",
        DEVON,
    )
    listed = page("Kent: Harbour Trust, three hostels.", DEVON)

    assert told(known, new) == [("added", "Harbour Trust", None, "Kent")]
    assert told(listed, new) == []


def test_a_page_that_names_its_only_provider_as_out_and_nobody_else_says_so() -> None:
    out = "Harbour Trust's work in the hostels was terminated by the county in May."

    assert told(page(KENT), page(out)) == [("removed", "Harbour Trust", None, "Kent")]
    assert told(page(KENT), page("The hostels are closed on Mondays.")) == []


def test_the_new_name_of_what_used_to_be_another_renames_it_in_every_place() -> None:
    rows = "<html><body><h1>Contractors</h1><table><tr><th>District</th><th>Contractor</th></tr><tr><td>Kent</td><td>{0}</td></tr><tr><td>Devon</td><td>{0}</td></tr></table>{1}"
    before, after = (
        rows.format("Harbour Roads", ""),
        rows.format("Tern Highways", "<p>Tern Highways is the new name of what used to be Harbour Roads.</p>"),
    )

    assert told(before, after) == [("renamed", "Harbour Roads", "Tern Highways", None)]
