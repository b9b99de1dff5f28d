"""Tokens, return paths and keyed hashes: what was made once holds for years, and nothing else does."""

import base64
import hashlib
import random
import time
from datetime import timedelta

import pytest
from itsdangerous import URLSafeTimedSerializer

from monitor.mail.tokens import Keys, TokenError, delivery_of, folded, hash_of, return_path, sign, verify

OLD, NEW = "the first secret, 2024", "the second secret, 2026"
KEYS = Keys.of(OLD)
BOTH = Keys.parsed(f"k1:{OLD.replace(' ', '_')} k2:{NEW.replace(' ', '_')}")
OURS, LATE = "this link is not one of ours", "this link is too old; ask for a new one"


@pytest.fixture
def at(monkeypatch):
    """Moves the clock of whoever signs or verifies."""

    def move(seconds):
        monkeypatch.setattr(time, "time", lambda: seconds)

    return move


def refused(words):
    return pytest.raises(TokenError, match=f"^{words}$")


class TestKeys:
    def test_a_secret_of_sixteen_bytes_is_the_shortest(self):
        assert Keys.of("x" * 16).newest == "k1"
        for secrets in ({}, {"k1": b"x" * 15}, {"k1": b"x" * 16, "k2": b"short"}):
            with refused("a secret of at least 16 bytes is needed to sign links"):
                Keys(secrets)

    def test_secrets_stand_alone_or_with_their_id_and_the_last_is_the_newest(self):
        one, two = "a" * 16, "b" * 20

        assert Keys.parsed(f"{one} {two}").secrets == {"k1": one.encode(), "k2": two.encode()}
        assert Keys.parsed(f"old:{one}\n new:{two} ").secrets == {"old": one.encode(), "new": two.encode()}
        assert Keys.parsed(f"old:{one} {two}").newest == "k2"
        assert Keys.of(one, "spring").secrets == {"spring": one.encode()}


def meant(token):
    """What a token comes to: in its signature some letters stand for the same bits, and some for nothing."""
    said, _, signature = token.rpartition(".")
    return said, base64.urlsafe_b64decode(signature + "===")


def test_of_ten_thousand_spoiled_links_none_is_taken_for_another():
    dice = random.Random(31)
    purposes = ("preferences", "unsubscribe")
    made = [(purpose, f"member {n}") for n in range(20) for purpose in purposes]
    ours = {sign(BOTH, *what): what for what in made}
    meanings = {(meant(token), what) for token, what in ours.items()}
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~="
    refused_ones = 0
    for _ in range(10_000):
        one, other = dice.sample(sorted(ours), 2)
        place = dice.randrange(len(one))
        spoiled = dice.choice([
            one[:place] + dice.choice(letters) + one[place + 1 :], one[:place], one[place:], one[:place] + other[place:],
            one + dice.choice(letters), one[:place] + one[place + 1 :], one.swapcase(), one[::-1],
        ])  # fmt: skip
        for purpose in (*purposes, "confirm"):
            try:
                value = verify(BOTH, purpose, spoiled)
            except TokenError:
                refused_ones += 1
            else:
                assert (meant(spoiled), (purpose, value)) in meanings

    assert refused_ones > 29_000


