"""Working days and minutes, counted as the law and the office count them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calendar import Calendar, CalendarError, Day, Interval
from rules.region import Names

WITA = ZoneInfo("Asia/Makassar")
NYEPI = Names("Nyepi", "Nyepi")
EID = Names("Idul Fitri", "Eid al-Fitr")

LONG = (Interval(time(8), time(16)),)
FRIDAY = (Interval(time(6, 30), time(12)),)
CALENDAR = Calendar(
    hours=(LONG, LONG, LONG, LONG, FRIDAY, (), ()),
    days_off={date(2026, 3, 19): NYEPI, date(2026, 3, 20): EID, date(2026, 3, 21): EID},  # Thursday to Saturday
    tz=WITA,
    first_year=2026,
    last_year=2027,
)
NOON = (Interval(time(8), time(12)), Interval(time(13), time(16)))
SPLIT = Calendar((NOON,) * 5 + ((), ()), {}, WITA, 2026, 2027)


def wita(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WITA)


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2026-03-02T10:00", 1, "2026-03-03T16:00"),  # Monday to Tuesday
        ("2026-03-02T00:00", 1, "2026-03-03T16:00"),  # the day of filing never counts, however early
        ("2026-03-02T23:59", 1, "2026-03-03T16:00"),
        ("2026-03-05T10:00", 1, "2026-03-06T12:00"),  # Friday closes at noon
        ("2026-03-06T10:00", 1, "2026-03-09T16:00"),  # over the weekend
        ("2026-03-07T10:00", 1, "2026-03-09T16:00"),  # filed on a Saturday
        ("2026-03-18T10:00", 1, "2026-03-23T16:00"),  # over Nyepi, Idul Fitri and the weekend
        ("2026-03-19T10:00", 3, "2026-03-25T16:00"),  # filed on Nyepi
        ("2026-03-02T10:00", 14, "2026-03-24T16:00"),
    ],
)
def test_add_working_days(start: str, days: int, expected: str) -> None:
    """A deadline of n working days is the closing time of the n-th working day after the day of filing."""
    assert wita(expected) == CALENDAR.add_working_days(wita(start), days)


@pytest.mark.parametrize(
    ("end", "days", "expected"),
    [
        ("2026-03-03T10:00", 1, "2026-03-02T16:00"),
        ("2026-03-09T16:00", 1, "2026-03-06T12:00"),  # Friday's closing is before Monday
        ("2026-03-07T10:00", 1, "2026-03-06T12:00"),  # from a Saturday
        ("2026-03-23T16:00", 1, "2026-03-18T16:00"),  # over the weekend, Idul Fitri and Nyepi
        ("2026-03-19T10:00", 1, "2026-03-18T16:00"),  # from Nyepi itself
        ("2026-03-24T16:00", 14, "2026-03-02T16:00"),
    ],
)
def test_subtract_working_days(end: str, days: int, expected: str) -> None:
    """A number of working days before is the closing time of that day."""
    assert wita(expected) == CALENDAR.subtract_working_days(wita(end), days)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("2026-03-02T10:00", "2026-03-02T23:00", 0),
        ("2026-03-02T10:00", "2026-03-03T00:00", 1),
        ("2026-03-06T10:00", "2026-03-08T10:00", 0),  # a weekend
        ("2026-03-18T10:00", "2026-03-23T07:00", 1),  # a chain of days off
        ("2026-03-03T10:00", "2026-03-02T10:00", 0),
    ],
)
def test_days_between(a: str, b: str, expected: int) -> None:
    """Working days begun since; today does not count, and never backwards."""
    assert expected == CALENDAR.working_days_between(wita(a), wita(b))


def test_results_are_utc() -> None:
    """Times are returned aware, in UTC."""
    found = (
        CALENDAR.add_working_days(wita("2026-03-02T10:00"), 1),
        CALENDAR.add_working_minutes(wita("2026-03-02T10:00"), 0),
        CALENDAR.add_working_minutes(wita("2026-03-02T10:00"), 5),
        CALENDAR.next_open(wita("2026-03-02T10:00")),
        CALENDAR.subtract_working_days(wita("2026-03-03T10:00"), 1),
        CALENDAR.subtract_working_minutes(wita("2026-03-03T10:00"), 0),
        CALENDAR.subtract_working_minutes(wita("2026-03-03T10:00"), 5),
    )

    assert {UTC} == {moment.tzinfo for moment in found}


@pytest.mark.parametrize(
    ("start", "minutes", "expected"),
    [
        ("2026-03-02T10:00", 60, "2026-03-02T11:00"),
        ("2026-03-02T10:00", 360, "2026-03-02T16:00"),  # the end of a day, not the start of the next
        ("2026-03-02T10:00", 361, "2026-03-03T08:01"),
        ("2026-03-02T05:00", 1, "2026-03-02T08:01"),
        ("2026-03-06T11:30", 60, "2026-03-09T08:30"),
        ("2026-03-18T15:00", 61, "2026-03-23T08:01"),
        ("2026-03-02T10:00:30", 1, "2026-03-02T10:01:30"),
        ("2026-03-01T10:00", 0, "2026-03-01T10:00"),
    ],
)
def test_add_working_minutes(start: str, minutes: int, expected: str) -> None:
    """Minutes run only while the office is open."""
    assert wita(expected) == CALENDAR.add_working_minutes(wita(start), minutes)


@pytest.mark.parametrize(
    ("end", "minutes", "expected"),
    [
        ("2026-03-02T11:00", 60, "2026-03-02T10:00"),
        ("2026-03-02T16:00", 480, "2026-03-02T08:00"),  # the start of a day, not the end of the one before
        ("2026-03-03T08:00", 1, "2026-03-02T15:59"),
        ("2026-03-02T20:00", 1, "2026-03-02T15:59"),  # after closing
        ("2026-03-09T08:30", 60, "2026-03-06T11:30"),  # over the weekend, from Friday noon
        ("2026-03-23T08:01", 61, "2026-03-18T15:00"),  # over a chain of days off
        ("2026-03-01T10:00", 0, "2026-03-01T10:00"),
    ],
)
def test_subtract_working_minutes(end: str, minutes: int, expected: str) -> None:
    """Minutes before run only while the office is open too."""
    assert wita(expected) == CALENDAR.subtract_working_minutes(wita(end), minutes)


@pytest.mark.parametrize(
    ("end", "minutes", "expected"),
    [
        ("2026-03-02T13:30", 30, "2026-03-02T13:00"),  # the end of the pause, not its beginning
        ("2026-03-02T13:30", 31, "2026-03-02T11:59"),
        ("2026-03-02T13:30", 270, "2026-03-02T08:00"),
    ],
)
def test_subtract_over_a_pause(end: str, minutes: int, expected: str) -> None:
    """The pause between two stretches of a day does not count backwards either."""
    assert wita(expected) == SPLIT.subtract_working_minutes(wita(end), minutes)


@pytest.mark.parametrize(
    ("start", "minutes", "expected"),
    [
        ("2026-03-02T11:00", 60, "2026-03-02T12:00"),
        ("2026-03-02T11:00", 90, "2026-03-02T13:30"),
        ("2026-03-02T12:30", 30, "2026-03-02T13:30"),
        ("2026-03-02T11:00", 240, "2026-03-02T16:00"),
        ("2026-03-02T11:00", 241, "2026-03-03T08:01"),
    ],
)
def test_several_intervals(start: str, minutes: int, expected: str) -> None:
    """A day may have several stretches; the pause between them does not count."""
    assert wita(expected) == SPLIT.add_working_minutes(wita(start), minutes)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("2026-03-02T09:00", "2026-03-02T10:30", 90),
        ("2026-03-02T00:00", "2026-03-03T00:00", 480),
        ("2026-03-06T00:00", "2026-03-09T08:10", 340),
        ("2026-03-19T00:00", "2026-03-23T08:00", 0),
        ("2026-03-02T09:00:00", "2026-03-02T09:00:59", 0),
        ("2026-03-03T09:00", "2026-03-02T09:00", 0),
    ],
)
def test_minutes_between(a: str, b: str, expected: int) -> None:
    """Only opening time counts, in whole minutes, and never backwards."""
    assert expected == CALENDAR.working_minutes_between(wita(a), wita(b))


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-02T07:00", "2026-03-02T08:00"),
        ("2026-03-02T08:00", "2026-03-02T08:00"),
        ("2026-03-02T15:59", "2026-03-02T15:59"),
        ("2026-03-02T16:00", "2026-03-03T08:00"),
        ("2026-03-05T20:00", "2026-03-06T06:30"),
        ("2026-03-18T16:00", "2026-03-23T08:00"),
    ],
)
def test_next_open(at: str, expected: str) -> None:
    """Open now, or the next opening."""
    assert wita(expected) == CALENDAR.next_open(wita(at))
    assert CALENDAR.is_open(wita(at)) == (at == expected)


def test_next_open_after_pause() -> None:
    """In the pause of noon the next opening is the same day's."""
    assert wita("2026-03-02T13:00") == SPLIT.next_open(wita("2026-03-02T12:00"))


