"""``make soak`` goes through all its parts, whatever becomes of one, and names at its end those that failed."""

from __future__ import annotations

import sys

from tests.soak import Part, run_all


def test_a_part_that_fails_and_one_that_never_ends_keep_no_other_from_running(tmp_path, capsys) -> None:
    def part(name: str, code: str) -> Part:
        return Part(name, [sys.executable, "-c", code])

    failed, skipped = run_all(
        [
            part("first", "raise SystemExit('broken')"),
            part("second", "import threading; threading.Event().wait()"),
            part("third", "print('as it should be')"),
            part("fourth", "print('2 skipped in 0.1s')"),
        ],
        tmp_path / "kept",
        seconds=2,
    )
    said = capsys.readouterr().out.splitlines()

    assert [each.partition(" (")[0] for each in failed] == ["first", "second"]
    assert [each.partition(" (")[0] for each in skipped] == ["fourth"]
    assert "1 of 4: FAILED" in said[0]
    assert said[0].endswith("first: broken")
    assert said[1].startswith("2 of 4: TOO LONG in ")
    assert ": second" in said[1]
    assert "3 of 4: held" in said[2]
    assert (tmp_path / "kept" / "third.log").read_text() == "as it should be\n"
