"""When the desk is warned of a promise: at half time, a working day before, when it is due, and then each working day.

A moment outside opening hours is the next opening: nobody is warned at night or on a day off. Once as much working time
has passed again as the promise had, the leader is told too. Of a reporter who leaves the desk is told once more, on the
last working day before that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from rules import quiet
from rules.calendar import CalendarError

if TYPE_CHECKING:
    from rules.calendar import Calendar
    from rules.quiet import Quiet

_INSTANT: Final = timedelta(microseconds=1)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """The time a promise has: from when it counts until when it is due; `leaves_at` is when the desk is told that its
    reporter leaves (`rules.stay.desk_at`)."""

    set_at: datetime
    due_at: datetime
    leaves_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Warned:
    """Who is told now (`desk`: the agency, and once it is late the coordinators too), and when to look again; None: not
    before somebody says so."""

    desk: bool
    leader: bool
    next_at: datetime | None


def next_at(span: Span, calendar: Calendar, after: datetime) -> datetime:
    """The next moment after `after` at which anybody is warned. CalendarError when the calendar does not reach it."""
    desk, twice = _next_of_desk(span, calendar, after), twice_at(span, calendar)
    return min(desk, twice) if twice is not None and twice > after else desk


def look(span: Span, calendar: Calendar, warn_at: datetime, escalated: bool, now: datetime) -> Warned:
    """What to do about a promise whose moment `warn_at` has come; moments missed since then are one.

    Of a reporter who leaves so soon the desk is told when they say so, which may be at any moment.
    """
    twice = twice_at(span, calendar)
    leaving = span.leaves_at is not None and span.leaves_at <= warn_at != twice
    return Warned(
        desk=leaving or _next_of_desk(span, calendar, warn_at - _INSTANT) <= now,
        leader=not escalated and twice is not None and twice <= now,
        next_at=next_at(span, calendar, now),
    )


def rings_at(now: datetime, calendar: Calendar, quiet_hours: Quiet) -> datetime:
    """`now` when the office is open and a message may ring, otherwise the next moment at which both is so."""
    at = calendar.next_open(now)
    while (ring := quiet.release_at(at, quiet_hours)) != at:
        at = calendar.next_open(ring)
    return at


def twice_at(span: Span, calendar: Calendar) -> datetime | None:
    """When twice the time has passed; None when the calendar does not reach so far."""
    minutes = calendar.working_minutes_between(span.set_at, span.due_at)
    try:
        return calendar.next_open(calendar.add_working_minutes(span.due_at, minutes))
    except CalendarError:
        return None


def _next_of_desk(span: Span, calendar: Calendar, after: datetime) -> datetime:
    """The next moment after `after` that is the desk's."""
    at_due = calendar.next_open(span.due_at)
    if after >= at_due:
        return _next_morning(calendar, after)
    half = calendar.working_minutes_between(span.set_at, span.due_at) // 2
    halfway = calendar.next_open(calendar.add_working_minutes(span.set_at, half))
    moments = (halfway, _day_before(span.due_at, calendar), span.leaves_at or at_due, at_due)
    return min(moment for moment in moments if moment > after)


def _day_before(due_at: datetime, calendar: Calendar) -> datetime:
    """The same time on the working day before; when the office is closed then, its next opening."""
    local = due_at.astimezone(calendar.tz) - _DAY
    while not calendar.is_working_day(local.date()):
        local -= _DAY
    return calendar.next_open(local)


def _next_morning(calendar: Calendar, after: datetime) -> datetime:
    """The next moment after `after` at which the office opens for a day."""
    midnight = datetime.combine(after.astimezone(calendar.tz).date(), time(), calendar.tz)
    opening = calendar.next_open(midnight)
    return opening if opening > after else calendar.next_open(midnight + _DAY)
