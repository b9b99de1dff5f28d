"""Signed words in links and return paths: nobody can make one, nothing personal can be read from one.

A token carries the id of the key that signed it, so that keys can be changed while old mails stay in inboxes for years: the
newest key signs, every key that is still listed verifies. Unsubscribing never expires; changing preferences does.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from itsdangerous.encoding import base64_encode, int_to_bytes

from monitor.errors import TierwatchError

PREFERENCES_VALID = timedelta(days=60)
CONFIRMATION_VALID = timedelta(days=7)
_VERP_DIGITS = 25


class TokenError(TierwatchError):
    """A token that is forged, damaged, for another purpose, or too old."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Secrets by key id, the newest last. ``of`` makes the usual single one."""

    secrets: Mapping[str, bytes]

    def __post_init__(self) -> None:
        if not self.secrets or any(len(secret) < 16 for secret in self.secrets.values()):
            raise TokenError("a secret of at least 16 bytes is needed to sign links")

    @classmethod
    def of(cls, secret: str, key_id: str = "k1") -> Keys:
        return cls({key_id: secret.encode()})

    @classmethod
    def parsed(cls, text: str) -> Keys:
        """The secrets in ``text``, parted by blanks, the oldest first; each alone or as ``id:secret``."""
        parts = [part.partition(":") for part in text.split()]
        return cls(
            {(key if colon else f"k{n}"): (rest or key).encode() for n, (key, colon, rest) in enumerate(parts, start=1)}
        )

    @property
    def newest(self) -> str:
        return list(self.secrets)[-1]


def sign(keys: Keys, purpose: str, value: str) -> str:
    """A token that says ``value`` for one ``purpose``: ``k1.<signed>``, safe in an address."""
    # What the serializer's own ``dumps`` gives for a short value, without a new key and a try at compressing each time.
    key = _signing_key(keys.secrets[keys.newest], purpose)
    said = b".".join((base64_encode(json.dumps(value)), _stamp(int(time.time()))))
    signature = base64_encode(hmac.digest(key, said, "sha256"))
    return f"{keys.newest}.{said.decode('ascii')}.{signature.decode('ascii')}"


def verify(keys: Keys, purpose: str, token: str, *, max_age: timedelta | None = None) -> str:
    """The value of a token. Raises TokenError for anything that ``sign`` did not make for this purpose in time."""
    key_id, dot, signed = token.partition(".")
    # What is no ASCII was never signed, and some of it (lone surrogates) could not even be compared.
    if not dot or key_id not in keys.secrets or len(token) > 400 or not token.isascii():
        raise TokenError("this link is not one of ours")
    try:
        value = _serializer(keys.secrets[key_id], purpose).loads(
            signed, max_age=int(max_age.total_seconds()) if max_age else None
        )
    except SignatureExpired as error:
        raise TokenError("this link is too old; ask for a new one") from error
    except BadSignature as error:
        raise TokenError("this link is not one of ours") from error
    return str(value)


def return_path(keys: Keys, delivery: str, address: str) -> str:
    """The envelope sender of one delivery (VERP): a report that comes back names it, and cannot be made up.

    ``address`` is where reports go (``bounces@network.example``); ``delivery`` is the delivery's number.
    """
    local, _, domain = address.rpartition("@")
    return f"{local}+{delivery}-{_mac(keys, keys.newest, delivery)}@{domain}"


def delivery_of(keys: Keys, recipient: str) -> str | None:
    """The delivery that a return path names, ``None`` if we did not make it."""
    local = recipient.rpartition("@")[0]
    delivery, _, mac = local.partition("+")[2].rpartition("-")
    if not delivery or len(mac) != _VERP_DIGITS or not recipient.isascii():
        return None
    known = any(hmac.compare_digest(mac.lower().encode(), _mac(keys, key, delivery).encode()) for key in keys.secrets)
    return delivery if known else None


def hash_of(keys: Keys, address: str) -> str:
    """An address as a keyed hash: enough to keep it off every list for ever, not enough to know whose it is.

    The oldest key makes it, because a hash cannot be made again from a hash when a key is changed.
    """
    secret = next(iter(keys.secrets.values()))
    return hmac.digest(secret, b"suppression\0" + folded(address).encode(), "sha256").hex()


def folded(address: str) -> str:
    """An address as it is compared: lower case throughout."""
    return address.strip().casefold()


@lru_cache(maxsize=64)
def _serializer(secret: bytes, purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt=f"tierwatch {purpose}", signer_kwargs={"digest_method": hashlib.sha256})


@lru_cache(maxsize=64)
def _signing_key(secret: bytes, purpose: str) -> bytes:
    return _serializer(secret, purpose).make_signer().derive_key()


@lru_cache(maxsize=8)
def _stamp(second: int) -> bytes:
    return base64_encode(int_to_bytes(second))


def _mac(keys: Keys, key_id: str, delivery: str) -> str:
    # Hexadecimal survives servers that fold the case of a local part.
    return hmac.digest(keys.secrets[key_id], b"return path\0" + delivery.encode(), "sha256").hex()[:_VERP_DIGITS]
