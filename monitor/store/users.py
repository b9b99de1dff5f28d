"""The users of the desk and the visits in which they are signed in. Passwords are kept as hashes, session tokens too."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from monitor.errors import ReviewError
from monitor.model import SignedIn, StaffRole, User
from monitor.store.database import Database
from monitor.store.tables import desk as t
from monitor.text import fingerprint


class Users:
    """Who may sign in, and as what. A user is never removed, only disabled: the audit log goes on naming them."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(
        self, name: str, *, role: StaffRole, password_hash: str, at: datetime, display_name: str = "", email: str = ""
    ) -> User:
        """A new user. Raises ReviewError when the name is taken; names that differ in case alone are one."""
        name = name.strip().lower()
        row: dict[str, Any] = {
            "id": fingerprint("user", name), "name": name, "display_name": display_name.strip(), "email": email.strip(),
            "role": role.value, "password_hash": password_hash, "created_at": at, "password_at": at, "failures": 0,
        }  # fmt: skip
        try:
            with self._db.write() as connection:
                connection.execute(insert(t.users).values(row))
        except IntegrityError as error:
            raise ReviewError(f'there is a user "{name}" already') from error
        found = self.named(name)
        assert found is not None
        return found

    def get(self, user_id: str) -> User | None:
        """The user of that id."""
        return self._one(t.users.c.id == user_id)

    def named(self, name: str) -> User | None:
        """The user who signs in with ``name``, whatever its case."""
        return self._one(t.users.c.name == name.strip().lower())

    def list(self) -> tuple[User, ...]:
        """Everybody, by name."""
        with self._db.read() as connection:
            return tuple(_user(row) for row in connection.execute(select(t.users).order_by(t.users.c.name)))

    def set_password(self, user_id: str, password_hash: str, *, at: datetime) -> None:
        """Change a password; every visit of the user ends."""
        with self._db.write() as connection:
            _change(connection, user_id, password_hash=password_hash, password_at=at, failures=0, last_failure_at=None)
            _end_all(connection, user_id, at)

    def set_role(self, user_id: str, role: StaffRole, *, at: datetime) -> None:
        """Change what a user may do; every visit of the user ends."""
        with self._db.write() as connection:
            _change(connection, user_id, role=role.value)
            _end_all(connection, user_id, at)

    def set_disabled(self, user_id: str, *, disabled: bool, at: datetime) -> None:
        """Shut a user out, or let them in again; every visit of the user ends."""
        with self._db.write() as connection:
            _change(connection, user_id, disabled_at=at if disabled else None)
            _end_all(connection, user_id, at)

    def set_totp(self, user_id: str, secret: str | None, *, at: datetime) -> None:
        """Ask for one-time passwords made from ``secret`` from now on, or no longer; every visit of the user ends."""
        with self._db.write() as connection:
            _change(connection, user_id, totp_secret=secret, totp_step=None)
            _end_all(connection, user_id, at)

    def spend_code(self, user_id: str, step: int) -> bool:
        """Spend the one-time code of that step of time; false if it, or a later one, is spent already."""
        last = t.users.c.totp_step
        unspent = (t.users.c.id == user_id) & (last.is_(None) | (last < step))
        with self._db.write() as connection:
            return connection.execute(update(t.users).where(unspent).values(totp_step=step)).rowcount == 1

    def note_failure(self, user_id: str, *, at: datetime) -> None:
        """A wrong password was given."""
        with self._db.write() as connection:
            _change(connection, user_id, failures=t.users.c.failures + 1, last_failure_at=at)

    def clear_failures(self, user_id: str) -> None:
        """A right password was given."""
        with self._db.write() as connection:
            _change(connection, user_id, failures=0, last_failure_at=None)

    def _one(self, which: Any) -> User | None:
        with self._db.read() as connection:
            row = connection.execute(select(t.users).where(which)).first()
        return None if row is None else _user(row)


class Sessions:
    """The visits in which users are signed in."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def begin(self, token_hash: str, user_id: str, *, at: datetime) -> None:
        """Keep a new visit, and drop those that ended long ago."""
        row = {"token_hash": token_hash, "user_id": user_id, "created_at": at, "used_at": at}
        with self._db.write() as connection:
            connection.execute(insert(t.sessions).values(row))
            connection.execute(delete(t.sessions).where(t.sessions.c.created_at < at - timedelta(days=30)))

    def find(self, token_hash: str) -> SignedIn | None:
        """The visit of that token, unless it was ended."""
        query = select(t.sessions).where(t.sessions.c.token_hash == token_hash, t.sessions.c.ended_at.is_(None))
        with self._db.read() as connection:
            row = connection.execute(query).first()
        return None if row is None else _signed_in(row)

    def touch(self, token_hash: str, *, at: datetime) -> None:
        """The visit was used."""
        with self._db.write() as connection:
            connection.execute(update(t.sessions).where(t.sessions.c.token_hash == token_hash).values(used_at=at))

    def end(self, token_hash: str, *, at: datetime) -> None:
        """End one visit."""
        with self._db.write() as connection:
            connection.execute(update(t.sessions).where(t.sessions.c.token_hash == token_hash).values(ended_at=at))

    def end_all(self, user_id: str, *, at: datetime) -> None:
        """End every visit of a user."""
        with self._db.write() as connection:
            _end_all(connection, user_id, at)

    def list(self, user_id: str, *, used_since: datetime, begun_since: datetime) -> tuple[SignedIn, ...]:
        """The visits of a user that go on, the last used first."""
        c = t.sessions.c
        alive = (c.user_id == user_id, c.ended_at.is_(None), c.used_at >= used_since, c.created_at >= begun_since)
        with self._db.read() as connection:
            rows = connection.execute(select(t.sessions).where(*alive).order_by(c.used_at.desc(), c.token_hash)).all()
        return tuple(_signed_in(row) for row in rows)


def _change(connection: Connection, user_id: str, **values: Any) -> None:
    connection.execute(update(t.users).where(t.users.c.id == user_id).values(**values))


def _end_all(connection: Connection, user_id: str, at: datetime) -> None:
    which = (t.sessions.c.user_id == user_id) & t.sessions.c.ended_at.is_(None)
    connection.execute(update(t.sessions).where(which).values(ended_at=at))


def _signed_in(row: Row[Any]) -> SignedIn:
    return SignedIn(**{field.name: getattr(row, field.name) for field in fields(SignedIn)})


_FIELDS = tuple(field.name for field in fields(User) if field.name != "role")


def _user(row: Row[Any]) -> User:
    return User(role=StaffRole(row.role), **{name: getattr(row, name) for name in _FIELDS})
