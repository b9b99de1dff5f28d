"""Which shape the state has, and bringing an older one up to date (Alembic, forward only, one transaction)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from monitor.errors import StoreError
from monitor.store.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

#: The newest migration in ``migrations/versions``; a test holds the two together.
HEAD = "0012"
_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 7_201_511_042  # any number that no other program locks in the same database


def ensure(database: Database, *, create: bool) -> None:
    """Make the state's shape this program's. Raises StoreError when it is newer, foreign, or absent and not wanted."""
    with database.read() as connection:
        found = revision(connection)
        empty = found is None and not inspect(connection).get_table_names()
    if found == HEAD:
        return
    if found is None and not empty:
        raise StoreError(f"{_name(database)} holds tables of another program; give Tierwatch a database of its own")
    if empty and not create:
        raise StoreError(f"{_name(database)} is empty; run a poll first, or check the address of the store")
    if found is not None and found not in known_revisions():
        raise StoreError(
            f"{_name(database)} was written by a newer Tierwatch (schema {found}, this one knows {HEAD}); "
            "install that version, or restore the backup made before the upgrade"
        )
    migrate(database)


def revision(connection: Connection) -> str | None:
    """The schema's revision, ``None`` where there is none."""
    if "alembic_version" not in inspect(connection).get_table_names():
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def migrate(database: Database, target: str = "head") -> None:
    """Run the migrations up to ``target`` in one transaction, once however many programs start at the same time."""
    from alembic import command

    with database.write() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, target)


def known_revisions() -> tuple[str, ...]:
    """Every revision that this program has a migration for, newest first."""
    from alembic.script import ScriptDirectory

    return tuple(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def _name(database: Database) -> str:
    return str(database.file or database.url.render_as_string(hide_password=True))
