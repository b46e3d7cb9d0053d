"""python-telegram-bot #1045 (and Lobster #630, hermes-agent #5153): a timed-out send was repeated, again and again."""

from __future__ import annotations

from datetime import UTC, datetime

import aiohttp
from telegram.error import TimedOut

from bot import outcome
from rules import delivery
from rules.delivery import Kind, State, Unknown

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def test_a_timeout_after_the_request_is_repeated_at_most_once() -> None:
    """The first is repeated with a mark, the second is left as unknown; a broadcast is not repeated at all."""
    error = TimedOut()
    error.__cause__ = aiohttp.SocketTimeoutError("")

    became = outcome.of(error)

    assert isinstance(became, Unknown)
    first = delivery.settle(became, Kind.REPLY, 1, False, NOW)
    assert (State.WAITING, True) == (first.state, first.repeat)
    assert State.UNKNOWN == delivery.settle(became, Kind.REPLY, 2, True, NOW).state
    assert State.UNKNOWN == delivery.settle(became, Kind.BROADCAST, 1, False, NOW).state
