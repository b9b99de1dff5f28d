"""What `make fuzz` calls works on the inputs it starts from, and notices what it is there to notice."""

import pytest

from fuzz.targets import TARGETS

ODD = (b"", b"\x00\xff", "é\u2028\U0001f600".encode(), b"[" * 5000, b"<a>" * 3000, b"=?utf-8?q?=ff?=\r\n\r\n")


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_a_target_holds_on_its_seeds_and_on_odd_bytes(target):
    for sample in (*target.samples(), *ODD):
        target.run(sample)


def test_every_kind_of_source_is_fuzzed():
    from monitor.sources import source_types

    assert {f"source-{kind}" for kind in source_types()} <= set(TARGETS)


def test_a_target_notices_a_token_that_was_not_forged():
    from fuzz.targets import KEYS
    from monitor.mail.tokens import sign

    with pytest.raises(AssertionError):
        TARGETS["token"].run(sign(KEYS, "preferences", "someone").encode())
