"""The pages of html5lib's tests: none crashes the page reader, and what is read depends on the bytes alone."""

import os
import re
import subprocess
import sys
import time
import zipfile
from hashlib import sha256

from monitor.errors import ExtractError
from monitor.sources.page import extract

_DATA = re.compile(rb"#data\n(.*?)\n#(?:errors|document|encoding)", re.DOTALL)
_READ = """
import sys, zipfile
sys.path[:0] = sys.argv[2:]
from test_pages_of_html5lib import digest_of
print(digest_of(sys.argv[1]))
"""


def pages_of(archive):
    with zipfile.ZipFile(archive) as packed:
        for name in sorted(name for name in packed.namelist() if name.endswith(".dat")):
            for found in _DATA.finditer(packed.read(name)):
                yield name, found[1]


def read(body, an_answer, a_source):
    try:
        return extract(an_answer(body, content_type="text/html"), a_source("page")).documents
    except ExtractError:
        return ()


def digest_of(archive) -> str:
    """One hash over all that is read of the pages."""
    from conftest import a_source, an_answer

    told = sha256()
    for _, body in pages_of(archive):
        for document in read(body, an_answer, a_source):
            told.update(document.content_hash.encode())
    return told.hexdigest()


def test_every_page_is_read_or_refused_in_time(shared, an_answer, a_source) -> None:
    count = 0
    for name, body in pages_of(shared("corpora", "html5lib-tests", "tests.zip")):
        begun = time.monotonic()
        for document in read(body, an_answer, a_source):
            assert all(document.text[block.start : block.end] == block.text for block in document.blocks), name
            assert "\x00" not in document.text
        assert time.monotonic() - begun < 2, (name, body)
        count += 1
    assert count > 500


def test_what_is_read_does_not_depend_on_the_order_of_hashes(shared) -> None:
    archive = str(shared("corpora", "html5lib-tests", "tests.zip"))
    here = os.path.dirname(__file__)  # noqa: PTH120 - handed on as text
    digests = {
        subprocess.run(
            [sys.executable, "-c", _READ, archive, here, *sys.path],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1
    assert len(digests.pop()) > 60
