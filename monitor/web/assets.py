"""Our own style sheet and scripts, each under an address that holds the hash of its content, to be kept for ever."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, abort, url_for

FOLDER = Path(__file__).parent / "static"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}
_FOR_EVER = "public, max-age=31536000, immutable"


def install(app: Flask) -> None:
    """Serve the files, and give templates ``asset("style.css")``."""
    app.add_url_rule("/assets/<digest>/<name>", "asset", _serve)
    app.add_url_rule("/favicon.ico", "favicon", lambda: _serve(_digest("mark.svg"), "mark.svg"))
    app.add_template_global(asset)


def asset(name: str) -> str:
    """The address of a file of ours."""
    return url_for("asset", digest=_digest(name), name=name)


def _serve(digest: str, name: str) -> Response:
    if name not in _names() or digest != _digest(name):
        abort(404)
    answer = Response(_content(name), content_type=f"{_TYPES[Path(name).suffix]}; charset=utf-8")
    answer.headers["Cache-Control"] = _FOR_EVER
    return answer


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(file.name for file in FOLDER.iterdir() if file.suffix in _TYPES)


@lru_cache(maxsize=64)
def _content(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


@lru_cache(maxsize=64)
def _digest(name: str) -> str:
    return hashlib.sha256(_content(name)).hexdigest()[:12]
