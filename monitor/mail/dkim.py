"""Signing in process (RFC 6376), for those whose relay does not: the extra ``tierwatch[dkim]``."""

from __future__ import annotations

from monitor.errors import TierwatchError

#: Both unsubscribe headers are covered, so that nobody on the way can change where the one click goes (RFC 8058 section 4).
SIGNED = (
    b"From", b"To", b"Subject", b"Date", b"Message-ID", b"List-Id", b"List-Unsubscribe", b"List-Unsubscribe-Post",
    b"MIME-Version", b"Content-Type",
)  # fmt: skip


def signed(message: bytes, *, domain: str, selector: str, private_key: bytes) -> bytes:
    """``message`` with a DKIM-Signature before it. Raises TierwatchError where the extra is not installed or the key is bad."""
    try:
        import dkim
    except ModuleNotFoundError as error:
        raise TierwatchError("signing mail needs the package dkimpy: install tierwatch[dkim]") from error
    try:
        signature: bytes = dkim.sign(
            message,
            selector.encode("ascii"),
            domain.encode("ascii"),
            private_key,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=list(SIGNED),
        )
    except dkim.DKIMException as error:
        raise TierwatchError(f"the mail cannot be signed: {error}") from error
    return signature + message
