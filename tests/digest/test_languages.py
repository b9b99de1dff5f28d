"""The bulletin in Welsh: every word of the templates is translated, and the page says which language it is in."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

import monitor.digest
from monitor.digest.render import render
from monitor.model import Audience

FOLDER = Path(monitor.digest.__file__).parent


def wanted():
    options = {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true"}
    for file in sorted((FOLDER / "templates" / "ebulletin").iterdir()):
        for _, _, message, _ in babel_extract(BytesIO(file.read_bytes()), ("_", "gettext", "ngettext"), [], options):
            yield message if isinstance(message, str) else next(part for part in message if part)
    source = BytesIO((FOLDER / "render.py").read_bytes())
    for _, message, _, _ in extract("python", source, keywords={"translate": None}):
        yield message


def test_every_word_of_the_templates_is_in_the_welsh_catalogue():
    with (FOLDER / "locale/cy/LC_MESSAGES/ebulletin.po").open("rb") as file:
        catalogue = read_po(file, locale="cy")
    known = {
        (entry.id if isinstance(entry.id, str) else entry.id[0]) for entry in catalogue
        if entry.id and all(entry.string if isinstance(entry.string, tuple | list) else [entry.string])
    }  # fmt: skip

    assert {message for message in wanted() if message not in known} == set()


def test_a_welsh_member_reads_welsh_words_and_dates(build):
    bulletin = render(build.full(), Audience(language="cy"))

    assert 'lang="cy"' in bulletin.html
    assert "Yn y rhifyn hwn" in bulletin.text
    assert "Tachwedd" in bulletin.text
    assert "In this issue" not in bulletin.html + bulletin.text
    assert bulletin != render(build.full())


def test_one_area_is_one_area(build):
    text = " ".join(render(build.full()).text.split())

    assert "we saw no change in 1 area, but could not read A broken site" in text
