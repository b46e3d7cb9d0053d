"""Quiet hours: notices and broadcasts wait for the morning; replies to what a person just did never do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours in which a push may ring, `opens` to `closes` in region time, and days on which none may (Nyepi)."""

    opens: time
    closes: time
    tz: ZoneInfo
    silent_days: frozenset[date] = frozenset()


def is_quiet(now: datetime, quiet: Quiet) -> bool:
    """Whether a push sent at the aware `now` would disturb; the opening minute may ring, the closing one may not."""
    local = now.astimezone(quiet.tz)
    return local.date() in quiet.silent_days or not quiet.opens <= local.time() < quiet.closes


def release_at(now: datetime, quiet: Quiet) -> datetime:
    """`now` when it may ring, otherwise the next opening, aware in UTC. Never before `now`."""
    if not is_quiet(now, quiet):
        return now
    local = now.astimezone(quiet.tz)
    day = local.date() if local.time() < quiet.opens else local.date() + timedelta(days=1)
    while day in quiet.silent_days:
        day += timedelta(days=1)
    return datetime.combine(day, quiet.opens, tzinfo=quiet.tz).astimezone(UTC)


def closes_at(now: datetime, quiet: Quiet) -> datetime:
    """When the hours in which `now` may ring end, aware in UTC."""
    return datetime.combine(now.astimezone(quiet.tz).date(), quiet.closes, tzinfo=quiet.tz).astimezone(UTC)
