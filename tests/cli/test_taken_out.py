"""What is kept about a member leaves by a command: the log says so, and administrators are told."""

from __future__ import annotations

import json

from click.testing import CliRunner

from monitor.cli import cli
from monitor.clock import utc_now
from monitor.model import StaffRole
from monitor.store import open_store


def test_taking_out_what_is_kept_about_a_member_leaves_a_row_and_tells_administrators(tmp_path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'[service]\nstate = "{tmp_path}"\n')

    def run(*arguments):
        done = CliRunner().invoke(cli, ["--config", str(config), "members", *arguments], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout

    run("add", "jo@members.example")
    with open_store(f"sqlite:///{tmp_path / 'tierwatch.db'}") as store:
        store.users.add("ada", role=StaffRole.ADMINISTRATOR, password_hash="", at=utc_now(), email="ada@desk.example")
    kept = json.loads(run("export", "jo@members.example", "--by", "edith"))

    with open_store(f"sqlite:///{tmp_path / 'tierwatch.db'}") as store:
        row = store.audit.list(limit=1)[0]
    assert (row.action, row.by, row.subject) == ("what is kept about a member taken out", "edith", kept["member"]["id"])
    letters = [file.read_text() for file in (tmp_path / "outbox").glob("system-*.eml")]
    assert any("ada@desk.example" in each and "edith took out" in each for each in letters)
