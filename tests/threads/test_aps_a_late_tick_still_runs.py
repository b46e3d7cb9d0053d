"""APScheduler 3 and python-telegram-bot's JobQueue: with the default grace of one second a late run is dropped."""

from __future__ import annotations

from bot import clock


def test_a_late_tick_is_run_and_not_doubled() -> None:
    """No grace time at all, missed rounds in one, never two at once."""
    assert {"misfire_grace_time": None, "coalesce": True, "max_instances": 1} == clock.KEEP_LATE
