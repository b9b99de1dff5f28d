"""Pages of a body's own contracts, on which "our partners" are those who work with it."""

from __future__ import annotations

from pathlib import Path

from monitor.extract.claims import find_claims
from monitor.sources.files import read_file
from tests.extract.conftest import shipped

_PAGE = (
    "<h1>Our contracts</h1><h2>Routes Back</h2><ul><li>Commissioner: Ministry of Justice</li><li>Where: Tyne and Wear</li>"
    "<li>Our partners: Sunder Women's Project, Mill Lane Veterans</li></ul>"
    "<h2>Into Work</h2><ul><li>Where: Teesside</li><li>Our subcontractor: Orchard Advice Hub (debt)</li></ul>"
    "<footer>Pellworth Trust is a registered charity.</footer>"
)


def _told(tmp_path: Path, publisher: str) -> set[tuple[str, str, str]]:
    file = tmp_path / "page.html"
    file.write_text(_PAGE, encoding="utf-8")
    (document,) = read_file(file, url="https://e.org/ours", published=None, publisher=publisher)
    claims = find_claims(document, shipped()).told()
    return {(claim.organisation, claim.role.value, "; ".join(claim.areas)) for claim in claims}


_OTHERS = {
    ("Sunder Women's Project", "partner", "Tyne and Wear"),
    ("Mill Lane Veterans", "partner", "Tyne and Wear"),
    ("Orchard Advice Hub", "subcontractor", "Teesside"),
}


def test_the_publisher_leads_what_its_partners_have_a_part_in(tmp_path: Path) -> None:
    assert _told(tmp_path, "Pellworth Trust") >= _OTHERS | {
        ("Pellworth Trust", "lead", "Tyne and Wear"),
        ("Pellworth Trust", "lead", "Teesside"),
    }


def test_a_publisher_whom_the_text_does_not_name_is_left_out(tmp_path: Path) -> None:
    assert _told(tmp_path, "Elsewhere Society") == _OTHERS
