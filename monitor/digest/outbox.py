"""The folder of bulletins: each issue as a mail (``.eml``) and a page (``.html``), whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from monitor.digest.encoding import personalised
from monitor.digest.message import Letter, Sender, compose, message_id
from monitor.digest.render import public_links
from monitor.errors import StoreError
from monitor.model import Bulletin, Digest
from monitor.text import slug


def write_bulletin(
    folder: Path, digest: Digest, bulletin: Bulletin, *, sender: Sender, base_url: str, recipient: str = ""
) -> tuple[Path, Path]:
    """Write the issue into ``folder``; the two files. Writing the same issue again writes the same bytes."""
    links = public_links(base_url)
    letter = Letter(
        to=recipient or sender.address,
        message_id=message_id(digest.id, recipient or "folder", sender.domain),
        personal=links,
        unsubscribe_url=links["unsubscribe_url"],
        unsubscribe_mailto=f"{sender.address}?subject=unsubscribe",
    )
    mail = compose(bulletin, letter, sender=sender, date=digest.made_at)
    page = personalised(bulletin.html, links, markup=True).encode()
    name = f"{digest.period.end:%Y-%m-%d}-{slug(digest.title) or 'issue'}-{digest.number or digest.kind}"
    if bulletin.language != "en":
        name += f"-{slug(bulletin.language)}"
    written = (folder / f"{name}.eml", folder / f"{name}.html")
    for path, content in zip(written, (mail, page), strict=True):
        write_whole(path, content)
    return written


def write_whole(path: Path, content: bytes) -> None:
    """``content`` at ``path``, durably: a crash leaves the former file or the new one. Raises StoreError."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise StoreError(f"{path}: cannot be written ({error.strerror})") from error
