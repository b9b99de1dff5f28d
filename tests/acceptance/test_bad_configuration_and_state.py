"""A configuration or a state that cannot be used: said in words with the place, an exit status of its own, and nothing lost."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.poll.published import bidders

NORTH = ("Northvale", "Harbour Trust", "Quayside Housing, Lantern")
GROWN = ("Northvale", "Harbour Trust", "Quayside Housing, Lantern, Open Door")
EXIT_FAULT, EXIT_USAGE, EXIT_CONFIG = 1, 2, 78
NOBODY = 65534
COMMANDS = ["poll", "status", "standings", "events", "run", "check", "digest show"]


@pytest.fixture
def polled(site, tierwatch):
    """A state of one good visit."""
    site.put("/bidders", bidders(NORTH))
    tierwatch.configure(f'id = "bidders"\nkind = "page"\nurl = "{site.url}/bidders"')
    done = tierwatch("poll", "--at", "2014-10-29T09:00")
    assert done.returncode == 0, done.stdout + done.stderr
    return tierwatch


def organisations(tierwatch) -> list[str]:
    found = json.loads(tierwatch("standings", "--format", "json").stdout)["standings"]
    return sorted(row["organisation"] for row in found)


def test_a_missing_configuration_names_the_file_and_the_command_that_writes_one(tierwatch) -> None:
    done = tierwatch.process("poll")

    assert done.returncode == EXIT_CONFIG
    assert str(tierwatch.config) in done.stderr
    assert "tierwatch init" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tierwatch.folder / "state").exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_starts_without_its_configuration(tierwatch, command) -> None:
    done = tierwatch(*command.split())

    assert done.returncode == EXIT_CONFIG, done.stderr
    assert "is not there" in done.stderr


def test_every_problem_of_a_configuration_is_told_at_once_with_its_key_and_what_to_write(tierwatch) -> None:
    tierwatch.config.write_text(
        '[service]\ntimezone = "Europe/Londn"\n\n[fetch]\nretrys = 2\n\n'
        '[[sources]]\nid = "a"\nkind = "fed"\nurl = "https://a.example/"\nevry_hours = 3\n\n'
        '[[sources]]\nid = "b"\nkind = "page"\nurl = "b.example/news"\n\n'
        '[[sources]]\nid = "c"\nkind = "page"\nurl = "https://c.example/"\nevery_hour = 3\ntrust = 9\nprogrammes = ["transforming-rehab"]\n\n'
        '[[sources]]\nid = "d"\nkind = "page"\n\n'
        '[[sources]]\nkind = "register"\nurl = "https://e.example/"\nfields = { area = "region" }\n'
    )

    done = tierwatch("poll")

    assert done.returncode == EXIT_CONFIG
    for key, hint in {
        "service.timezone": "Europe/Londn",
        "fetch.retrys": "retries",
        "sources[0].kind": "feed",
        "sources[0].evry_hours": "every_hours",
        "sources[2].programmes": "transforming-rehabilitation",
        "sources[1].url": "https://b.example/news",
        "sources[2].every_hour": "every_hours",
        "sources[2].trust": "9",
        "sources[3].url": "missing",
        "sources[4].fields": "areas",
    }.items():
        lines = [line for line in done.stderr.splitlines() if line.strip().startswith(f"{key}:")]
        assert len(lines) == 1, (key, done.stderr)
        assert hint in lines[0], lines[0]
    assert not (tierwatch.folder / "state").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"[service\nstate = 1",
        b"\xff\xfe\x00service",
        b"sources = 3",
        b"service = 4",
        b"[[service]]",
        b"a.b.c = [",
        b"\x00",
    ],
)
def test_a_malformed_configuration_is_named(tierwatch, content) -> None:
    tierwatch.config.write_bytes(content)

    done = tierwatch("status")

    assert done.returncode == EXIT_CONFIG, done.stderr
    assert str(tierwatch.config) in done.stderr


def test_a_folder_in_the_place_of_the_configuration_is_named(tierwatch) -> None:
    tierwatch.config.mkdir()

    done = tierwatch("status")

    assert done.returncode == EXIT_CONFIG
    assert "directory" in done.stderr


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["poll", "--source", "biders"], 'no source "biders" in the configuration; `tierwatch source list` shows them'),
        (["replay", "--source", "biders"], "`tierwatch source list` shows them"),
        (["source", "pause", "biders"], "`tierwatch source list` shows them"),
        (["explain", "0123456789"], 'no claim, event or standing has the id "0123456789"'),
        (["teach", "role", "0123456789", "partner"], 'no claim has the id "0123456789"'),
        (["teach", "undo", "0123456789"], 'no lesson in force begins with "0123456789"'),
        (["digest", "flash", "0123456789"], "there is no event 0123456789"),
        (["override", "undo", "0123456789"], "`tierwatch override list` shows them"),
        (["published", "remove", "0123456789"], "`tierwatch published list` shows them"),
        (["promises", "again", "0123456789"], "`tierwatch due` shows them"),
    ],
)
def test_an_id_that_nothing_has_is_a_mistake_of_usage_that_says_where_to_look(polled, command, words) -> None:
    done = polled(*command)

    assert done.returncode == EXIT_USAGE, done.stderr
    assert words in done.stderr


def test_a_digest_that_is_not_there_is_a_mistake_of_usage_once_there_is_one(polled) -> None:
    assert polled("digest", "show").returncode == EXIT_FAULT
    assert polled("digest", "draft").returncode == 0

    done = polled("digest", "show", "0123456789")

    assert (done.returncode, "`tierwatch digest list` shows them" in done.stderr) == (EXIT_USAGE, True), done.stderr


@pytest.mark.parametrize("command", ["poll", "status", "standings", "events", "digest draft", "export"])
def test_a_file_that_is_no_database_is_refused_by_every_command_and_left_as_it_is(polled, command) -> None:
    letter = b"this is a letter and no database\n" * 300
    for file in polled.database.parent.iterdir():
        file.unlink()
    polled.database.write_bytes(letter)

    done = polled(*command.split())

    assert done.returncode == EXIT_FAULT, done.stderr
    assert str(polled.database) in done.stderr
    assert "restore a backup" in done.stderr
    assert polled.database.read_bytes() == letter


def test_a_damaged_database_is_no_quiet_week(polled) -> None:
    content = polled.database.read_bytes()
    for leftover in polled.database.parent.glob("*-wal"):
        leftover.unlink()
    polled.database.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))

    for done in (polled.process("poll"), polled("standings")):
        assert done.returncode == EXIT_FAULT, done.stdout + done.stderr
        assert "damaged" in done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        assert "Nothing found" not in done.stdout


def test_a_driver_that_is_missing_is_installed_as_the_how_to_says(tierwatch, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)  # as where it is not installed
    tierwatch.config.write_text('[store]\nurl = "postgresql://tierwatch@/tierwatch"\n')

    done = tierwatch("status")

    assert done.returncode == EXIT_FAULT
    (command,) = re.findall("`(pip install .*)`", done.stderr)
    assert command in (Path(__file__).parents[2] / "docs/howto/install.md").read_text()


def test_a_state_in_the_place_of_a_file_is_named(tierwatch, site) -> None:
    tierwatch.configure(f'id = "bidders"\nkind = "page"\nurl = "{site.url}/bidders"')
    (tierwatch.folder / "state").write_text("not a folder")

    done = tierwatch("poll")

    assert done.returncode == EXIT_FAULT
    assert str(tierwatch.folder / "state") in done.stderr


def test_a_state_folder_that_may_not_be_read_or_written_is_named(site) -> None:
    code = (
        "import os, sys; import monitor.cli, monitor.cli.poll, monitor.cli.status, monitor.config, monitor.store; "
        "from monitor.sources import source_types; source_types(); import alembic.command, sqlite3; "
        "import sqlalchemy.dialects.sqlite.pysqlite, monitor.poll, monitor.sources.fetch; "
        "import pydantic; pydantic.create_model('Any', any=(int, 1)); "  # loads what it reads models with
        f"os.geteuid() or os.seteuid({NOBODY}); monitor.cli.main()"
    )
    # Not below pytest's own folder: another user may not enter that one.
    with tempfile.TemporaryDirectory() as outer:
        folder = Path(outer)
        (folder / "state").mkdir()
        (folder / "config.toml").write_text(
            f'[[sources]]\nid = "bidders"\nkind = "page"\nurl = "{site.url}/bidders"\ninternal = true\n'
        )
        folder.chmod(0o755)
        (folder / "state").chmod(0o000)
        done = subprocess.run(
            [sys.executable, "-c", code, "--config", str(folder / "config.toml"), "status"],
            capture_output=True, text=True, timeout=60, check=False,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )  # fmt: skip
        (folder / "state").chmod(0o755)
    assert done.returncode == EXIT_FAULT, done.stderr
    assert str(folder / "state") in done.stderr
    assert "folder" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_full_disk_is_said_to_be_one_and_the_next_run_with_space_loses_nothing(polled, site) -> None:
    site.put("/bidders", bidders(GROWN))

    full = polled.process("poll", "--at", "2014-10-30T09:00", max_file_bytes=64_000)

    assert full.returncode == EXIT_FAULT, full.stdout + full.stderr
    assert "disk" in full.stderr
    assert "bidders" in full.stderr
    assert "please report" not in full.stderr
    assert "Traceback" not in full.stderr
    assert organisations(polled) == ["Harbour Trust", "Lantern", "Quayside Housing"]

    spacious = polled("poll", "--at", "2014-10-30T10:00")

    assert spacious.returncode == 0
    assert "Open Door joins" in spacious.stdout
    assert organisations(polled) == ["Harbour Trust", "Lantern", "Open Door", "Quayside Housing"]