def test_days() -> None:
    """Each day after the first one is worked or off: a weekend, a day of the list with its name, or both."""
    found = CALENDAR.days(wita("2026-03-18T10:00"), wita("2026-03-23T16:00"))

    assert found == (
        Day(date(2026, 3, 19), worked=False, weekend=False, names=NYEPI),
        Day(date(2026, 3, 20), worked=False, weekend=False, names=EID),
        Day(date(2026, 3, 21), worked=False, weekend=True, names=EID),
        Day(date(2026, 3, 22), worked=False, weekend=True, names=None),
        Day(date(2026, 3, 23), worked=True, weekend=False, names=None),
    )
    assert CALENDAR.days(wita("2026-03-19T10:00"), wita("2026-03-19T16:00")) == ()


@pytest.mark.parametrize("days", [1, 2, 5, 14])
def test_days_is_how_a_deadline_was_counted(days: int) -> None:
    """As many worked days as the deadline was promised in, and it ends on the last of them."""
    start = wita("2026-03-17T23:59")
    found = CALENDAR.days(start, CALENDAR.add_working_days(start, days))

    assert days == sum(day.worked for day in found)
    assert found[-1].worked


def test_working_days_and_reasons() -> None:
    """A day off has a reason; a weekend has none and is no working day either."""
    assert CALENDAR.is_working_day(date(2026, 3, 18))
    assert not CALENDAR.is_working_day(date(2026, 3, 19))
    assert not CALENDAR.is_working_day(date(2026, 3, 22))
    assert NYEPI == CALENDAR.reason_off(date(2026, 3, 19))
    assert CALENDAR.reason_off(date(2026, 3, 22)) is None


