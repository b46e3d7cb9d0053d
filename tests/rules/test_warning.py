"""When the desk is warned, and the leader told."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from rules import warning
from rules.calendar import Calendar, CalendarError, Interval
from rules.quiet import Quiet
from rules.region import Names
from rules.warning import Span, Warned

WITA = ZoneInfo("Asia/Makassar")
NYEPI = Names("Nyepi", "Nyepi")
BREAK = Names("Cuti bersama", "Collective leave")
LONG = (Interval(time(8), time(16)),)
FRIDAY = (Interval(time(6, 30), time(12)),)
CALENDAR = Calendar(
    hours=(LONG, LONG, LONG, LONG, FRIDAY, (), ()),
    days_off={date(2027, 3, 8): NYEPI, date(2027, 3, 9): BREAK, date(2027, 3, 10): BREAK},  # Monday to Wednesday
    tz=WITA,
    first_year=2027,
    last_year=2027,
)
SPLIT = Calendar(((Interval(time(8), time(12)), Interval(time(13), time(16))),) * 5 + ((), ()), {}, WITA, 2027, 2027)


def wita(text: str) -> datetime:
    return datetime.fromisoformat(f"2027-{text}").replace(tzinfo=WITA)


def span(set_at: str, due_at: str) -> Span:
    return Span(wita(set_at), wita(due_at))


@pytest.mark.parametrize(
    ("promise", "expected"),
    [
        (  # 30 hours from Monday to Thursday's closing: the last working day begins on Thursday, late is Friday
            span("02-01T10:00", "02-04T16:00"),
            ["02-03T09:00", "02-04T08:00", "02-05T06:30", "02-08T08:00", "02-09T08:00", "02-10T08:00", "02-11T08:00"],
        ),
        (  # due on Friday noon, before a weekend that Nyepi makes long: nobody is told before Thursday
            span("03-02T10:00", "03-05T12:00"),
            ["03-03T15:45", "03-04T12:00", "03-11T08:00", "03-12T06:30", "03-15T08:00"],
        ),
        (  # Nyepi and two days of leave lie within: a working day before Thursday's closing is Thursday's opening
            span("03-03T10:00", "03-11T16:00"),
            ["03-04T15:45", "03-11T08:00", "03-12T06:30", "03-15T08:00"],
        ),
        (  # moved into the middle of a day: the same time the day before, and due is due at once
            span("02-01T10:00", "02-04T11:00"),
            ["02-02T14:30", "02-03T11:00", "02-04T11:00", "02-05T06:30", "02-08T08:00"],
        ),
        (  # set by night, on a Saturday
            span("02-06T23:00", "02-09T16:00"),
            ["02-09T08:00", "02-10T08:00", "02-11T08:00"],
        ),
        (span("02-04T10:00", "02-03T16:00"), ["02-05T06:30", "02-08T08:00"]),  # late from the first
    ],
)
def test_the_series(promise: Span, expected: list[str]) -> None:
    """Half time, a working day before, due, then at the opening of each working day; never while the office is shut."""
    found, at = [], promise.set_at
    for _ in expected:
        at = warning.next_at(promise, CALENDAR, at)
        found.append(at)

    assert [wita(text) for text in expected] == found


@pytest.mark.parametrize(
    ("promise", "expected"),
    [
        (span("02-01T10:00", "02-04T16:00"), "02-11T08:30"),  # 30 hours again
        (span("02-01T08:00", "02-01T16:00"), "02-03T08:00"),  # what ends with a closing is the next opening
        (span("12-01T10:00", "12-30T16:00"), None),  # beyond the years of the calendar
    ],
)
def test_twice_the_time(promise: Span, expected: str | None) -> None:
    """As much working time after it was due as there was before."""
    assert (expected and wita(expected)) == warning.twice_at(promise, CALENDAR)


def test_twice_the_time_is_a_moment_of_its_own() -> None:
    """Between two mornings, for the leader alone."""
    promise = span("02-01T10:00", "02-04T16:00")
    morning, twice = wita("02-11T08:00"), wita("02-11T08:30")

    assert twice == warning.next_at(promise, CALENDAR, morning)
    assert wita("02-12T06:30") == warning.next_at(promise, CALENDAR, twice)
    assert Warned(True, False, twice) == warning.look(promise, CALENDAR, morning, False, morning)
    assert Warned(False, True, wita("02-12T06:30")) == warning.look(promise, CALENDAR, twice, False, twice)


@pytest.mark.parametrize(
    ("warn_at", "now", "escalated", "expected"),
    [
        ("02-03T09:00", "02-03T09:02", False, Warned(True, False, wita("02-04T08:00"))),
        ("02-03T09:00", "02-08T09:00", False, Warned(True, False, wita("02-09T08:00"))),  # days of silence: once
        ("02-03T09:00", "02-22T09:00", False, Warned(True, True, wita("02-23T08:00"))),
        ("02-19T06:30", "02-22T09:00", True, Warned(True, False, wita("02-23T08:00"))),  # the leader knows
        ("02-03T08:00", "02-03T08:30", False, Warned(False, False, wita("02-03T09:00"))),  # moved meanwhile
    ],
)
def test_what_was_missed_is_one(warn_at: str, now: str, escalated: bool, expected: Warned) -> None:
    """However long nobody looked: one warning, and the next one on the next working day."""
    promise = span("02-01T10:00", "02-04T16:00")

    assert expected == warning.look(promise, CALENDAR, wita(warn_at), escalated, wita(now))


def test_the_desk_is_told_that_a_reporter_leaves() -> None:
    """A moment more among the others, the desk's even when it was said late; the leader hears of it only as ever."""
    promise = Span(wita("02-01T10:00"), wita("02-04T16:00"), leaves_at=wita("02-02T08:00"))
    halfway, said = wita("02-03T09:00"), wita("02-02T11:07")

    assert wita("02-02T08:00") == warning.next_at(promise, CALENDAR, promise.set_at)
    assert halfway == warning.next_at(promise, CALENDAR, wita("02-02T08:00"))
    assert Warned(True, False, halfway) == warning.look(promise, CALENDAR, said, False, said)
    twice = wita("02-11T08:30")
    assert Warned(False, True, wita("02-12T06:30")) == warning.look(promise, CALENDAR, twice, False, twice)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("02-04T09:30", "02-04T09:30"),
        ("02-04T16:00", "02-05T07:00"),  # Friday opens at half past six, and a message may ring from seven
        ("02-05T06:45", "02-05T07:00"),
        ("02-05T12:00", "02-08T08:00"),
        ("03-05T12:00", "03-11T08:00"),  # Nyepi and the leave after it
    ],
)
def test_when_a_warning_may_ring(now: str, expected: str) -> None:
    """While the office is open, and no quieter than any other message."""
    quiet_hours = Quiet(time(7), time(21), WITA, frozenset({date(2027, 3, 8)}))

    assert wita(expected) == warning.rings_at(wita(now), CALENDAR, quiet_hours)


def test_an_office_that_closes_at_noon() -> None:
    """Due as it closes for lunch is due after lunch; the next day's opening counts, not that of the afternoon."""
    promise = span("02-01T08:00", "02-02T12:00")

    assert wita("02-02T13:00") == warning.next_at(promise, SPLIT, wita("02-02T08:00"))
    assert wita("02-03T08:00") == warning.next_at(promise, SPLIT, wita("02-02T13:00"))
    assert wita("02-03T08:00") == warning.next_at(promise, SPLIT, wita("02-03T05:00"))


def test_the_end_of_the_calendar() -> None:
    """A year without data is refused, never guessed."""
    with pytest.raises(CalendarError, match="2028"):
        warning.next_at(span("12-01T10:00", "12-31T12:00"), CALENDAR, wita("12-31T12:00"))