class TestTokens:
    def test_a_token_says_its_value_for_its_purpose_alone(self):
        token = sign(KEYS, "preferences", "member/1 é")

        assert token.startswith("k1.")
        assert token.isascii()
        assert verify(KEYS, "preferences", token) == "member/1 é"
        with refused(OURS):
            verify(KEYS, "confirm", token)
        with refused(OURS):
            verify(Keys.of(NEW), "preferences", token)

    def test_any_library_of_the_kind_can_verify_one(self):
        by_book = URLSafeTimedSerializer(
            OLD.encode(), salt="tierwatch leave", signer_kwargs={"digest_method": hashlib.sha256}
        )

        assert by_book.loads(sign(KEYS, "leave", "7").partition(".")[2]) == "7"
        assert verify(KEYS, "leave", f"k1.{by_book.dumps('7')}") == "7"

    def test_the_newest_key_signs_and_older_ones_go_on_verifying(self):
        before = sign(Keys.parsed(OLD.replace(" ", "_")), "leave", "7")

        assert sign(BOTH, "leave", "7").startswith("k2.")
        assert verify(BOTH, "leave", before) == "7"
        assert verify(BOTH, "leave", sign(BOTH, "leave", "8")) == "8"

    @pytest.mark.parametrize("token", ["", "k1", "k1.", ".x", "k9.x", "k1.x.y.z", "k1.é", "k1.\udcd7", "x" * 500])
    def test_what_was_never_signed_is_refused_in_words(self, token):
        with refused(OURS):
            verify(KEYS, "leave", token)

    def test_every_changed_character_is_noticed(self):
        token = sign(KEYS, "leave", "member-1")

        # The last one carries two bits that nobody reads.
        for place in range(len(token) - 1):
            spoilt = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
            with pytest.raises(TokenError):
                verify(KEYS, "leave", spoilt)

    def test_a_token_of_four_hundred_characters_is_the_longest(self):
        tokens = [sign(KEYS, "leave", "x" * length) for length in range(200, 300)]

        assert {len(token) > 400 for token in tokens} == {True, False}
        for token in tokens:
            if len(token) > 400:
                with refused(OURS):
                    verify(KEYS, "leave", token)
            else:
                assert set(verify(KEYS, "leave", token)) == {"x"}

    def test_it_ends_when_its_time_is_over_and_not_before(self, at):
        at(1_000_000)
        token = sign(KEYS, "confirm", "7")

        at(1_000_000 + 86_400)
        assert verify(KEYS, "confirm", token, max_age=timedelta(days=1)) == "7"
        assert verify(KEYS, "confirm", token) == "7"
        at(1_000_000 + 86_401)
        with refused(LATE):
            verify(KEYS, "confirm", token, max_age=timedelta(days=1))
        assert verify(KEYS, "confirm", token) == "7"


class TestReturnPaths:
    def test_a_return_path_names_its_delivery_whatever_happens_to_its_case(self):
        path = return_path(KEYS, "123", "bounces@network.example")

        assert path.startswith("bounces+123-")
        assert path.endswith("@network.example")
        assert len(path) == len("bounces+123-@network.example") + 25
        assert delivery_of(KEYS, path) == "123"
        assert delivery_of(KEYS, path.upper()) == "123"
        assert delivery_of(BOTH, return_path(BOTH, "9-a", "b@x.example")) == "9-a"

    def test_one_of_an_older_key_is_known(self):
        path = return_path(Keys.parsed(OLD.replace(" ", "_")), "5", "b@x.example")

        assert delivery_of(BOTH, path) == "5"
        assert delivery_of(Keys.of(NEW), path) is None

    @pytest.mark.parametrize(
        "recipient",
        ["", "bounces@x.example", "bounces+@x.example", "bounces+123@x.example", "bounces+123-@x.example", "b+-" + "0" * 25 + "@x.example",
         "b+123-" + "0" * 25 + "@x.example", "b+123-" + "0" * 24 + "@x.example", "b+é-" + "0" * 25 + "@x.example"],
    )  # fmt: skip
    def test_what_we_did_not_make_names_none(self, recipient):
        assert delivery_of(KEYS, recipient) is None

    def test_the_words_of_one_delivery_do_for_no_other(self):
        path = return_path(KEYS, "123", "b@x.example")

        assert delivery_of(KEYS, path.replace("+123-", "+124-")) is None


class TestHashes:
    def test_a_hash_is_of_the_folded_address_under_the_oldest_key(self):
        assert folded(" Ann.Bee@Member.EXAMPLE\n") == "ann.bee@member.example"
        assert hash_of(KEYS, "Ann@Member.example ") == hash_of(KEYS, "ann@member.example")
        assert hash_of(BOTH, "ann@member.example") == hash_of(Keys.parsed(OLD.replace(" ", "_")), "ann@member.example")
        assert hash_of(KEYS, "ann@member.example") != hash_of(Keys.of(NEW), "ann@member.example")

    def test_what_was_made_once_is_made_for_ever(self):
        # In suppression lists and inboxes of years ago: never change these.
        keys = Keys.of("0123456789abcdef0123456789abcdef")

        assert hash_of(keys, "ann@member.example") == HASH
        assert return_path(keys, "42", "bounces@network.example") == PATH


HASH = "431832471c3733c0656f9a6da6a6dd58ed1bc870a320a18326c9ca15e81b109d"
PATH = "bounces+42-c767e19fce60bc0de2a465bdc@network.example"
