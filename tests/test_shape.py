"""The shape of the code: lengths, words that belong to packs alone, and nothing of one machine."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from monitor.programmes import load_packs

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "monitor").rglob("*.py"))
#: A migration is a record of what was once done, and is never edited to be shorter.
WRITTEN = [path for path in MODULES if "versions" not in path.parts]
#: The demonstration tells of one sector on purpose.
CORE = [path for path in MODULES if "demo" not in path.relative_to(ROOT / "monitor").parts and path.name != "demo.py"]
LONGEST_MODULE = 300
#: Counted with its docstring. Most are far shorter; those that only name the parts of one large value may be long.
LONGEST_FUNCTION = 60


def tracked_files() -> list[Path]:
    """The files under version control, or every file where this is no clone."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        return [path for path in ROOT.rglob("*") if path.is_file() and ".venv" not in path.parts]
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


#: Modules that are still too long, each with a ceiling that is only ever lowered. A module that has been parted leaves the list.
TO_BE_PARTED = {}


def test_no_module_is_longer_than_three_hundred_lines() -> None:
    lengths = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in WRITTEN}

    assert {name: n for name, n in lengths.items() if n > TO_BE_PARTED.get(name, LONGEST_MODULE)} == {}
    assert [name for name in TO_BE_PARTED if lengths[name] <= LONGEST_MODULE] == []


def test_no_function_is_longer_than_a_screen() -> None:
    long = {}
    for path in WRITTEN:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    long[f"{named(path)}:{node.name}"] = length

    assert long == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [named(path) for path in MODULES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]

    assert silent == []


def pack_words() -> set[str]:
    """Names that only a pack may know: of programmes and organisations, and areas that are no ordinary words."""
    words: set[str] = set()
    for pack in load_packs():
        words |= {pack.name, *pack.aliases}
        words |= {organisation.name for organisation in pack.organisations}
        words |= {alias.text for organisation in pack.organisations for alias in organisation.aliases}
        words |= {area.name for area in pack.areas}
    return {word for word in words if len(word) > 3 or (len(word) == 3 and word.isupper())}


def code_strings(path: Path) -> str:
    """The strings of a module that are code, not its docstrings and comments, one a line."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    return "\n".join(
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    )


def test_core_code_holds_no_word_of_any_pack() -> None:
    words = sorted(pack_words() | {"probation", "CRC", "rehabilitation"}, key=len, reverse=True)
    pattern = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, words)) + r")(?![\w-])")
    # A time zone is named after a place, which is also somebody's area.
    texts = {named(path): re.sub(r"\b[A-Z][a-z]+/[A-Z][A-Za-z_]+\b", "", code_strings(path)) for path in CORE}
    found = {name: sorted(set(pattern.findall(text))) for name, text in texts.items()}

    assert {name: hits for name, hits in found.items() if hits} == {}


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_no_file_names_a_package_index_or_a_path_of_one_machine() -> None:
    # Put together here, so that this file does not name what it looks for.
    hosts = ["pypi" + ".org", "python" + "hosted.org", "npmjs" + ".", "deb.debian" + ".org", "proxy.golang" + ".org"]
    places = ["/" + "work/", "/" + "root/"]
    hits = {}
    for path in tracked_files():
        text = text_of(path)
        found = [word for word in [*hosts, *places] if re.search(rf"(?<![\w.]){re.escape(word)}", text)]
        if found:
            hits[named(path)] = found

    assert hits == {}


def test_requirements_are_pinned_with_hashes_and_name_no_index() -> None:
    for file in ("run.txt", "postgresql.txt", "dev.txt", "build.txt", "fuzz.txt"):
        text = (ROOT / "requirements" / file).read_text(encoding="utf-8")
        entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n?", "", text, flags=re.MULTILINE).strip())
        assert all("==" in entry and "--hash=sha256:" in entry for entry in entries), file
        assert "://" not in text, file


def versions(file: str) -> dict[str, str]:
    text = (ROOT / "requirements" / file).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", text, flags=re.MULTILINE))


@pytest.mark.parametrize("file", ["run.txt", "postgresql.txt", "build.txt"])
def test_what_runs_is_what_was_developed_with(file: str) -> None:
    developed = versions("dev.txt")

    assert {name: version for name, version in versions(file).items() if developed.get(name) != version} == {}
