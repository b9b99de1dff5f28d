"""A site on loopback, a configuration that watches it, and the commands as staff call them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from monitor.cli import cli
from tests.site import running_site


class Desk:
    """The commands against one state; each poll is a day after the one before."""

    def __init__(self, folder: Path, site: Any) -> None:
        self.site, self.day = site, datetime(2026, 5, 4, 9, tzinfo=UTC)
        self.config = folder / "config.toml"
        self.config.write_text(
            '[service]\nstate = "state"\ncontact = "staff@tierwatch.test"\n[fetch]\ndelay_seconds = 0\n'
            f'[[sources]]\nid = "page"\nkind = "page"\nurl = "{site.url}/page"\ninternal = true\n',
            encoding="utf-8",
        )

    def run(self, *arguments: str, status: int = 0) -> str:
        done = CliRunner().invoke(cli, ["--config", str(self.config), *arguments])
        assert done.exit_code == status or (status and done.exception), done.output
        return done.stdout if not status else str(done.exception)

    def ask(self, *arguments: str) -> dict[str, Any]:
        return json.loads(self.run(*arguments, "--format", "json"))

    def publish(self, *sentences: str) -> None:
        body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
        self.site.put(
            "/page",
            f"<html><head><title>Contracts</title></head><body><main><h1>Contracts</h1>{body}</main></body></html>",
        )

    def poll(self) -> None:
        self.day += timedelta(days=1)
        self.run("poll", "--at", self.day.isoformat())

    def events(self) -> list[dict[str, Any]]:
        return self.ask("events")["events"]

    def held(self) -> set[tuple[str, str, str | None]]:
        rows = self.ask("standings", "--as-of", self.day.date().isoformat())["standings"]
        return {(row["organisation"], row["role"], row["area"]) for row in rows}

    def claim_of(self, organisation: str) -> str:
        """The id of a claim, by way of the event that it made."""
        event = next(each for each in self.events() if each["organisation"] == organisation)
        return self.ask("explain", event["id"])["claims"][0]["id"]


@pytest.fixture
def desk(tmp_path: Path):
    with running_site() as running:
        made = Desk(tmp_path, running)
        made.publish("Nothing is decided yet.", "The county council will say more in May.")
        made.poll()
        yield made