def test_years_without_data() -> None:
    """A year without data is refused with a sentence, whatever is asked."""
    before, late = wita("2025-12-31T10:00"), wita("2027-12-31T20:00")
    sentence = "The calendar knows the days off of 2026 to 2027"
    for ask in (
        lambda: CALENDAR.is_working_day(date(2028, 1, 3)),
        lambda: CALENDAR.add_working_days(before, 1),
        lambda: CALENDAR.add_working_days(late, 1),
        lambda: CALENDAR.add_working_minutes(before, 1),
        lambda: CALENDAR.add_working_minutes(late, 1),
        lambda: CALENDAR.working_minutes_between(before, late),
        lambda: CALENDAR.next_open(before),
        lambda: CALENDAR.next_open(late),
        lambda: CALENDAR.days(before, late),
        lambda: CALENDAR.subtract_working_days(wita("2026-01-01T10:00"), 1),
        lambda: CALENDAR.subtract_working_minutes(wita("2026-01-01T06:00"), 1),
        lambda: CALENDAR.working_days_between(before, late),
    ):
        with pytest.raises(CalendarError, match=sentence):
            ask()


def test_nonsense() -> None:
    """No deadline in the past: at least one working day, no negative minutes."""
    with pytest.raises(CalendarError, match="at least one working day"):
        CALENDAR.add_working_days(wita("2026-03-02T10:00"), 0)
    with pytest.raises(CalendarError, match="only runs forward"):
        CALENDAR.add_working_minutes(wita("2026-03-02T10:00"), -1)
    with pytest.raises(CalendarError, match="At least one working day before"):
        CALENDAR.subtract_working_days(wita("2026-03-02T10:00"), 0)
    with pytest.raises(CalendarError, match="only runs forward"):
        CALENDAR.subtract_working_minutes(wita("2026-03-02T10:00"), -1)


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 30), timezones=st.just(WITA))


