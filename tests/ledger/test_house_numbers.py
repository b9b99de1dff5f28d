"""A publisher's own number of a vendor: the same under another name is a new name, as long as nothing says otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.extract.claims import find_claims
from monitor.ledger.compare import compare_readings
from monitor.ledger.edits import edits_between
from monitor.model import Document
from monitor.sources.files import read_file
from tests.ledger.test_edits_in_place import NO_PACKS

HEAD = "contract_id,vendor_id,vendor_name,district,contract_status"
STAYS = "C9,V-8800,Mill Homes Ltd,Saltwick,Active"


def told(folder: Path, before: list[str], after: list[str]) -> list[tuple[str, str, str | None]]:
    documents: list[Document] = []
    for name, lines in (("before", before), ("after", after)):
        file = folder / f"{name}.csv"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        documents += read_file(file, url="https://e.org/d")
    old, new = documents
    read, reread = find_claims(old, NO_PACKS), find_claims(new, NO_PACKS)
    changes = compare_readings(read, reread, edits=edits_between(old, read, new, reread))
    return sorted((c.type.value, c.organisation, c.organisation_to) for c in changes if not c.question)


def test_another_name_under_the_same_number_is_a_rename(tmp_path) -> None:
    before = [HEAD, "C1,V-4410,Harbour Youth Club,Dunmere,Active", "C2,V-4410,Harbour Youth Club,Alford,Active", STAYS]
    after = [line.replace("Harbour Youth Club", "Kestrel Alliance Inc") for line in before]

    assert told(tmp_path, before, after) == [("renamed", "Harbour Youth Club", "Kestrel Alliance Inc")]


@pytest.mark.parametrize(
    ("head", "old", "new"),
    [
        # Another number is another body.
        (HEAD, "C1,V-4410,Harbour Youth Club,Dunmere,Active", "C1,V-5521,Kestrel Alliance Inc,Dunmere,Active"),
        # The number of a line keeps to nobody.
        (HEAD, "C1,1,Harbour Youth Club,Dunmere,Active", "C1,1,Kestrel Alliance Inc,Dunmere,Active"),
        # Nor does that of the contract.
        (HEAD, "C4410,,Harbour Youth Club,Dunmere,Active", "C4410,,Kestrel Alliance Inc,Dunmere,Active"),
        # Two registered numbers are two bodies.
        (
            f"{HEAD},company_number",
            "C1,V-4410,Harbour Youth Club,Dunmere,Active,07070707",
            "C1,V-4410,Kestrel Alliance Inc,Dunmere,Active,08080808",
        ),
    ],
)
def test_without_a_number_of_its_own_it_is_another_body(tmp_path, head: str, old: str, new: str) -> None:
    lines = [STAYS] if head == HEAD else [f"{STAYS},09090909"]

    assert told(tmp_path, [head, old, *lines], [head, new, *lines]) == [
        ("replaced", "Harbour Youth Club", "Kestrel Alliance Inc")
    ]


BUSINESS = "contract_id,Supplier,Supplier ABN,Service region,contract_status"
STAYS_THERE = "C9,Mill Homes Ltd,71 000 118 223,Saltwick,Active"


def test_the_number_that_a_country_gives_each_business_tells_a_rename_as_well(tmp_path) -> None:
    before = [BUSINESS, "C1,Harbour Youth Club,41 222 333 409,Dunmere,Active", STAYS_THERE]
    after = [BUSINESS, "C1,Kestrel Alliance Inc,41222333409,Dunmere,Active", STAYS_THERE]
    other = [BUSINESS, "C1,Kestrel Alliance Inc,50 900 800 702,Dunmere,Active", STAYS_THERE]

    assert told(tmp_path, before, after) == [("renamed", "Harbour Youth Club", "Kestrel Alliance Inc")]
    assert told(tmp_path, before, other) == [("replaced", "Harbour Youth Club", "Kestrel Alliance Inc")]


def test_the_number_of_the_buyer_is_none_of_the_supplier(tmp_path) -> None:
    before = [
        BUSINESS.replace("Supplier ABN", "Agency ABN"),
        "C1,Harbour Youth Club,41 222 333 409,Dunmere,Active",
        STAYS_THERE,
    ]
    after = [line.replace("Harbour Youth Club", "Kestrel Alliance Inc") for line in before]

    assert told(tmp_path, before, after) == [("replaced", "Harbour Youth Club", "Kestrel Alliance Inc")]
