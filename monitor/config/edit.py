"""Small changes to ``config.toml`` that leave its comments and order as they are, each written whole or not at all."""

from __future__ import annotations

import os
import re
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from monitor.config import parse_config
from monitor.errors import ConfigError, Problem

_TURN = threading.Lock()


def rewrite(file: Path, change: Callable[[str], str]) -> None:
    """Replace the text of a configuration by ``change`` of it. Raises ConfigError, and changes nothing, if that is none or cannot be written."""
    with _TURN:
        try:
            text = change(file.read_text(encoding="utf-8"))
            parse_config(text, file)
            _replace(file, text)
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
    """``text`` of a configuration with ``paused`` set in the block of one source; comments and order stay."""
    blocks = re.split(r"(?m)^(?=\[\[sources\]\])", text)
    for number, block in enumerate(blocks):
        if re.search(rf'(?m)^id\s*=\s*"{re.escape(source_id)}"', block):
            without = re.sub(r"(?m)^paused\s*=.*\n", "", block)
            blocks[number] = (
                re.sub(r"(?m)^(id\s*=.*\n)", rf"\1paused = {str(paused).lower()}\n", without, count=1)
                if paused
                else without
            )
    return "".join(blocks)
