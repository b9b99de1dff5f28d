"""How a source is, in words that say what a person should do about it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.model import HealthState, Source, SourceState

_GOOD = {HealthState.GOOD, HealthState.NEW, HealthState.QUIET}


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """``word`` is its health, ``tone`` one of ``good``, ``warn``, ``bad``, ``quiet``; ``advice`` what to do, if anything."""

    word: str
    tone: str
    reason: str
    advice: str = ""

    @property
    def wants_a_look(self) -> bool:
        return self.tone in {"bad", "warn"}


def condition_of(source: Source, state: SourceState) -> Condition:
    """The condition of ``source``."""
    if source.paused:
        return Condition(word="paused", tone="quiet", reason="Paused by staff: it is not visited.")
    if state.failures and state.health in _GOOD:
        visits = "visit" if state.failures == 1 else "visits"
        return Condition(
            word="shaky",
            tone="warn",
            reason=f"{state.failures} failed {visits}: {state.reason}",
            advice="Often a server being restarted. It counts as failing after several visits over some hours.",
        )
    match state.health:
        case HealthState.NEW:
            return Condition(
                word="new", tone="quiet", reason="Not visited yet. The first visit sets the baseline, in silence."
            )
        case HealthState.FAILING:
            return Condition(
                word="failing",
                tone="bad",
                reason=state.reason,
                advice="Nobody has left because of it: silence is not withdrawal. Open the address in a browser.",
            )
        case HealthState.GONE:
            return Condition(
                word="gone",
                tone="bad",
                reason=state.reason,
                advice="Find where it moved to and add that; then pause this one.",
            )
        case HealthState.QUARANTINED:
            return Condition(
                word="in quarantine",
                tone="bad",
                reason=state.reason,
                advice="What it published ended the process that reads it, twice. It is tried once a day, and costs the others nothing.",
            )
        case HealthState.RESTRUCTURED:
            return Condition(
                word="changed its shape",
                tone="bad",
                reason=state.reason,
                advice="The page no longer has the shape that we read. Its rules have to be looked at.",
            )
        case HealthState.QUIET:
            return Condition(
                word="quiet", tone="warn", reason=state.reason, advice="Check that it still publishes there."
            )
        case _:
            return Condition(word="good", tone="good", reason="Read without trouble.")
