"""The list of parts, and the question whether advisories speak of one: "unknown" is an answer of its own."""

import json
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from tests.site import running_endpoint

ROOT = Path(__file__).parents[2]
PARTS = ROOT / "deploy" / "parts.py"
PINNED = [
    line.partition("==")[0] for line in (ROOT / "requirements" / "run.txt").read_text().splitlines() if "==" in line
]


def parts(*arguments):
    return subprocess.run(
        [sys.executable, PARTS, *arguments], capture_output=True, text=True, timeout=60, check=False, cwd=ROOT
    )


@pytest.fixture
def advisories():
    """A service that knows of no advisory."""
    with running_endpoint() as service:
        service.answer = about()
        yield service


def about(*names):
    """An answer with one advisory for each of ``names``."""
    return lambda told: json.dumps(
        {
            "results": [
                {"vulns": [{"id": "TW-1"}]} if each["package"]["name"] in names else {} for each in told["queries"]
            ]
        }
    ).encode()


def test_the_list_names_every_part_with_its_hashes_and_is_the_same_each_time(tmp_path):
    told = parts("sbom", "--output", str(tmp_path / "parts.json"))
    listed = json.loads((tmp_path / "parts.json").read_text())

    assert told.returncode == 0, told.stderr
    assert (listed["bomFormat"], listed["specVersion"]) == ("CycloneDX", "1.6")
    assert [part["name"] for part in listed["components"]] == PINNED
    assert all(part["purl"].startswith("pkg:") and part["properties"] for part in listed["components"])
    assert set(listed["dependencies"][0]["dependsOn"]) == {part["bom-ref"] for part in listed["components"]}
    assert parts("sbom").stdout == (tmp_path / "parts.json").read_text()


def test_no_advisory_is_clean_and_one_is_named(advisories):
    clean = parts("audit", "--service", advisories.url)
    asked = [each["package"]["name"] for told in advisories.told for each in told["queries"]]
    advisories.answer = about("jinja2")
    found = parts("audit", "--service", advisories.url)

    assert asked == PINNED
    assert (clean.returncode, clean.stdout) == (0, f"0 of {len(PINNED)} parts have advisories\n")
    assert found.returncode == 1
    assert "jinja2" in found.stdout
    assert "TW-1" in found.stdout


@pytest.mark.parametrize(
    "answer", [b"no JSON", b"{}", b'{"results": []}', b'{"results": "x"}', b'{"results": null}'], ids=str
)
def test_an_answer_that_says_nothing_is_unknown_and_never_clean(advisories, answer):
    advisories.answer = lambda _told: answer
    told = parts("audit", "--service", advisories.url)

    assert (told.returncode, told.stdout.partition(":")[0]) == (3, "unknown"), told.stderr


def test_a_service_that_cannot_be_reached_is_unknown():
    told = parts("audit", "--service", "http://127.0.0.1:9/")

    assert (told.returncode, told.stdout.partition(":")[0]) == (3, "unknown")
    assert told.stdout.endswith("127.0.0.1:9 cannot be reached from here\n")


@pytest.mark.slow
def test_two_wheels_of_one_state_of_the_code_are_the_same_bytes(tmp_path):
    hashes = set()
    for place in ("one", "another/and deeper"):
        folder = tmp_path / place
        folder.mkdir(parents=True)
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            # Copied without its times, as another clone would have it.
            shutil.copyfile(ROOT / name, folder / name)
        shutil.copytree(
            ROOT / "monitor",
            folder / "monitor",
            copy_function=shutil.copyfile,
            ignore=shutil.ignore_patterns("__pycache__"),
        )
        subprocess.run(
            [
                sys.executable,
                "-m",
                "pip",
                "wheel",
                "--quiet",
                "--no-deps",
                "--no-build-isolation",
                "--wheel-dir",
                folder,
                folder,
            ],
            check=True,
            timeout=100,
        )
        (wheel,) = folder.glob("*.whl")
        hashes.add(sha256(wheel.read_bytes()).hexdigest())

    assert len(hashes) == 1
