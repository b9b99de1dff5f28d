"""The container file keeps to what is asked of one (no engine is needed for that; nothing here builds it)."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINES = (ROOT / "Dockerfile").read_text().replace("\\\n", " ").splitlines()
STEPS = [line.split(None, 1) for line in LINES if line.strip() and not line.startswith("#")]


def said(word: str) -> list[str]:
    return [rest for step, rest in STEPS if step == word]


def test_the_last_user_is_a_number_that_is_not_root() -> None:
    assert int(said("USER")[-1]) > 0
    assert [step for step, _ in STEPS].index("USER") > [step for step, _ in STEPS].index("COPY")


def test_images_have_a_version_and_none_is_latest() -> None:
    assert all(re.search(r":(?!latest)\S+", each) for each in said("FROM"))


def test_packages_are_pinned_by_hash_and_lists_are_removed() -> None:
    installs = [each for each in said("RUN") if "pip install" in each and "requirements" in each]
    assert installs
    assert all("--require-hashes" in each and "--no-cache-dir" in each for each in installs)
    apt = [each for each in said("RUN") if "apt-get install" in each]
    assert all("--no-install-recommends" in each and "rm -rf /var/lib/apt/lists/*" in each for each in apt)


def test_the_program_is_process_one_and_health_is_asked_of_readyz() -> None:
    assert all(each.startswith("[") for each in [*said("ENTRYPOINT"), *said("CMD")])
    assert "/readyz" in said("HEALTHCHECK")[0]
    assert said("VOLUME") == ["/state"]
    assert said("STOPSIGNAL") == ["SIGTERM"]


def test_whatever_is_copied_is_in_the_repository() -> None:
    for each in said("COPY"):
        if "--from" not in each:
            assert all((ROOT / name).exists() for name in each.split()[:-1]), each
