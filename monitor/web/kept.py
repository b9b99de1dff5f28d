"""Answers kept while the ledger stands still: most of what readers ask for was asked a minute ago.

A value is kept under the revision of the ledger and the present day, so it is never older than what the store holds; what
belongs to a signed-in person is never kept.
"""

from __future__ import annotations

import functools
import gc
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import astuple
from typing import Any, ParamSpec, TypeVar, cast

from flask import Flask, current_app, g, make_response, request, session
from werkzeug.wrappers import Response

from monitor import __version__
from monitor.store.overview import Revision
from monitor.text import fingerprint
from monitor.web.guard import current_user
from monitor.web.site import site

EXTENSION = "tierwatch-kept"
#: Longer questions are answered anew each time, so that nobody can fill the room with them.
_LONGEST_KEY = 300
_MOST_BYTES = 64 * 1024 * 1024
_MOST_VALUES = 400

P = ParamSpec("P")
T = TypeVar("T")


class Kept:
    """Pages by address and values by name, the least recently asked for forgotten first. Safe for several threads."""

    def __init__(self, *, most_bytes: int = _MOST_BYTES, most_values: int = _MOST_VALUES) -> None:
        self._lock = threading.Lock()
        self._pages: OrderedDict[Hashable, bytes] = OrderedDict()
        self._values: OrderedDict[Hashable, Any] = OrderedDict()
        self._turns: dict[Hashable, tuple[threading.RLock, int]] = {}
        self._bytes, self._most_bytes, self._most_values = 0, most_bytes, most_values

    def page(self, key: Hashable) -> bytes | None:
        """A kept page."""
        with self._lock:
            found = self._pages.get(key)
            if found is not None:
                self._pages.move_to_end(key)
            return found

    def keep_page(self, key: Hashable, body: bytes) -> None:
        """Keep a page, unless it alone would fill the room."""
        if len(body) > self._most_bytes // 4:
            return
        with self._lock:
            self._bytes += len(body) - len(self._pages.pop(key, b""))
            self._pages[key] = body
            while self._bytes > self._most_bytes:
                self._bytes -= len(self._pages.popitem(last=False)[1])

    def value(self, key: Hashable, make: Callable[[], T]) -> T:
        """A kept value, made where there is none."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return cast("T", self._values[key])
        with self.turn(key):
            # Whoever waited for their turn finds it made.
            with self._lock:
                if key in self._values:
                    return cast("T", self._values[key])
            made = make()
            with self._lock:
                self._values[key] = made
                while len(self._values) > self._most_values:
                    self._values.popitem(last=False)
            return made

    @contextmanager
    def turn(self, key: Hashable) -> Iterator[None]:
        """One at a time for each key: twenty readers of a page that is not kept yet are one piece of work."""
        with self._lock:
            turn, waiting = self._turns.get(key, (threading.RLock(), 0))
            self._turns[key] = (turn, waiting + 1)
        try:
            with turn:
                yield
        finally:
            with self._lock:
                turn, waiting = self._turns[key]
                if waiting == 1:
                    del self._turns[key]
                else:
                    self._turns[key] = (turn, waiting - 1)


def install(app: Flask) -> None:
    """Give ``app`` a room of its own for answers."""
    app.extensions[EXTENSION] = Kept()


def kept() -> Kept:
    """The room of the running application."""
    return cast("Kept", current_app.extensions[EXTENSION])


def revision() -> Revision:
    """Where the store stands; asked once a request, so that all of one page is of one edition."""
    known: Revision | None = g.get("revision")
    if known is None:
        known = g.revision = site().store.overview.revision()
    return known


def edition() -> str:
    """The same while no page would come out differently: what is stored, the day, the bulletin's name, and the version of the program."""
    here = site()
    return fingerprint("edition", __version__, revision().everything, here.today, *astuple(here.masthead))


def kept_value(name: str, make: Callable[[], T], *parts: Hashable) -> T:
    """The value that ``make`` makes of what is stored, kept under ``name`` and ``parts`` until anything moves."""
    return kept().value((revision().everything, name, *parts), make)


def kept_of_ledger(name: str, make: Callable[[], T], *parts: Hashable) -> T:
    """The same of a value that is made of the ledger alone, so that it lasts until that moves."""
    return kept().value((revision().ledger, name, *parts), make)


def large(make: Callable[[], T]) -> Callable[[], T]:
    """``make`` for a value of very many parts: once made, the collector of cycles leaves it alone.

    Else each of its full turns would look at every part again, and whoever asks just then would wait (a tenth of a second for
    half a million parts). What is let go of is freed all the same, since nothing in it leads back to itself.
    """

    def made() -> T:
        value = make()
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        return value

    return made


def kept_page(view: Callable[P, Any]) -> Callable[P, Response]:
    """A view whose answer follows from its address and the ledger alone: kept, and told apart by an entity tag."""

    @functools.wraps(view)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> Response:
        if current_user() is not None or session:
            return make_response(view(*args, **kwargs))
        key = (edition(), request.full_path)
        tag, body = fingerprint(*key)[:20], kept().page(key)
        if body is None:
            with kept().turn(key):
                body = kept().page(key)
                if body is None:
                    answer = make_response(view(*args, **kwargs))
                    if answer.status_code != 200 or answer.mimetype != "text/html":
                        return answer
                    body = answer.get_data()
                    if len(request.full_path) <= _LONGEST_KEY:
                        kept().keep_page(key, body)
        return with_tag(make_response(body), tag)

    return wrapper


def with_tag(answer: Response, tag: str) -> Response:
    """``answer`` with an entity tag; empty, with 304, for who has it already."""
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = "private, no-cache" if site().settings.tracker == "members" else "no-cache"
    answer.vary.add("Cookie")
    return answer.make_conditional(request.environ)
