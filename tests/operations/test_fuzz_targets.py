"""What is fuzzed can be run: each target holds on the inputs that a run starts from, cut short and with a wrong byte too."""

from __future__ import annotations

import importlib.util
import sys
from itertools import islice
from pathlib import Path
from types import ModuleType

import pytest

FILE = Path(__file__).parents[2] / "fuzz" / "targets.py"
MOST = 12


def targets() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fuzz_targets", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Where a dataclass looks for its annotations.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


TARGETS = targets().TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_holds_on_the_inputs_that_it_starts_from(name) -> None:
    target, tried = TARGETS[name], 0
    for sample in islice(target.samples(), MOST):
        middle = len(sample) // 2
        for data in (sample, sample[:middle], sample[:middle] + b"\xff" + sample[middle + 1 :]):
            target.run(data)
            tried += 1
    assert tried or name in {"inflate", "report", "robots"}, "no input, and no corpus that may be absent"
