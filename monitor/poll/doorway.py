"""The door between a visit and the network: the bytes of last time are no news."""

from __future__ import annotations

import hashlib

from monitor.model import Address, Fetch, Request, Snapshot, SourceState, Unchanged
from monitor.sources.visit import Visit

MAX_ADDRESSES = 1_000


class Doorway:
    """One visit's fetches. What was read without error is remembered by ``addresses_after``, nothing else is."""

    def __init__(self, fetch: Fetch, state: SourceState) -> None:
        self._fetch = fetch
        self._state = state
        self._hashes: dict[str, str] = {}

    def fetch(self, request: Request) -> Snapshot | Unchanged:
        """Fetch, answering Unchanged for the very bytes of last time."""
        answer = self._fetch(request)
        if isinstance(answer, Unchanged):
            return answer
        body_hash = hashlib.blake2b(answer.body, digest_size=16).hexdigest()
        if self._state.addresses.get(request.url, Address()).body_hash == body_hash:
            return Unchanged(url=answer.url, fetched_at=answer.fetched_at, validators=answer.validators)
        self._hashes[request.url] = body_hash
        return answer

    def addresses_after(self, found: Visit) -> dict[str, Address]:
        """What to remember of each address: a page that could not be read must be asked for in full again."""
        read = {snapshot.requested_url: snapshot.validators for snapshot in found.snapshots}
        fresh = {
            url: Address(validators=validators, body_hash=self._hashes[url])
            for url, validators in read.items()
            if url in self._hashes
        }
        # Each window of a release feed is a new address: what is not asked for again is dropped once there are many.
        known = self._state.addresses if len(self._state.addresses) <= MAX_ADDRESSES else {}
        return {**known, **fresh}
