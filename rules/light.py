"""The traffic light of a promise: green while there are days left, yellow on its day, red when it is late, and a light
of its own when three times the time has passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rules.calendar import CalendarError

if TYPE_CHECKING:
    from rules.calendar import Calendar

TIMES: Final = 3
COUNTED: Final = 5  # working days left: from so many on they are counted down, before that the date says enough


class Light(StrEnum):
    """How a promise stands."""

    AHEAD = "ahead"
    TODAY = "today"
    LATE = "late"
    LONG_LATE = "long_late"


@dataclass(frozen=True, slots=True)
class Lit:
    """The light, and the working days that are left, or that have begun since the promise was due (0: today's)."""

    light: Light
    days: int

    @property
    def countdown(self) -> int | None:
        """The working days left, once they are counted down; None: the light and the date say it."""
        return self.days if self.light is Light.AHEAD and 0 < self.days <= COUNTED else None


def look(since: datetime, due_at: datetime, now: datetime, calendar: Calendar) -> Lit:
    """The light at `now` of a promise that counts from `since`. The moment it is due is the first one that is late."""
    light = _light(since, due_at, now, calendar)
    first, last = (now, due_at) if light in {Light.AHEAD, Light.TODAY} else (due_at, now)
    try:
        return Lit(light, calendar.working_days_between(first, last))
    except CalendarError:
        return Lit(light, 0)


def changes_at(since: datetime, due_at: datetime, now: datetime, calendar: Calendar) -> datetime | None:
    """From when on the light or its countdown is another one than at `now`; None: they stay as they are."""
    match _light(since, due_at, now, calendar):
        case Light.AHEAD:
            return datetime.combine(_next_day(due_at, now, calendar), time(), calendar.tz)
        case Light.TODAY:
            return due_at
        case Light.LATE:
            return _long_late_at(since, due_at, calendar)
    return None


def _light(since: datetime, due_at: datetime, now: datetime, calendar: Calendar) -> Light:
    if now < due_at:
        return Light.TODAY if _day(now, calendar) == _day(due_at, calendar) else Light.AHEAD
    long_late_at = _long_late_at(since, due_at, calendar)
    return Light.LATE if long_late_at is None or now < long_late_at else Light.LONG_LATE


def _next_day(due_at: datetime, now: datetime, calendar: Calendar) -> date:
    """The day on which the countdown begins or goes on: the last one is the day it is due."""
    try:
        left = calendar.working_days_between(now, due_at)
        return _day(calendar.add_working_days(now, max(1, left - COUNTED)), calendar)
    except CalendarError:
        return _day(due_at, calendar)


def _long_late_at(since: datetime, due_at: datetime, calendar: Calendar) -> datetime | None:
    """When three times the working time of the promise has passed; None when the calendar does not reach so far."""
    try:
        minutes = calendar.working_minutes_between(since, due_at)
        return calendar.add_working_minutes(due_at, (TIMES - 1) * minutes)
    except CalendarError:
        return None


def _day(moment: datetime, calendar: Calendar) -> date:
    return moment.astimezone(calendar.tz).date()
