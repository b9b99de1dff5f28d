"""Files on disk: each type of the measured contract gives documents that can be quoted."""

from datetime import date

import pytest

from monitor.errors import ExtractError
from monitor.sources.files import read_file


def test_every_labelled_document_is_read(shared) -> None:
    read = 0
    for folder in sorted(path for path in shared("cases").iterdir() if path.is_dir()):
        for name in ("source", "before", "after"):
            for file in folder.glob(f"{name}.*"):
                documents = read_file(
                    file, url="https://site.example/x", published=date(2026, 1, 2), publisher="Someone"
                )
                assert documents, file
                read += 1
                for document in documents:
                    assert document.publisher
                    assert document.published_at is not None
                    assert document.text, file
                    assert all(document.text[b.start : b.end] == b.text for b in document.blocks)
    assert read > 60


@pytest.mark.parametrize(
    ("case", "kind"),
    [
        ("crs-dnr-london/source.json", "register"),
        ("crs-change-provider-list-added/after.json", "register"),
        ("govuk-neg-frank-press-release/source.json", "govuk"),
    ],
)
def test_the_shape_of_a_json_document_is_told_without_being_said(case, kind, shared) -> None:
    (document,) = read_file(shared("cases", *case.split("/")))

    assert document.record_kind == kind


def test_a_list_of_records_is_one_document_with_its_records(shared) -> None:
    (document,) = read_file(shared("cases", "crs-change-provider-replaced-east", "after.json"))

    assert len(document.record["records"]) == 2
    lead = next(b for b in document.blocks if b.signature == "records.0.providers.prime_provider_code")
    assert (
        document.text[lead.start : lead.end]
        == f"prime_provider_code: {document.record['records'][0]['providers']['prime_provider_code']}"
    )


def test_a_feed_gives_a_document_an_entry_the_oldest_first(shared) -> None:
    documents = read_file(shared("cases", "feed-neg-atom-unrelated", "source.xml"))

    assert len(documents) > 10
    assert [document.updated_at for document in documents] == sorted(document.updated_at for document in documents)


def test_a_date_of_the_document_itself_wins_over_the_one_given(shared) -> None:
    (document,) = read_file(shared("cases", "govuk-neg-frank-press-release", "source.json"), published=date(2001, 1, 1))

    assert document.published_at.year != 2001


def test_a_file_that_cannot_be_read_is_told_in_words(tmp_path) -> None:
    (tmp_path / "x.docx").write_bytes(b"PK")
    (tmp_path / "x.json").write_text("{")

    with pytest.raises(ExtractError, match="no reader"):
        read_file(tmp_path / "x.docx")
    with pytest.raises(ExtractError, match="is not JSON"):
        read_file(tmp_path / "x.json")
    with pytest.raises(ExtractError, match="cannot be read"):
        read_file(tmp_path / "none.txt")
