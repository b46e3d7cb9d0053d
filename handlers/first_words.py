"""How long a report waited for the desk's first words or its first decision: noted once, when they come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rules.calendar import CalendarError
from rules.lifecycle import Step

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.house import House
    from storage.tables import Report

# What reporters read of a person at the desk: words, or that somebody else is to act. Forwarding is no answer.
FIRST: Final = frozenset({Step.REPLY, Step.ASK, Step.FINISH, Step.REFER, Step.ARCHIVE})


def noted(house: House, report: Report, step: Step, now: datetime) -> dict[str, int]:
    """What such a step sets: whole working minutes since the filing. Nothing for what came before, or when the calendar
    does not reach so far."""
    if step not in FIRST or report.first_minutes is not None:
        return {}
    try:
        return {"first_minutes": house.region.calendar.working_minutes_between(report.filed_at, now)}
    except CalendarError:
        return {}
