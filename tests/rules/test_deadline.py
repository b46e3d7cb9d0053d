"""What has to happen by when, and by which table."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from rules import deadline
from rules.calendar import Calendar, CalendarError, Interval
from rules.deadline import Klass, SlaTable
from rules.draft import ReportKind
from rules.region import Names

WITA = ZoneInfo("Asia/Makassar")
NYEPI = Names("Nyepi", "Nyepi")
DAY = (Interval(time(8), time(16)),)
CALENDAR = Calendar((DAY,) * 5 + ((), ()), {date(2026, 3, 19): NYEPI}, WITA, 2025, 2027)
RESOLVE = {Klass.INFORMATION: 5, Klass.COMPLAINT: 14, Klass.OVERSIGHT: 60, Klass.SUGGESTION: 14}
OLD = SlaTable(date(2019, 1, 1), "Permen PANRB 62/2018", 3, 5, RESOLVE, 10)
NEW = SlaTable(date(2026, 6, 1), "a later law", 1, 2, dict.fromkeys(Klass, 7), 5)
TABLES = (NEW, OLD)


def wita(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WITA)


@pytest.mark.parametrize(
    ("klass", "resolve_by"),
    [
        (Klass.INFORMATION, "2026-03-09T16:00"),
        (Klass.COMPLAINT, "2026-03-23T16:00"),  # one day later because of Nyepi
        (Klass.SUGGESTION, "2026-03-23T16:00"),
        (Klass.OVERSIGHT, "2026-05-26T16:00"),
    ],
)
def test_by_class(klass: Klass, resolve_by: str) -> None:
    """The class decides about the answer; verification takes 3 days, the first follow-up 5 more."""
    found = deadline.deadlines(klass, wita("2026-03-02T10:00"), CALENDAR, OLD)

    assert wita("2026-03-05T16:00") == found.verify_by
    assert wita("2026-03-12T16:00") == found.first_follow_up_by
    assert wita(resolve_by) == found.resolve_by


def test_forwarded() -> None:
    """Once forwarded, the agency's five days count from then; the other promises stay."""
    waiting = deadline.deadlines(Klass.COMPLAINT, wita("2026-03-02T10:00"), CALENDAR, OLD)
    found = deadline.deadlines(
        Klass.COMPLAINT, wita("2026-03-02T10:00"), CALENDAR, OLD, forwarded_at=wita("2026-03-03T09:00")
    )

    assert wita("2026-03-10T16:00") == found.first_follow_up_by
    assert (waiting.verify_by, waiting.resolve_by) == (found.verify_by, found.resolve_by)


@pytest.mark.parametrize(("filed", "table"), [("2026-05-31T23:59", OLD), ("2026-06-01T00:00", NEW)])
def test_table_of_the_day(filed: str, table: SlaTable) -> None:
    """A report keeps the table in force on the day it was filed, in region time."""
    assert table is deadline.in_force(wita(filed), CALENDAR, TABLES)


def test_no_table() -> None:
    """Before the first table there is no deadline to promise."""
    with pytest.raises(CalendarError, match="No table of deadlines is in force on 2018-12-31"):
        deadline.in_force(wita("2018-12-31T10:00"), CALENDAR, TABLES)


@pytest.mark.parametrize(
    ("kind", "of_category", "expected"),
    [
        (ReportKind.COMPLAINT, None, Klass.COMPLAINT),
        (ReportKind.COMPLAINT, Klass.OVERSIGHT, Klass.OVERSIGHT),
        (ReportKind.QUESTION, None, Klass.INFORMATION),
        (ReportKind.QUESTION, Klass.OVERSIGHT, Klass.INFORMATION),
        (ReportKind.SUGGESTION, Klass.OVERSIGHT, Klass.SUGGESTION),
    ],
)
def test_klass_of(kind: ReportKind, of_category: Klass | None, expected: Klass) -> None:
    """A complaint of misconduct is oversight; asking about it is still a question."""
    assert expected is deadline.klass_of(kind, of_category)


def test_reply_until() -> None:
    """The reporter has ten working days to answer or dispute."""
    assert wita("2026-03-16T16:00") == deadline.reply_until(wita("2026-03-02T10:00"), CALENDAR, OLD)


@pytest.mark.parametrize(
    ("asked", "supplied", "expected"),
    [
        ("2026-03-03T10:00", "2026-03-03T12:00", "2026-03-06T10:00"),
        ("2026-03-03T17:00", "2026-03-04T07:00", "2026-03-05T16:00"),  # a night costs nothing
        ("2026-03-05T15:00", "2026-03-06T16:00", "2026-03-09T09:00"),  # still waiting when the old deadline passed
        ("2026-03-05T16:00", "2026-03-09T16:00", "2026-03-05T16:00"),  # asked too late
    ],
)
def test_after_wait(asked: str, supplied: str, expected: str) -> None:
    """Opening time spent waiting for the reporter moves the deadline; asking after it passed does not."""
    moved = deadline.after_wait(wita("2026-03-05T16:00"), wita(asked), wita(supplied), CALENDAR)

    assert wita(expected) == moved
