"""What has to happen by when. Days come from versioned tables with the law they stand on; the calendar counts them.

Permen PANRB 5/2025 replaced 62/2018, so a report keeps the table that was in force on the day it was filed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rules.calendar import CalendarError
from rules.draft import ReportKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from rules.calendar import Calendar


class Klass(StrEnum):
    """The class that decides how long an answer may take; oversight is *pengaduan berkadar pengawasan*."""

    INFORMATION = "information"
    COMPLAINT = "complaint"
    OVERSIGHT = "oversight"
    SUGGESTION = "suggestion"


class Promise(StrEnum):
    """The kinds of promises of a report: the desk's three, and the reporter's own time to respond."""

    VERIFY = "verify"
    FOLLOW_UP = "follow_up"
    RESOLVE = "resolve"
    REPLY = "reply"


DESK: Final = (Promise.VERIFY, Promise.FOLLOW_UP, Promise.RESOLVE)


@dataclass(frozen=True, slots=True)
class SlaTable:
    """The deadlines in working days for reports filed from `effective_from` on, and their legal source."""

    effective_from: date
    legal: str
    verify_days: int
    first_follow_up_days: int
    resolve_days: Mapping[Klass, int]
    reporter_window_days: int
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The promises made for one report, aware UTC."""

    verify_by: datetime
    first_follow_up_by: datetime
    resolve_by: datetime


_OF_KIND = {
    ReportKind.COMPLAINT: Klass.COMPLAINT,
    ReportKind.SUGGESTION: Klass.SUGGESTION,
    ReportKind.QUESTION: Klass.INFORMATION,
}


def klass_of(kind: ReportKind, of_category: Klass | None = None) -> Klass:
    """The class of a report: its kind decides, but a complaint in a category with a class of its own takes that."""
    if kind is ReportKind.COMPLAINT and of_category is not None:
        return of_category
    return _OF_KIND[kind]


def in_force(filed_at: datetime, calendar: Calendar, tables: Sequence[SlaTable]) -> SlaTable:
    """The table of a report filed then, for its whole life. CalendarError when the profile has none so early."""
    return in_force_on(filed_at.astimezone(calendar.tz).date(), tables)


def in_force_on(day: date, tables: Sequence[SlaTable]) -> SlaTable:
    """The table of a report filed on that day of the region. CalendarError when the profile has none so early."""
    known = [table for table in tables if table.effective_from <= day]
    if not known:
        raise CalendarError(f"No table of deadlines is in force on {day}: add one to the region profile.")
    return max(known, key=lambda table: table.effective_from)


def deadlines(
    klass: Klass,
    since: datetime,
    calendar: Calendar,
    table: SlaTable,
    forwarded_at: datetime | None = None,
) -> Deadlines:
    """Every deadline of a report of that class that counts from `since`: its filing, or when it started anew.

    Verification and the answer count from there; the agency's first follow-up from forwarding, and as long as nobody
    has forwarded the report, from the last moment for doing so.
    """
    verify_by = calendar.add_working_days(since, table.verify_days)
    return Deadlines(
        verify_by=verify_by,
        first_follow_up_by=calendar.add_working_days(forwarded_at or verify_by, table.first_follow_up_days),
        resolve_by=calendar.add_working_days(since, table.resolve_days[klass]),
    )


def reply_until(since: datetime, calendar: Calendar, table: SlaTable) -> datetime:
    """Until when the reporter can dispute an answer given then, before the report closes by itself, or reply to a
    question asked then."""
    return calendar.add_working_days(since, table.reporter_window_days)


def after_wait(deadline: datetime, asked_at: datetime, supplied_at: datetime, calendar: Calendar) -> datetime:
    """The deadline moved by the opening time spent waiting for the reporter; asking after it passed moves nothing."""
    if asked_at >= deadline:
        return deadline
    waited = calendar.working_minutes_between(asked_at, supplied_at)
    return calendar.add_working_minutes(deadline, waited)
