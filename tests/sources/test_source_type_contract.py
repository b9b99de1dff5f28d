"""One contract for every source type, found by discovery, over the saved documents beside it.

``<kind>/<case>/case.toml`` says what is asked for and which file answers; ``expected.json`` says what must come of each visit.
"""

import json
import tomllib
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.encoding import from_json, to_bytes
from monitor.errors import FetchError, SourceError
from monitor.model import Document, Snapshot, Source
from monitor.sources import source_types
from monitor.sources.options import read_options
from monitor.sources.visit import Visit, visit

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("*/*/case.toml"))
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def a_source(kind: str, case: dict) -> Source:
    options, problems = read_options(source_types()[kind].options, case.get("options", {}), "options")
    assert problems == []
    common = case.get("source", {})
    return Source(id=f"{kind}-source", kind=kind, url=case["url"], options=options, **common)


def scripted(folder: Path, answers: dict, asked: list[str]):
    """The answers of a case by address; an address without its query answers for any query."""

    def fetch(request):
        asked.append(request.url)
        answer = answers.get(request.url) or answers.get(request.url.partition("?")[0])
        if answer is None:
            raise FetchError(request.url, "no such page", kind="http", transient=False, status=404)
        return Snapshot(
            url=answer.get("moved_to", request.url),
            requested_url=request.url,
            fetched_at=NOW,
            status=200,
            body=(folder / answer["file"]).read_bytes(),
            content_type=answer.get("content_type", ""),
            charset=answer.get("charset"),
        )

    return fetch


def told(document) -> dict:
    shown = {"identity": document.identity, "title": document.title, "url": document.url, "kind": str(document.kind)}
    for name in ("published_at", "updated_at"):
        if moment := getattr(document, name):
            shown[name] = moment.isoformat()
    for name in ("withdrawn", "record_kind", "publisher", "complete"):
        if value := getattr(document, name):
            shown[name] = value
    return shown


def lacks(document, words: list[str]) -> list[str]:
    return [part for part in words if part not in document.text]


@pytest.mark.parametrize("kind", sorted(source_types()))
def test_every_kind_has_a_plain_an_odd_and_a_broken_case(kind) -> None:
    names = {case.name for case in CASES if case.parent.name == kind}

    assert any(name.startswith("plain") for name in names), f"{kind} has no plain case"
    assert any(name.startswith("odd") for name in names), f"{kind} has no odd case"
    assert any(name.startswith("broken") for name in names), f"{kind} has no broken case"


@pytest.mark.parametrize("kind", sorted(source_types()))
def test_every_kind_explains_itself_and_has_usable_defaults(kind) -> None:
    source_type = source_types()[kind]
    module = __import__(source_type.extract.__module__, fromlist=["x"])

    source_type.options()
    assert len(module.__doc__) > 100
    for field in fields(source_type.options):
        assert f"``{field.name}``" in source_type.options.__doc__, f"{kind}: {field.name} is not explained"


def test_no_case_belongs_to_a_kind_that_does_not_exist() -> None:
    assert {case.parent.name for case in CASES} == set(source_types())


def visited(source: Source, folder: Path, answers: dict, state: dict, asked: list[str]) -> Visit | str:
    """What a visit brought, or the words of the error that ended it."""
    try:
        return visit(source, fetch=scripted(folder, answers, asked), state=state, now=NOW)
    except SourceError as error:
        return str(error)


each_case = pytest.mark.parametrize("folder", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")


@each_case
def test_a_saved_document_is_read_as_expected(folder) -> None:
    case = tomllib.loads((folder / "case.toml").read_text())
    expected = json.loads((folder / "expected.json").read_text())
    source = a_source(folder.parent.name, case)
    state: dict = {}
    assert len(case["visits"]) == len(expected)
    for answers, wanted in zip(case["visits"], expected, strict=True):
        asked: list[str] = []
        found = visited(source, folder, answers, state, asked)
        if isinstance(found, str):
            assert wanted.get("error", "no error at all") in found
            continue
        assert "error" not in wanted
        state = dict(found.state)
        contained = [document.pop("contains", []) for document in wanted["documents"]]
        absent = [document.pop("lacks", []) for document in wanted["documents"]]
        assert [told(document) for document in found.documents] == wanted["documents"]
        for document, words, unwanted in zip(found.documents, contained, absent, strict=True):
            assert lacks(document, words) == []
            assert lacks(document, unwanted) == unwanted
        assert found.unchanged == wanted.get("unchanged", 0)
        assert found.gap is wanted.get("gap", False)
        assert bool(found.degraded) is wanted.get("degraded", False)
        for note in wanted.get("notes", []):
            assert any(note in given for given in found.notes), found.notes
        assert [failure.url for failure in found.failures] == wanted.get("failures", [])
        assert [url for url in wanted.get("asked", []) if url not in asked] == []


@each_case
def test_every_block_of_a_saved_document_stands_where_it_says(folder) -> None:
    case = tomllib.loads((folder / "case.toml").read_text())
    source = a_source(folder.parent.name, case)
    found = visited(source, folder, case["visits"][0], {}, [])
    if isinstance(found, Visit):
        for document in found.documents:
            assert document.source_id == source.id
            assert all(document.text[block.start : block.end] == block.text for block in document.blocks)


@each_case
def test_a_saved_document_is_the_same_when_it_was_written_and_read_back(folder) -> None:
    case = tomllib.loads((folder / "case.toml").read_text())
    found = visited(a_source(folder.parent.name, case), folder, case["visits"][0], {}, [])
    if isinstance(found, Visit):
        for document in found.documents:
            assert from_json(Document, to_bytes(document)) == document


@each_case
def test_a_saved_document_read_twice_gives_the_same_documents(folder) -> None:
    case = tomllib.loads((folder / "case.toml").read_text())
    source = a_source(folder.parent.name, case)
    first, second = (visited(source, folder, case["visits"][0], {}, []) for _ in range(2))
    if isinstance(first, Visit) and isinstance(second, Visit):
        assert (first.documents, first.state, first.notes) == (second.documents, second.state, second.notes)
    else:
        assert first == second


@each_case
def test_the_same_answers_again_bring_no_other_document(folder) -> None:
    case = tomllib.loads((folder / "case.toml").read_text())
    source = a_source(folder.parent.name, case)
    first = visited(source, folder, case["visits"][0], {}, [])
    if not isinstance(first, Visit):
        return
    again = visited(source, folder, case["visits"][0], dict(first.state), [])
    if isinstance(again, Visit):
        known = {(document.id, document.content_hash) for document in first.documents}
        assert {(document.id, document.content_hash) for document in again.documents} <= known