@given(start=MOMENTS, minutes=st.integers(0, 20_000))
def test_minutes_come_back(start: datetime, minutes: int) -> None:
    """Adding minutes and measuring them gives the same number, over lunch breaks and holidays."""
    for calendar in (CALENDAR, SPLIT):
        assert minutes == calendar.working_minutes_between(start, calendar.add_working_minutes(start, minutes))


LATER = st.datetimes(datetime(2026, 7, 1), datetime(2027, 12, 31), timezones=st.just(WITA))


@given(end=LATER, minutes=st.integers(0, 40_000))
def test_subtracting_is_the_inverse(end: datetime, minutes: int) -> None:
    """What is subtracted and added again ends when it did, as far as the office was open at all."""
    for calendar in (CALENDAR, SPLIT):
        begin = calendar.subtract_working_minutes(end, minutes)
        assert minutes == calendar.working_minutes_between(begin, end)
        back = calendar.add_working_minutes(begin, minutes)
        assert back <= end
        assert calendar.working_minutes_between(back, end) == 0


@given(start=MOMENTS, days=st.integers(1, 60))
def test_days_come_back(start: datetime, days: int) -> None:
    """From a deadline back by its days is the last working day up to the day of filing."""
    due_at = CALENDAR.add_working_days(start, days)
    begin = CALENDAR.subtract_working_days(due_at, days)

    assert days == CALENDAR.working_days_between(start, due_at)
    assert begin.astimezone(WITA).date() <= start.date()
    assert due_at == CALENDAR.add_working_days(begin, days)
    assert CALENDAR.working_days_between(begin, start) == 0


@given(a=MOMENTS, b=MOMENTS, c=MOMENTS)
def test_no_minute_is_lost(a: datetime, b: datetime, c: datetime) -> None:
    """Cut anywhere, at midnight or at noon or inside a holiday, the parts are the whole."""
    first, cut, last = sorted(moment.replace(second=0, microsecond=0) for moment in (a, b, c))
    midnight = datetime.combine(cut.date(), time(), WITA)
    for calendar in (CALENDAR, SPLIT):
        whole = calendar.working_minutes_between(first, last)
        for at in (cut, max(first, midnight)):
            assert whole == calendar.working_minutes_between(first, at) + calendar.working_minutes_between(at, last)


@given(start=MOMENTS, days=st.integers(1, 60))
def test_as_by_hand(start: datetime, days: int) -> None:
    """The search in sums finds what walking day by day finds."""
    day, left = start.date(), days
    while left:
        day += timedelta(days=1)
        left -= CALENDAR.is_working_day(day)

    assert day == CALENDAR.add_working_days(start, days).astimezone(WITA).date()


@given(a=MOMENTS, b=MOMENTS, days=st.integers(1, 60))
def test_order_is_kept(a: datetime, b: datetime, days: int) -> None:
    """Who files later never has an earlier deadline."""
    first, then = sorted((a, b))

    assert CALENDAR.add_working_days(first, days) <= CALENDAR.add_working_days(then, days)
    assert CALENDAR.next_open(first) <= CALENDAR.next_open(then)
