"""What the pages sign with the site's secret (cookies, hidden fields) and what they lock with it (secrets of authenticators).

A library's default would sign with SHA-1; here everything is HMAC with SHA-256.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

_MARK = "locked1."
_NONCE, _TAG, _LONGEST = 16, 16, 32


class SignedSessions(SecureCookieSessionInterface):
    """The cookie of a session, signed with SHA-256."""

    digest_method = staticmethod(hashlib.sha256)


def signer(secret: str, purpose: str) -> URLSafeTimedSerializer:
    """What signs for ``purpose`` and reads what it signed; a signature for one purpose is worth nothing for another."""
    return URLSafeTimedSerializer(secret, salt=purpose, signer_kwargs={"digest_method": hashlib.sha256})


def locked(secret: str, words: str, *, owner: str) -> str:
    """``words`` (at most 32 bytes) unreadable without ``secret``, and of no use to anybody but ``owner``.

    One block of a stream made by HMAC over a random number, then a tag over all of it: no library of ciphers is needed for so little.
    """
    plain, nonce = words.encode(), secrets.token_bytes(_NONCE)
    if len(plain) > _LONGEST:
        raise ValueError("only short secrets are locked")
    hidden = _covered(secret, nonce, plain)
    return _MARK + base64.urlsafe_b64encode(nonce + hidden + _tag(secret, nonce + hidden, owner)).decode()


def unlocked(secret: str, kept: str, *, owner: str) -> str | None:
    """What was locked; ``None`` if the secret is another one now, or it was locked for somebody else. What never was locked is itself."""
    if not kept.startswith(_MARK):
        return kept
    body = base64.urlsafe_b64decode(kept.removeprefix(_MARK))
    body, tag = body[:-_TAG], body[-_TAG:]
    if not hmac.compare_digest(tag, _tag(secret, body, owner)):
        return None
    return _covered(secret, body[:_NONCE], body[_NONCE:]).decode()


def _covered(secret: str, nonce: bytes, words: bytes) -> bytes:
    stream = hmac.digest(_key(secret, b"stream"), nonce, "sha256")
    return bytes(one ^ other for one, other in zip(words, stream, strict=False))


def _tag(secret: str, body: bytes, owner: str) -> bytes:
    return hmac.digest(_key(secret, b"tag"), owner.encode() + b"\0" + body, "sha256")[:_TAG]


def _key(secret: str, purpose: bytes) -> bytes:
    return hmac.digest(secret.encode(), b"tierwatch locked " + purpose, "sha256")
