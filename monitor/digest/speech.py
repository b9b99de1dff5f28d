"""The languages of the bulletin: gettext catalogues, read from their ``.po`` files."""

from __future__ import annotations

import gettext
import io
from functools import lru_cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent / "locale"
LANGUAGES = ("en", "cy")


@lru_cache(maxsize=8)
def speech_of(language: str) -> gettext.NullTranslations:
    """The translations into ``language``; English, and a language there is no catalogue for, is left as it is written."""
    file = FOLDER / language / "LC_MESSAGES" / "ebulletin.po"
    if language not in LANGUAGES or not file.exists():
        return gettext.NullTranslations()
    with file.open("rb") as source:
        catalogue = read_po(source, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
