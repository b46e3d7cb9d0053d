"""The traffic light of a promise."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import light
from rules.calendar import Calendar, Interval
from rules.light import Light, Lit
from rules.region import Names

WITA = ZoneInfo("Asia/Makassar")
LONG = (Interval(time(8), time(16)),)
FRIDAY = (Interval(time(6, 30), time(12)),)
CALENDAR = Calendar(
    hours=(LONG, LONG, LONG, LONG, FRIDAY, (), ()),
    days_off={date(2027, 3, 8): Names("Nyepi", "Nyepi")},  # a Monday
    tz=WITA,
    first_year=2027,
    last_year=2027,
)


def wita(text: str) -> datetime:
    return datetime.fromisoformat(f"2027-{text}").replace(tzinfo=WITA)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("03-02T10:00", Lit(Light.AHEAD, 3)),  # just promised: Wednesday, Thursday, Friday
        ("03-04T23:59", Lit(Light.AHEAD, 1)),
        ("03-05T00:00", Lit(Light.TODAY, 0)),
        ("03-05T11:59", Lit(Light.TODAY, 0)),
        ("03-05T12:00", Lit(Light.LATE, 0)),  # closing time is the first moment that is late
        ("03-05T23:00", Lit(Light.LATE, 0)),
        ("03-08T10:00", Lit(Light.LATE, 0)),  # a weekend and Nyepi are nobody's delay
        ("03-09T07:00", Lit(Light.LATE, 1)),
        ("03-11T16:00", Lit(Light.LATE, 3)),
        # 27.5 hours were promised (6 + 8 + 8 + 5.5); twice that more is 55: Tuesday to Thursday 24, Friday 5.5,
        # Monday and Tuesday 16 make 45.5, and 9.5 are left: Wednesday's 8, and Thursday until 9.30
        ("03-18T09:29", Lit(Light.LATE, 8)),
        ("03-18T09:30", Lit(Light.LONG_LATE, 8)),
        ("04-01T10:00", Lit(Light.LONG_LATE, 18)),
    ],
)
def test_a_promise_of_three_days(now: str, expected: Lit) -> None:
    """Made on a Tuesday at ten, due on Friday noon before a long weekend."""
    assert expected == light.look(wita("03-02T10:00"), wita("03-05T12:00"), wita(now), CALENDAR)


def test_the_days_are_the_regions() -> None:
    """Just after midnight in Bali it is still the day before in UTC: the light is yellow all the same."""
    now = datetime.fromisoformat("2027-03-04T16:00+00:00")

    assert Light.TODAY == light.look(wita("03-02T10:00"), wita("03-05T12:00"), now, CALENDAR).light


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("03-02T10:00", "03-03T00:00"),  # three working days left, then two
        ("03-03T12:00", "03-04T00:00"),
        ("03-04T23:59", "03-05T00:00"),
        ("03-05T00:00", "03-05T12:00"),
        ("03-05T12:00", "03-18T09:30"),
        ("03-18T09:30", None),
    ],
)
def test_the_next_light(now: str, expected: str | None) -> None:
    """Each light and each number of days left says until when it holds; the last one for ever."""
    found = light.changes_at(wita("03-02T10:00"), wita("03-05T12:00"), wita(now), CALENDAR)

    assert (wita(expected) if expected else None) == found


@pytest.mark.parametrize(
    ("now", "countdown", "change"),
    [
        ("03-01T12:00", None, "03-10T00:00"),  # ten working days left, without the weekend and Nyepi
        ("03-09T23:59", None, "03-10T00:00"),
        ("03-10T00:00", 5, "03-11T00:00"),
        ("03-12T12:30", 3, "03-15T00:00"),  # a weekend counts nothing down
        ("03-14T10:00", 3, "03-15T00:00"),
        ("03-16T16:00", 1, "03-17T00:00"),
        ("03-17T00:00", None, "03-17T16:00"),  # today
        # late: the light says enough. 91 hours were promised (32 + 5.5, 24 + 5.5, 24), twice that more is 182: 13.5
        # until the 19th, four weeks of 37.5, and 18.5 are left: the 19th and 20th, and 2.5 hours of the 21st
        ("03-18T10:00", None, "04-21T10:30"),
    ],
)
def test_the_last_five_days_are_counted_down(now: str, countdown: int | None, change: str) -> None:
    """From five working days left on, at the beginning of each working day; before that nothing changes."""
    since, due_at = wita("02-26T12:00"), wita("03-17T16:00")

    assert countdown == light.look(since, due_at, wita(now), CALENDAR).countdown
    assert wita(change) == light.changes_at(since, due_at, wita(now), CALENDAR)


@pytest.mark.parametrize("now", ["12-31T17:00", "12-30T16:00"])
def test_where_the_calendar_ends_late_is_late(now: str) -> None:
    """Three times the time lies beyond the data: the promise stays red, and nothing breaks."""
    since, due_at = wita("12-27T10:00"), wita("12-30T16:00")

    assert Light.LATE == light.look(since, due_at, wita(now), CALENDAR).light
    assert light.changes_at(since, due_at, wita(now), CALENDAR) is None
    after = datetime.fromisoformat("2028-01-04T10:00+08:00")
    assert Lit(Light.LATE, 0) == light.look(since, due_at, after, CALENDAR)


MOMENTS = st.datetimes(datetime(2027, 1, 1), datetime(2027, 8, 31), timezones=st.just(WITA))


@given(filed=MOMENTS, days=st.integers(1, 14), now=MOMENTS)
def test_the_light_holds_until_it_changes(filed: datetime, days: int, now: datetime) -> None:
    """It only goes forward: what comes next is another, later, and there from the very moment announced, not before."""
    due_at = CALENDAR.add_working_days(filed, days)
    before = light.look(filed, due_at, now, CALENDAR)
    change = light.changes_at(filed, due_at, now, CALENDAR)

    if change is not None:
        assert now < change
        last = light.look(filed, due_at, change - timedelta(microseconds=1), CALENDAR)
        after = light.look(filed, due_at, change, CALENDAR)
        assert (last.light, last.countdown) == (before.light, before.countdown)
        assert list(Light).index(after.light) > list(Light).index(before.light) or after.days < before.days
        assert (after.light, after.countdown) != (before.light, before.countdown)
