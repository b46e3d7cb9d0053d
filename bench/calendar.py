"""How long the working calendar takes to count over a year and more: `python -m bench.calendar`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from timeit import timeit

from bot import region

DAYS, MINUTES, ROUNDS = 400, 150_000, 5000  # 150,000 working minutes are about 16 months


def measure() -> dict[str, float]:
    """Microseconds of each way of counting."""
    badung = region.load("badung")
    calendar, start = badung.calendar, datetime(2026, 1, 5, 10, tzinfo=badung.tz)
    end = calendar.add_working_days(start, DAYS)
    counted: dict[str, Callable[[], object]] = {
        f"{DAYS} working days later": lambda: calendar.add_working_days(start, DAYS),
        f"{DAYS} working days earlier": lambda: calendar.subtract_working_days(end, DAYS),
        f"{MINUTES:,} working minutes later": lambda: calendar.add_working_minutes(start, MINUTES),
        f"{MINUTES:,} working minutes earlier": lambda: calendar.subtract_working_minutes(end, MINUTES),
        "working minutes between": lambda: calendar.working_minutes_between(start, end),
    }
    return {name: timeit(count, number=ROUNDS) / ROUNDS * 1e6 for name, count in counted.items()}


if __name__ == "__main__":
    for name, microseconds in measure().items():
        print(f"{name:32} {microseconds:6.1f} µs")
