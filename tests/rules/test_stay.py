"""The last day of a traveller's stay."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from rules import stay
from rules.calendar import CalendarError
from rules.quiet import Quiet
from tests.rules.test_warning import CALENDAR, WITA, wita

MONDAY = date(2027, 2, 1)
NYEPI = date(2027, 3, 8)
AT = time(8)
QUIET = Quiet(time(7), time(21), WITA, frozenset({NYEPI}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", "02-01"),
        ("Hari ini", "02-01"),
        ("malam ini", "02-01"),
        ("Tomorrow!", "02-02"),
        ("besok pagi", "02-02"),
        ("until tomorrow morning", "02-02"),
        ("lusa", "02-03"),
        ("the day after tomorrow", "02-03"),
        ("in 3 days", "02-04"),
        ("3 hari lagi", "02-04"),
        ("in a week", "02-08"),
        ("seminggu lagi", "02-08"),
        ("minggu depan", "02-08"),
        ("two weeks", "02-15"),
        ("dua minggu lagi", "02-15"),
        ("Monday", "02-01"),  # today is one
        ("next Monday", "02-08"),
        ("Senin depan", "02-08"),
        ("on Friday", "02-05"),
        ("hari Jum’at", "02-05"),
        ("Jumat ini", "02-05"),
        ("Minggu", "02-07"),  # the Sunday, not the week
        ("sampai tanggal 14 Februari", "02-14"),
        ("14 Feb", "02-14"),
        ("February 14th", "02-14"),
        ("14/2", "02-14"),
        ("14.2.2027", "02-14"),
        ("2027-02-14", "02-14"),
        ("14/2/27", "02-14"),
    ],
)
def test_the_day_that_is_meant(text: str, expected: str) -> None:
    """Buttons in words, spans, weekdays and dates, in both languages."""
    assert date.fromisoformat(f"2027-{expected}") == stay.parse(text, MONDAY)


def test_a_date_without_a_year_is_the_next_one() -> None:
    """Also over New Year; with its year it is that day, also one that has passed."""
    assert date(2028, 1, 31) == stay.parse("31 January", MONDAY)
    assert date(2028, 2, 29) == stay.parse("29 Feb", MONDAY)
    assert date(2026, 11, 3) == stay.parse("3/11/2026", MONDAY)


@pytest.mark.parametrize("text", ["", "soon", "32 March", "30/2", "29 Feb 2027", "xday", "the lamp is broken"])
def test_what_is_no_day(text: str) -> None:
    """None, never a guess."""
    assert stay.parse(text, MONDAY) is None


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2027, 1, 31), False),
        (MONDAY, True),
        (date(2028, 2, 1), True),
        (date(2028, 2, 2), False),
    ],
)
def test_which_day_it_can_be(day: date, expected: bool) -> None:
    """From today on, for a year."""
    assert expected == stay.may_be(day, MONDAY)


@pytest.mark.parametrize(
    ("last_day", "expected"),
    [
        (date(2027, 2, 5), "02-04T08:00"),
        (date(2027, 2, 8), "02-07T08:00"),  # a Sunday is as good
        (date(2027, 3, 9), "03-07T08:00"),  # nothing rings on Nyepi
    ],
)
def test_when_reporters_who_leave_are_told(last_day: date, expected: str) -> None:
    """On the morning of the day before; before Nyepi where that is the day before."""
    assert wita(expected) == stay.told_at(last_day, AT, QUIET)


@pytest.mark.parametrize(
    ("last_day", "answered", "expected"),
    [
        (date(2027, 2, 5), "02-01T10:00", "02-04T08:00"),
        (date(2027, 2, 5), "02-04T07:00", "02-04T08:00"),
        (date(2027, 2, 5), "02-04T07:30", "02-05T08:00"),  # just asked
        (date(2027, 2, 5), "02-04T15:00", "02-05T08:00"),
        (date(2027, 2, 5), "02-05T09:00", "02-05T17:00"),
        (date(2027, 2, 5), "02-05T16:01", None),
        (date(2027, 2, 5), "02-09T10:00", None),
        (NYEPI, "03-07T15:00", None),  # the last day is silent
        (date(2027, 3, 9), "03-07T15:00", "03-09T08:00"),
    ],
)
def test_when_they_are_asked_again(last_day: date, answered: str, expected: str | None) -> None:
    """Before the evening of the last day, an hour after the first question at the earliest."""
    assert (expected and wita(expected)) == stay.asked_at(last_day, AT, QUIET, wita(answered))


@pytest.mark.parametrize(
    ("last_day", "expected"),
    [
        (date(2027, 2, 4), "02-03T08:00"),
        (date(2027, 2, 5), "02-04T08:00"),
        (date(2027, 2, 6), "02-05T06:30"),
        (date(2027, 2, 8), "02-05T06:30"),  # over the weekend
        (date(2027, 3, 11), "03-05T06:30"),  # Nyepi and the leave after it
        (date(2028, 1, 1), "12-31T06:30"),
        (date(2028, 1, 2), None),  # a year the calendar does not know
        (date(2026, 12, 30), None),
    ],
)
def test_when_the_desk_is_told(last_day: date, expected: str | None) -> None:
    """As the office opens on the last working day before."""
    assert (expected and wita(expected)) == stay.desk_at(last_day, CALENDAR)


@pytest.mark.parametrize(
    ("last_day", "now", "expected"),
    [
        (date(2027, 2, 5), "02-01T10:00", "02-04T08:00"),
        (date(2027, 2, 2), "02-01T10:00", "02-01T10:00"),  # tomorrow: at once
        (date(2027, 2, 2), "02-01T20:00", "02-02T08:00"),  # the last day itself, in the morning
        (date(2027, 2, 1), "02-01T15:59", "02-01T15:59"),
        (date(2027, 2, 1), "02-01T16:00", None),  # too late for anybody at the desk
        (date(2027, 2, 7), "02-05T13:00", None),  # Friday afternoon, leaves on Sunday
        (date(2028, 2, 1), "02-05T13:00", None),  # beyond the calendar
    ],
)
def test_when_the_desk_is_told_from_now_on(last_day: date, now: str, expected: str | None) -> None:
    """At once when it is that late; not at all when nobody works before the reporter is gone."""
    assert (expected and wita(expected)) == stay.desk_from(last_day, CALENDAR, wita(now))


def test_who_leaves_soon() -> None:
    """By the next working day."""
    assert date(2027, 2, 2) == stay.near_until(MONDAY, CALENDAR)
    assert date(2027, 3, 11) == stay.near_until(date(2027, 3, 5), CALENDAR)
    with pytest.raises(CalendarError, match="2028"):
        stay.near_until(date(2027, 12, 31), CALENDAR)


@pytest.mark.parametrize(
    ("last_day", "now", "expected"),
    [(None, "02-01T10:00", False), (MONDAY, "01-31T23:59", False), (MONDAY, "02-01T00:00", True)],
)
def test_the_last_day_is_today(last_day: date | None, now: str, expected: bool) -> None:
    """In the region's time."""
    moment: datetime = wita(now)

    assert expected == stay.is_last_day(last_day, moment, WITA)
