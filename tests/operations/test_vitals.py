"""Alive, ready, figures: what a monitor asks, and what it is told when something is wrong."""

from __future__ import annotations

import lzma
import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from monitor.errors import StoreError
from monitor.operations.vitals import Vitals, outcome_of, why_disk_is_short

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
NAMES = [
    "tierwatch_build_info", "tierwatch_polls_total", "tierwatch_poll_duration_seconds", "tierwatch_sources",
    "tierwatch_source_last_success_timestamp_seconds", "tierwatch_last_cycle_timestamp_seconds",
    "tierwatch_schedule_lag_seconds", "tierwatch_events_total", "tierwatch_events_held", "tierwatch_review_queue_age_seconds",
    "tierwatch_deliveries_total", "tierwatch_deliveries_uncertain", "tierwatch_outbox_oldest_seconds",
    "tierwatch_bounces_total", "tierwatch_fetch_bytes_total", "tierwatch_logins_total", "tierwatch_db_size_bytes", "tierwatch_backup_last_success_timestamp_seconds",
]  # fmt: skip


class Ticker:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def ticker() -> Ticker:
    return Ticker()


@pytest.fixture
def vitals(tierwatch, ticker):
    with tierwatch.store() as store:
        yield Vitals(store, tierwatch.state, beats=True, monotonic=ticker, clock=lambda: NOW)


def test_a_scheduler_that_stands_still_is_not_alive_and_one_that_ticks_is(vitals, ticker) -> None:
    assert vitals.why_not_alive() is None
    ticker.now += 91
    assert "91 seconds" in vitals.why_not_alive()
    assert "91 seconds" in vitals.why_not_ready()
    vitals.beat()
    assert vitals.why_not_ready() is None


def test_a_disk_below_the_reserve_is_not_ready_and_says_how_much_there_is(tierwatch, ticker) -> None:
    free = shutil.disk_usage(tierwatch.folder).free
    with tierwatch.store() as store:
        short = Vitals(store, tierwatch.state, reserve_mb=free // 1024**2 + 1000)
        assert "less than the reserve" in short.why_not_ready()
    assert why_disk_is_short(tierwatch.state, 1) is None


def test_a_state_that_cannot_be_written_is_not_ready_without_a_word_of_where_it_is(
    vitals, monkeypatch, tierwatch
) -> None:
    vitals._store.close()
    (tierwatch.state / "tierwatch.db").write_bytes(b"no database" * 500)
    for leftover in ("-wal", "-shm"):
        (tierwatch.state / f"tierwatch.db{leftover}").unlink(missing_ok=True)

    reason = vitals.why_not_ready()

    assert reason == "the state cannot be written"
    with pytest.raises(StoreError):
        vitals.figures()
    assert b"tierwatch_ready 0.0" in vitals.metrics()


def test_every_figure_of_the_list_is_there_and_none_names_a_person(vitals, tierwatch) -> None:
    vitals.polled("feed", "changed", 0.2)
    with tierwatch.store() as store:
        store.runs.claim("backup", "x", at=NOW, by="t")
        store.runs.finish("backup", "x", at=NOW - timedelta(days=1), outcome="f")

    text = vitals.metrics().decode()

    named = set(re.findall(r"^# TYPE (\S+)", text, flags=re.MULTILINE))
    assert [name for name in NAMES if name not in named] == []
    assert 'tierwatch_polls_total{outcome="changed",source_type="feed"} 1.0' in text
    (at,) = re.findall(r"^tierwatch_backup_last_success_timestamp_seconds (\S+)", text, flags=re.MULTILINE)
    assert float(at) == (NOW - timedelta(days=1)).timestamp()
    assert "@" not in text


def test_the_alert_rules_speak_of_figures_that_there_are(vitals) -> None:
    rules = yaml.safe_load((ROOT / "deploy" / "alerts.yml").read_text())["groups"][0]["rules"]
    given = set(re.findall(r"^# TYPE (\S+)", vitals.metrics().decode(), flags=re.MULTILINE))

    asked = {name for rule in rules for name in re.findall(r"tierwatch_[a-z_]+", rule["expr"])}
    assert asked <= given
    assert all(rule["annotations"]["summary"] and rule["for"] for rule in rules)


def test_the_unit_is_hardened_to_an_exposure_of_one_and_a_half_or_less() -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    unit = ROOT / "deploy" / "tierwatch.service"
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", str(unit)], capture_output=True, text=True, check=False
    )
    score = float(re.search(r"Overall exposure level for \S+: ([\d.]+)", done.stdout).group(1))
    assert score <= 1.5
    # Each of these weighs little in that sum, and much where somebody is in already.
    needed = {
        "ProtectSystem=strict",
        "ReadOnlyPaths=/srv/tierwatch/app",
        "NoNewPrivileges=true",
        "CapabilityBoundingSet=",
        "UMask=0077",
    }
    assert needed <= set(unit.read_text(encoding="utf-8").splitlines())


