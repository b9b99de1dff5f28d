"""Change the code that nothing may be wrong in, one small change after the other, and see that its tests notice (mutmut).

    pip install --target DIR mutmut
    python fuzz/mutants.py --mutmut DIR [NAME]...

Each area is worked on in a copy of this folder, one change at a time, with the tests that are named here for it and SQLite alone.
The exit status is 1 where fewer than 85 in a hundred are noticed. A change of a message or of a comment's worth survives rightly.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from tempfile import mkdtemp

ROOT = Path(__file__).resolve().parent.parent
LEAST = 0.85
#: What is changed, and the tests that must notice.
AREAS = {
    "guard": (
        ("sources/fetch/guard", "sources/fetch/address"),
        ("tests/fetch/test_fetch_addresses.py", "tests/fetch/test_fetch_redirects.py"),
    ),
    "compare": (("ledger/compare",), ("tests/ledger",)),
    "reconcile": (("ledger/reconcile",), ("tests/ledger",)),
    "moves": (("ledger/moves",), ("tests/ledger",)),
    "precedence": (("ledger/precedence",), ("tests/ledger",)),
    "settling": (("store/standings",), ("tests/store/test_standings.py", "tests/store/test_ledger.py")),
    "corrections": (
        ("store/corrections",),
        ("tests/store/test_what_was_sent.py", "tests/store/test_desk_registers.py"),
    ),
    "outbox": (("store/outbox",), ("tests/store/test_outbox.py", "tests/store/test_outbox_states.py")),
    "sending": (
        ("mail/send",),
        ("tests/mail/test_runs.py", "tests/mail/test_sending.py"),
    ),
    "smtp": (
        ("mail/smtp",),
        ("tests/mail/test_sessions.py", "tests/mail/test_sending.py", "tests/mail/test_every_fault.py"),
    ),
    "tokens": (("mail/tokens",), ("tests/mail/test_tokens.py", "tests/mail/test_members.py")),
}
COPIED = ["config.toml", "deploy", "docs", "afresh.py"]
#: A plugin of pytest: what one test left in a cache would hide a change from the next, and that the next goes through it at all.
AFRESH = """
import sys

def pytest_runtest_setup():
    changed = [sys.modules[name] for name in CHANGED if name in sys.modules]
    for cache in [each for module in changed for each in vars(module).values() if hasattr(each, "cache_clear")]:
        cache.cache_clear()
"""


def prepare(name: str, folder: Path) -> None:
    """A copy of the repository that mutmut is told of by its ``pyproject.toml``."""
    kept = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for file in kept.stdout.splitlines():
        if (ROOT / file).is_file():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / file, folder / file)
    modules, tests = AREAS[name]
    settings = {
        "source_paths": ["monitor"], "only_mutate": [f"monitor/{module}.py" for module in modules], "also_copy": COPIED,
        "pytest_add_cli_args": ["-p", "no:cacheprovider", "-p", "no:xdist", "-p", "afresh", "--timeout=0", "-k", "not postgres and not check_20 and not check_22_two_services"],
        "pytest_add_cli_args_test_selection": list(tests),
    }  # fmt: skip
    changed = [f"monitor.{module.replace('/', '.')}" for module in modules]
    (folder / "afresh.py").write_text(f"CHANGED = {changed!r}\n{AFRESH}", encoding="utf-8")
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as project:
        project.write("\n[tool.mutmut]\n" + "".join(f"{key} = {value!r}\n" for key, value in settings.items()))


def one(name: str, mutmut: Path, folder: Path) -> Counter[str]:
    """Try every change of an area; how each came out. Prints those that nothing noticed."""
    shared = os.environ.get("TIERWATCH_SHARED", str(ROOT.parent / "shared"))
    env = {
        **os.environ,
        "PYTHONPATH": f"{mutmut}{os.pathsep}{folder}",
        "TIERWATCH_SHARED": shared,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-m", "mutmut"]
    with (folder / "log").open("w", encoding="utf-8") as log:
        done = subprocess.run(
            [*command, "run", "--max-children", "1"], cwd=folder, env=env, stdout=log, stderr=log, check=False
        )
    if done.returncode:
        raise SystemExit(f"{name}: mutmut could not run:\n{(folder / 'log').read_text(encoding='utf-8')[-2000:]}")
    told = subprocess.run(
        [*command, "results", "--all", "true"], cwd=folder, env=env, capture_output=True, text=True, check=True
    )
    outcomes = dict(re.findall(r"^\s*(\S+__mutmut_\d+): (.+)$", told.stdout, re.MULTILINE))
    tried = Counter(outcome for outcome in outcomes.values() if outcome != "not checked")
    for change, outcome in outcomes.items():
        if outcome in {"survived", "no tests"}:
            shown = subprocess.run(
                [*command, "show", change], cwd=folder, env=env, capture_output=True, text=True, check=False
            )
            print(f"{outcome}: {change}", *re.findall(r"^[-+] .*$", shown.stdout, re.MULTILINE), sep="\n  ", flush=True)
    return tried


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"an area, all by default: {', '.join(AREAS)}")
    parser.add_argument("--mutmut", type=Path, required=True, help="the folder that mutmut was installed into")
    chosen = parser.parse_args()
    short = False
    for name in chosen.names or AREAS:
        folder = Path(mkdtemp(prefix=f"tierwatch-{name}-"))
        try:
            prepare(name, folder)
            tried = one(name, chosen.mutmut.resolve(), folder)
        finally:
            shutil.rmtree(folder)
        noticed = tried.total() - tried["survived"] - tried["no tests"]
        print(
            f"{name}: {noticed} of {tried.total()} changes noticed ({noticed / tried.total():.0%}): {dict(tried)}",
            flush=True,
        )
        short |= noticed < LEAST * tried.total()
    return int(short)


if __name__ == "__main__":
    sys.exit(main())
