"""Tables in PDFs, ruled and not: what stands in which column, whatever wraps and whatever cell is empty."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.extract.claims import find_claims
from monitor.model import BlockKind, Document, Snapshot, Source
from monitor.programmes import Watchlist
from monitor.sources.pdf import extract

Line = list[tuple[int, str]]


def a_pdf(lines: list[Line], *, rules: bool = False) -> bytes:
    """A page with words at places: each line is a list of (distance from the left in points, text)."""
    drawn = []
    for number, line in enumerate(lines):
        height = 760 - 16 * number
        if rules:
            drawn.append(f"40 {height - 4} 500 0.5 re f")
        for left, text in line:
            escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
            drawn.append(f"BT /F1 10 Tf 1 0 0 1 {left} {height} Tm ({escaped}) Tj ET")
    stream = "\n".join(drawn).encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"xref\n0 6\n0000000000 65535 f \n%btrailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(body),
    )


def read(lines: list[Line], *, rules: bool = False) -> Document:
    snapshot = Snapshot(
        url="https://e.example/d.pdf", requested_url="https://e.example/d.pdf", fetched_at=datetime(2026, 5, 1, tzinfo=UTC),
        status=200, body=a_pdf(lines, rules=rules),
    )  # fmt: skip
    (document,) = extract(snapshot, Source(id="pdf", kind="pdf", url=snapshot.url)).documents
    return document


def told(document: Document) -> set[tuple[str, str, tuple[str, ...]]]:
    claims = find_claims(document, Watchlist.of([])).stated()
    assert all(document.text[c.evidence.start : c.evidence.end] == c.evidence.quote for c in claims)
    return {(claim.organisation, claim.role.value, claim.areas) for claim in claims}


LEFT, MIDDLE, RIGHT = 40, 220, 400
HEAD: Line = [(LEFT, "Area"), (MIDDLE, "Provider"), (RIGHT, "Partners")]
INTRODUCTION: Line = [(LEFT, "The department names the providers of the service in each area.")]
ROWS: list[Line] = [
    [(LEFT, "Aldermoor"), (MIDDLE, "Pellworth Care"), (RIGHT, "Sunder Trust")],
    [(LEFT, "Brackenby"), (MIDDLE, "Thistle Homes Ltd"), (RIGHT, "Orchard 21")],
    [(LEFT, "Dunmere"), (MIDDLE, "RISING PATHS"), (RIGHT, "Quay & Harbour CIC")],
]
ALL = {
    ("Pellworth Care", "lead", ("Aldermoor",)), ("Sunder Trust", "partner", ("Aldermoor",)),
    ("Thistle Homes Ltd", "lead", ("Brackenby",)), ("Orchard 21", "partner", ("Brackenby",)),
    ("RISING PATHS", "lead", ("Dunmere",)), ("Quay & Harbour CIC", "partner", ("Dunmere",)),
}  # fmt: skip


@pytest.mark.parametrize("rules", [True, False], ids=["ruled", "unruled"])
def test_a_table_is_read_by_its_columns(rules: bool) -> None:
    assert told(read([INTRODUCTION, HEAD, *ROWS, [(LEFT, "Questions go to the desk.")]], rules=rules)) == ALL


@pytest.mark.parametrize("rules", [True, False], ids=["ruled", "unruled"])
def test_a_cell_that_wraps_is_one_cell(rules: bool) -> None:
    wrapped = [
        [(LEFT, "The Vale of Eskdale"), (MIDDLE, "Copperfield Trust"), (RIGHT, "none")],
        [
            (LEFT, "and Farrowdale"),
        ],
    ]

    assert told(read([HEAD, *ROWS, *wrapped], rules=rules)) == ALL | {
        ("Copperfield Trust", "lead", ("The Vale of Eskdale and Farrowdale",))
    }  # fmt: skip


def test_an_empty_cell_moves_no_name_into_another_row() -> None:
    assert told(read([HEAD, *ROWS, [(LEFT, "Eskdale"), (MIDDLE, "Beacon Mutual")]])) == ALL | {
        ("Beacon Mutual", "lead", ("Eskdale",))
    }


def test_a_page_set_in_two_columns_is_no_table() -> None:
    left = [
        "The provider has met the board",
        "and told it of the summer, which",
        "was long and warm, and of the",
        "garden that all had dug.",
    ]
    right = [
        "Partners came by train and by",
        "boat, and stayed for two days",
        "before the rain began again",
        "over the whole valley.",
    ]
    lines: list[Line] = [[(LEFT, one), (300, other)] for one, other in zip(left, right, strict=True)]

    assert not [block for block in read(lines).blocks if block.kind is BlockKind.ROW]


def test_words_before_and_after_a_table_stay_where_they_were() -> None:
    document = read([INTRODUCTION, HEAD, *ROWS, [(LEFT, "Questions go to the desk.")]])

    assert document.text.startswith("The department names")
    assert document.text.endswith("Questions go to the desk.")
