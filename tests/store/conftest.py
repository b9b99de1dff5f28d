"""The stores under test: the same tests on SQLite and on a PostgreSQL that they start themselves."""

from __future__ import annotations

import shutil

import pytest

from monitor.store import open_store


@pytest.fixture(scope="session")
def migrated(postgres_server):
    """The name of a database that holds an empty state: copying it is quicker than migrating each time."""
    url = postgres_server.new_database()
    open_store(url).close()
    return url.rsplit("/", 1)[1]


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    """Which database a test runs on."""
    return request.param


@pytest.fixture
def url(kind, request, tmp_path):
    """The address of a state that does not exist yet."""
    if kind == "sqlite":
        return f"sqlite:///{tmp_path}/state/tierwatch.db"
    return request.getfixturevalue("postgres_server").new_database()


@pytest.fixture
def store(kind, request, tmp_path):
    """An empty store."""
    file = tmp_path / "state" / "tierwatch.db"
    url = f"sqlite:///{file}"
    if kind == "sqlite":
        file.parent.mkdir(mode=0o700)
        shutil.copy(request.getfixturevalue("empty_state"), file)
    else:
        template = request.getfixturevalue("migrated")
        url = request.getfixturevalue("postgres_server").new_database(template=template)
    with open_store(url) as opened:
        yield opened
