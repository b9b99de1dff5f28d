"""Small changes to ``config.toml`` that leave its comments and order as they are, each written whole or not at all."""

from __future__ import annotations

import os
import re
import tempfile
import threading
import tomllib
from collections.abc import Callable
from pathlib import Path

from monitor.config import parse_config, read_source
from monitor.errors import ConfigError, Problem

_TURN = threading.Lock()


def rewrite(file: Path, change: Callable[[str], str]) -> None:
    """Replace the text of a configuration by ``change`` of it. Raises ConfigError, and changes nothing, if that is none or cannot be written."""
    with _TURN:
        try:
            text = change(file.read_text(encoding="utf-8"))
            parse_config(text, file)
            _replace(file, text)
        except LookupError as error:
            raise ConfigError(str(file), [Problem("sources", str(error.args[0]), "change it by hand")]) from error
        except OSError as error:
            problem = Problem(
                "(file)",
                f"cannot be written ({error.strerror})",
                "let this user write in its folder, or edit it by hand",
            )
            raise ConfigError(str(file), [problem]) from error


def _replace(file: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        Path(name).chmod(file.stat().st_mode & 0o777)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def with_block(text: str, block: str) -> str:
    """``text`` with a block at its end."""
    return f"{text.rstrip()}\n\n{block.strip()}\n"


def with_pause(text: str, source_id: str, *, paused: bool) -> str:
    """``text`` of a configuration with ``paused`` set in the block of one source; comments and order stay. Raises LookupError where
    no block can be told to be that source's: the list is written in a way that only a person should change.
    """
    blocks = re.split(r"(?m)^(?=[ \t]*\[\[[ \t]*sources[ \t]*\]\])", text)
    for number, block in enumerate(blocks):
        if number and _id_of(block) == source_id:
            without = re.sub(r"(?m)^[ \t]*paused[ \t]*=.*\n?", "", block)
            header, end, rest = without.partition("\n")
            blocks[number] = f"{header}\npaused = true{end}{rest}" if paused else without
            return "".join(blocks)
    raise LookupError(f'the block of "{source_id}" cannot be told from the others')


def _id_of(block: str) -> str:
    """The id of the source that ``block`` holds, written or made of its name or address; empty if it holds none."""
    try:
        (table,) = tomllib.loads(block)["sources"]
    except (tomllib.TOMLDecodeError, KeyError, ValueError):
        return ""
    source, _ = read_source(table, "")
    return source.id if source else ""
