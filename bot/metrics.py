"""Numbers for Prometheus: what waits, what was sent with which outcome, how long an update takes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from rules.delivery import State
from storage import inbox, outbox

if TYPE_CHECKING:
    from datetime import datetime

    from storage.work import Storage

_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """A registry of its own, so that two Kanals in one process (tests) do not share their numbers."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._inbox = Gauge("kanal_inbox_rows", "Updates by state", ["state"], registry=self.registry)
        self._outbox = Gauge(
            "kanal_outbox_rows", "Messages by state; settled ones of one day", ["state"], registry=self.registry
        )
        self._sends = Counter(
            "kanal_sends", "Attempts to send by bot and outcome", ["bot", "outcome"], registry=self.registry
        )
        self._updates = Counter(
            "kanal_updates", "Updates handled by bot and result", ["bot", "result"], registry=self.registry
        )
        self._seconds = Histogram(
            "kanal_update_seconds",
            "From taking an update to its commit",
            ["bot"],
            buckets=_SECONDS,
            registry=self.registry,
        )

    def sent(self, bot: str, outcome: str) -> None:
        """One attempt to send ended like this."""
        self._sends.labels(bot, outcome).inc()

    def handled(self, bot: str, result: str, seconds: float | None) -> None:
        """One update was handled with this result."""
        self._updates.labels(bot, result).inc()
        if seconds is not None:
            self._seconds.labels(bot).observe(seconds)

    async def page(self, storage: Storage, now: datetime) -> bytes:
        """The page Prometheus reads, with what waits now and what a day's messages became."""
        async with storage.read() as session:
            received, said = await inbox.counts(session), await outbox.counts(session, now - timedelta(days=1))
        for state in (inbox.WAITING, inbox.DONE, inbox.QUARANTINED):
            self._inbox.labels(state).set(received.get(state, 0))
        for state in State:
            self._outbox.labels(state.value).set(said.get(state.value, 0))
        return generate_latest(self.registry)
