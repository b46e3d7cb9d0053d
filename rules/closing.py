"""The end of a report: how long it can be reopened, and when the reporter is asked once more whether it is solved."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rules.calendar import Calendar
    from rules.deadline import SlaTable

STARS: Final = range(1, 6)
POOR: Final = 3  # fewer stars than these: the reporter is offered to open the report again


def reopen_until(ended_at: datetime, days: int) -> datetime:
    """Until when a report that ended then can be opened again."""
    return ended_at + timedelta(days=days)


def has_lapsed(ended_at: datetime | None, now: datetime, days: int) -> bool:
    """Whether the time to open it again is over; never for a report that has not ended."""
    return ended_at is not None and now > reopen_until(ended_at, days)


def ask_again_at(answered_at: datetime, calendar: Calendar, table: SlaTable) -> datetime:
    """Halfway through the reporter's time to respond. CalendarError when the calendar does not reach that far."""
    return calendar.add_working_days(answered_at, max(1, table.reporter_window_days // 2))
