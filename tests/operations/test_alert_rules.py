"""The shipped alert rules, evaluated over the figures that the service really gives: each fires on its state, and none on a good one.

The few expressions are evaluated here; where Prometheus' own promtool is installed it must come to the same.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from monitor.model import HealthState, PollRecord, SourceState
from monitor.operations.vitals import Vitals
from monitor.store import Store
from monitor.store.outbox import Outbox
from tests.operations import scenario

RULES = Path(__file__).parents[2] / "deploy" / "alerts.yml"
#: promtool's clock begins at the beginning of Unix time; everything is asked a day after that.
NOW = datetime(1970, 1, 2, tzinfo=UTC)
Series = list[tuple[str, dict[str, str], float]]


def seen(
    store: Store, health: HealthState = HealthState.GOOD, *, late: timedelta = timedelta(0), number: int = 5
) -> None:
    for n in range(number):
        state = SourceState(
            source_id=f"s{n}", health=health, last_good_at=NOW, last_polled_at=NOW, next_due_at=NOW - late
        )
        store.record(PollRecord(poll_id=f"p{n}", source_id=f"s{n}", at=NOW, state=state))


def backed_up(store: Store, age: timedelta) -> None:
    store.runs.claim("backup", "x", at=NOW, by="t")
    store.runs.finish("backup", "x", at=NOW - age, outcome="f")


def mailed(store: Store, state: str) -> None:
    period = scenario.Period(start=NOW - timedelta(days=9), end=NOW - timedelta(days=2))
    issue = store.digests.draft(period, "{}", at=NOW)
    row = {
        "digest_id": issue.id,
        "member_id": "m",
        "address": "m@members.example",
        "variant": "v",
        "message_id": "<m@x>",
    }
    with store.transaction():
        Outbox(store.database).freeze([row], at=NOW - timedelta(days=2))
    if state == "uncertain":
        from sqlalchemy import update

        from monitor.store.tables import mail

        with store.database.write() as connection:
            connection.execute(update(mail.deliveries).values(state="uncertain"))


STATES: dict[str, Callable[[Store], None]] = {
    "": seen,
    "TierwatchNotReady": seen,
    "TierwatchPollsLate": lambda store: seen(store, late=timedelta(hours=7)),
    "TierwatchMostSourcesFail": lambda store: seen(store, HealthState.QUARANTINED),
    "TierwatchMailStuck": lambda store: mailed(store, "ready"),
    "TierwatchMailUncertain": lambda store: mailed(store, "uncertain"),
    "TierwatchBackupOld": lambda store: backed_up(store, timedelta(days=9)),
}


def figures_of(text: str) -> Series:
    return [
        (sample.name, dict(sample.labels), sample.value)
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    ]


def value_of(expression: str, series: Series, now: float) -> float | None:
    """One side of a comparison: a number, ``a - b`` or ``a * b``, ``time()``, ``sum(...)``, or a series; ``None`` where there is none."""
    for sign, apply in ((" - ", lambda a, b: a - b), (" * ", lambda a, b: a * b)):
        if sign in expression:
            left, right = (value_of(part, series, now) for part in expression.split(sign, 1))
            return None if left is None or right is None else apply(left, right)
    if re.fullmatch(r"[\d.]+", expression):
        return float(expression)
    if expression == "time()":
        return now
    summed = re.fullmatch(r"sum\((.*)\)", expression)
    name, _, labels = (summed[1] if summed else expression).partition("{")
    wanted = dict(re.findall(r'(\w+)=~"([^"]*)"', labels))
    found = [
        v
        for key, having, v in series
        if key == name and all(re.fullmatch(p, having.get(k, "")) for k, p in wanted.items())
    ]
    return sum(found) if found else None


def fires(expression: str, series: Series, now: float) -> bool:
    if absent := re.fullmatch(r"absent\((\w+)\)", expression):
        return absent[1] not in {name for name, _, _ in series}
    left, sign, right = re.fullmatch(r"(.*?) (>|==) (.*)", expression).groups()
    a, b = (value_of(part.strip(), series, now) for part in (left, right))
    return a is not None and b is not None and (a > b if sign == ">" else a == b)


def rules() -> list[dict[str, str]]:
    return yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"][0]["rules"]


def as_promtool_has_it(series: Series, folder: Path) -> set[str]:
    """The names of the alerts that promtool says fire, by asking of each whether it does not."""
    known = [
        {"series": name + (json.dumps(labels).replace('": ', "=").replace('{"', "{").replace(', "', ",") if labels else ""), "values": f"{value}+0x1440"}
        for name, labels, value in series
    ]  # fmt: skip
    quiet = [{"eval_time": "24h", "alertname": rule["alert"], "exp_alerts": []} for rule in rules()]
    cases = {"rule_files": [str(RULES)], "evaluation_interval": "1m", "tests": [{"interval": "1m", "input_series": known, "alert_rule_test": quiet}]}  # fmt: skip
    (folder / "cases.yml").write_text(yaml.safe_dump(cases), encoding="utf-8")
    done = subprocess.run(
        ["promtool", "test", "rules", str(folder / "cases.yml")], capture_output=True, text=True, check=False
    )
    return set(re.findall(r"alertname: ?(\w+)", done.stdout + done.stderr))


@pytest.mark.parametrize("alert", [*STATES, "TierwatchGone"])
def test_each_rule_fires_on_its_state_and_no_other_does(alert, tierwatch, tmp_path) -> None:
    with tierwatch.store() as store:
        reserve = 10**9 if alert == "TierwatchNotReady" else 1
        vitals = Vitals(store, tierwatch.state, reserve_mb=reserve, clock=lambda: NOW)
        if alert != "TierwatchBackupOld":
            backed_up(store, timedelta(hours=20))
        STATES.get(alert, seen)(store)
        series = [] if alert == "TierwatchGone" else figures_of(vitals.metrics().decode())

    found = {rule["alert"] for rule in rules() if fires(rule["expr"], series, NOW.timestamp())}

    assert found == ({alert} if alert else set())
    if shutil.which("promtool"):
        assert as_promtool_has_it(series, tmp_path) == found


def test_every_rule_has_its_state() -> None:
    assert {rule["alert"] for rule in rules()} == {alert for alert in STATES if alert} | {"TierwatchGone"}
