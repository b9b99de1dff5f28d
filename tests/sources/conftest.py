"""Where the shared material is, and small builders for sources and answers."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.model import Snapshot, Source

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def shared(*parts: str) -> Path:
    """A path of the shared material; the test is skipped, saying so, where it is not there."""
    root = Path(os.environ.get("TIERWATCH_SHARED") or Path(__file__).parents[3] / "shared")
    path = root.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the shared material has no {'/'.join(parts)} here")
    return path


def an_answer(body: bytes, url: str = "https://site.example/thing", **fields) -> Snapshot:
    values = {"url": url, "requested_url": url, "fetched_at": NOW, "status": 200, "body": body, **fields}
    return Snapshot(**values)


def a_source(kind: str = "feed", url: str = "https://site.example/thing", **fields) -> Source:
    return Source(id=f"{kind}-source", kind=kind, url=url, **fields)


@pytest.fixture(name="shared")
def _shared():
    return shared


@pytest.fixture(name="an_answer")
def _an_answer():
    return an_answer


@pytest.fixture(name="a_source")
def _a_source():
    return a_source