def test_a_doctor_finds_nothing_wrong_with_a_good_state_and_gives_a_fix_for_everything_else(tierwatch) -> None:
    import json

    tierwatch.configure('[[sources]]\nid = "a"\nkind = "page"\nurl = "http://127.0.0.1:9/x"\ninternal = true')
    with tierwatch.store():
        pass
    tierwatch.state.chmod(0o755)

    done = tierwatch("doctor", "--json")
    findings = json.loads(done.stdout)["findings"]

    assert done.returncode == 0
    assert {each["level"] for each in findings} == {"good", "warning"}
    assert all(each["fix"] for each in findings if each["level"] != "good")
    assert {"permissions", "disk", "clock", "database", "names", "mail", "schedule", "backup"} <= {
        f["topic"] for f in findings
    }
    assert "chmod 700" in tierwatch("doctor").stdout


def test_a_doctor_names_what_is_broken_and_what_mends_it(tierwatch) -> None:
    from sqlalchemy import text

    with tierwatch.store() as store:
        for number in range(3):
            store.audit.add("did", subject=str(number), by="ann", at=NOW)
        with store.database.write() as connection:
            connection.execute(text("UPDATE audit SET by = 'bob' WHERE seq = 2"))

    done = tierwatch("doctor")

    assert done.returncode == 1
    assert "FAULT   audit log: row 2 was changed" in done.stdout
    (tierwatch.state / "tierwatch.db").write_bytes(b"x" * 9000)
    for leftover in ("-wal", "-shm"):
        (tierwatch.state / f"tierwatch.db{leftover}").unlink(missing_ok=True)
    done = tierwatch("doctor")
    assert done.returncode == 1
    assert "tierwatch restore" in done.stdout


def test_a_doctor_names_each_secret_that_cannot_be_read_and_looks_at_all_the_rest(tierwatch) -> None:
    import json

    tierwatch.configure(
        '[web]\nsecret_file = "web.key"\n[reader]\nurl = "https://reader.example/v1"\nmodel = "m"\nkey_file = "reader.key"\n'
        '[mail]\nhost = "127.0.0.1"\nport = 9\nuser = "u"\npassword_file = "mail.key"\n'
    )
    tierwatch.state.mkdir(mode=0o700)

    done = tierwatch("doctor", "--json")
    findings = json.loads(done.stdout)["findings"]

    assert done.returncode == 1
    missed = [each for each in findings if each["topic"] == "secret"]
    assert [name for name in ("web.key", "mail.key", "reader.key") if name in str(missed)] == [
        "web.key", "mail.key", "reader.key",
    ]  # fmt: skip
    assert all(each["level"] == "fault" and each["fix"] for each in missed)
    assert {"permissions", "disk", "clock", "database", "mail", "schedule", "backup"} <= {f["topic"] for f in findings}


def test_a_doctor_goes_on_where_the_address_of_the_database_cannot_be_read(tierwatch) -> None:
    tierwatch.configure('[store]\nurl_file = "database.url"\n')
    tierwatch.state.mkdir(mode=0o700)

    done = tierwatch("doctor")

    assert done.returncode == 1
    assert "database.url" in done.stdout
    assert "FAULT   database: not tried, as its address cannot be read" in done.stdout
    assert "schedule" in done.stdout


def test_an_upgrade_is_announced_and_made_after_a_backup(tierwatch) -> None:
    assert "no state yet" in tierwatch("upgrade").stdout
    tierwatch.state.mkdir()
    oldest = ROOT / "tests" / "store" / "kept" / "0001.db.xz"
    (tierwatch.state / "tierwatch.db").write_bytes(lzma.decompress(oldest.read_bytes()))

    assert tierwatch("upgrade", "--check").returncode == 1
    done = tierwatch("upgrade")
    assert (done.returncode, "Done" in done.stdout) == (0, True), done.stderr
    assert len(list((tierwatch.state / "backups").glob("*.db.gz"))) == 1
    assert "Nothing to do" in tierwatch("upgrade", "--check").stdout
    with tierwatch.store() as store:
        assert store.full_text.count("Nacro") > 0


def test_a_visit_is_counted_by_what_it_came_to() -> None:
    from monitor.model import Source
    from monitor.poll import Outcome

    source = Source(id="a", kind="page", url="https://example.org")
    assert outcome_of(Outcome(source=source, failure="no answer")) == "failed"
    assert outcome_of(Outcome(source=source, unchanged=True)) == "unchanged"
    assert outcome_of(Outcome(source=source, documents=1)) == "changed"
