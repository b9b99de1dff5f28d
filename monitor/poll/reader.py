"""The optional reader: off unless an endpoint is configured, asked only for sources that opt in, and for a person's eyes only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from monitor.errors import SourceError
from monitor.extract.asked import claims_of_answer, question
from monitor.model import Document, Reading
from monitor.programmes.watchlist import Watchlist

#: The port to an endpoint for chat completions: what is sent, and what comes back. Raises SourceError.
Ask = Callable[[Mapping[str, Any]], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """An endpoint and the model to ask there. Only public text is sent, at most ``most_characters`` of a document."""

    ask: Ask
    model: str
    most_characters: int = 30_000

    def added_to(self, reading: Reading, document: Document, watchlist: Watchlist) -> tuple[Reading, str]:
        """``reading`` with what the endpoint found besides, and why it could not be asked, if it could not."""
        try:
            answer = self.ask(question(document, model=self.model, most_characters=self.most_characters))
        except SourceError as error:
            return reading, f"the optional reader could not be asked: {error.reason}"
        read = {(claim.organisation_id, claim.role, claim.status) for claim in reading.claims}
        further = [
            claim
            for claim in claims_of_answer(answer, document, watchlist)
            if (claim.organisation_id, claim.role, claim.status) not in read
        ]
        return replace(reading, claims=(*reading.claims, *further)), ""
