"""How long a report waited for the desk's first words or its first decision: noted once, when they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.calendar import CalendarError
from rules.statistics import FIRST

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.house import House
    from storage.tables import Report


def noted(house: House, report: Report, step: str, now: datetime) -> dict[str, int]:
    """What such a step sets: whole working minutes since the filing. Nothing for what came before, or when the calendar
    does not reach so far."""
    if step not in FIRST or report.first_minutes is not None:
        return {}
    try:
        return {"first_minutes": house.region.calendar.working_minutes_between(report.filed_at, now)}
    except CalendarError:
        return {}
