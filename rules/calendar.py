"""The working calendar of a region: opening hours, days off with their reasons, and counting in both.

Conventions, the same everywhere:

- A *working day* is a day with opening hours that is not off. "Within n working days" ends when the office closes on
  the n-th working day after the day of filing; the day of filing never counts, however early it was filed.
- *Working minutes* run only inside opening hours. Times given are aware; times returned are aware, in UTC.
- Years without data are refused, never guessed: the dates of Nyepi or Idul Fitri are decided a year at a time.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from rules.region import Names

_MINUTE: Final = 60_000_000  # microseconds, the unit of every sum below


class CalendarError(ValueError):
    """The calendar cannot answer; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Opening hours of one stretch of a day, region time; `closes` is the first moment that is closed again."""

    opens: time
    closes: time

    @property
    def length(self) -> int:
        """Microseconds."""
        return _of_day(self.closes) - _of_day(self.opens)


@dataclass(frozen=True, slots=True)
class Day:
    """One day as it is counted: worked or not; `weekend`: never worked on that weekday; `names`: what it is, when it is
    on the list of days off, be it on a weekend too."""

    date: date
    worked: bool
    weekend: bool
    names: Names | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """Opening hours by weekday (Monday first) and the days off of the years `first_year` to `last_year`.

    Sums over all days are made once, so that counting over years is a search and not a walk.
    """

    hours: tuple[tuple[Interval, ...], ...]
    days_off: Mapping[date, Names]
    tz: ZoneInfo
    first_year: int
    last_year: int
    _start: int = field(init=False, repr=False, compare=False)
    _worked: list[int] = field(init=False, repr=False, compare=False)  # ordinals of the working days
    _before: list[int] = field(init=False, repr=False, compare=False)  # working time before each day

    def __post_init__(self) -> None:
        start, stop = date(self.first_year, 1, 1).toordinal(), date(self.last_year + 1, 1, 1).toordinal()
        days = [self._intervals(date.fromordinal(day)) for day in range(start, stop)]
        worked = [start + index for index, intervals in enumerate(days) if intervals]
        lengths = [sum(interval.length for interval in intervals) for intervals in days]
        object.__setattr__(self, "_start", start)
        object.__setattr__(self, "_worked", worked)
        object.__setattr__(self, "_before", list(accumulate(lengths, initial=0)))

    @property
    def usual_minutes(self) -> float:
        """How long the office is open on a day that it works, by the week: minutes."""
        days = [sum(interval.length for interval in intervals) for intervals in self.hours if intervals]
        return sum(days) / len(days) / _MINUTE

    def is_working_day(self, day: date) -> bool:
        """Whether the office is open that day. CalendarError for a year without data."""
        self._index(day)
        return bool(self._intervals(day))

    def reason_off(self, day: date) -> Names | None:
        """Why the day is off; None on working days and plain weekends."""
        return self.days_off.get(day)

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """Closing time of the `days`-th working day after the day of `start`; `days` is at least 1."""
        if days < 1:
            raise CalendarError(f"A deadline needs at least one working day; {days} were asked for.")
        local = start.astimezone(self.tz).date()
        self._index(local)
        position = bisect_right(self._worked, local.toordinal()) + days - 1
        if position >= len(self._worked):
            raise self._no_data(self.last_year + 1)
        day = date.fromordinal(self._worked[position])
        return self._at(day, self._intervals(day)[-1].closes)

    def subtract_working_days(self, end: datetime, days: int) -> datetime:
        """Closing time of the `days`-th working day before the day of `end`; `days` is at least 1."""
        if days < 1:
            raise CalendarError(f"At least one working day before; {days} were asked for.")
        local = end.astimezone(self.tz).date()
        self._index(local)
        position = bisect_left(self._worked, local.toordinal()) - days
        if position < 0:
            raise self._no_data(self.first_year - 1)
        day = date.fromordinal(self._worked[position])
        return self._at(day, self._intervals(day)[-1].closes)

    def working_days_between(self, a: datetime, b: datetime) -> int:
        """How many working days come after the day of `a`, up to the day of `b`; 0 when `b` is not after `a`."""
        first, last = (moment.astimezone(self.tz).date() for moment in (a, b))
        self._index(first)
        self._index(last)
        return max(0, bisect_right(self._worked, last.toordinal()) - bisect_right(self._worked, first.toordinal()))

    def add_working_minutes(self, start: datetime, minutes: int) -> datetime:
        """The moment when `minutes` of opening time have passed since `start`; 0 minutes is `start` itself."""
        if minutes < 0:
            raise CalendarError(f"Working time only runs forward; {minutes} minutes were asked for.")
        if minutes == 0:
            return start.astimezone(UTC)
        target = self._position(start) + minutes * _MINUTE
        if target > self._before[-1]:
            raise self._no_data(self.last_year + 1)
        index = bisect_left(self._before, target) - 1
        day, left = date.fromordinal(self._start + index), target - self._before[index]
        return self._after(day, left)

    def subtract_working_minutes(self, end: datetime, minutes: int) -> datetime:
        """The last moment from which `minutes` of opening time pass until `end`; 0 minutes is `end` itself."""
        if minutes < 0:
            raise CalendarError(f"Working time only runs forward; {minutes} minutes were asked for.")
        if minutes == 0:
            return end.astimezone(UTC)
        target = self._position(end) - minutes * _MINUTE
        if target < 0:
            raise self._no_data(self.first_year - 1)
        index = bisect_right(self._before, target) - 1
        return self._at_or_after(date.fromordinal(self._start + index), target - self._before[index])

    def working_minutes_between(self, a: datetime, b: datetime) -> int:
        """Whole minutes of opening time from `a` to `b`; 0 when `b` is not after `a`."""
        return max(0, self._position(b) - self._position(a)) // _MINUTE

    def is_open(self, at: datetime) -> bool:
        """Whether the office is open at this moment."""
        return self.next_open(at) == at

    def next_open(self, at: datetime) -> datetime:
        """`at` when the office is open, otherwise the next opening."""
        local = at.astimezone(self.tz)
        self._index(local.date())
        for interval in self._intervals(local.date()):
            if local.time() < interval.closes:
                return max(at.astimezone(UTC), self._at(local.date(), interval.opens))
        position = bisect_right(self._worked, local.date().toordinal())
        if position == len(self._worked):
            raise self._no_data(self.last_year + 1)
        day = date.fromordinal(self._worked[position])
        return self._at(day, self._intervals(day)[0].opens)

    def days(self, a: datetime, b: datetime) -> tuple[Day, ...]:
        """Each day after the day of `a` up to the day of `b`, worked or off and why: how `add_working_days` counted."""
        first, last = (moment.astimezone(self.tz).date() for moment in (a, b))
        self._index(first)
        self._index(last)
        between = (date.fromordinal(number) for number in range(first.toordinal() + 1, last.toordinal() + 1))
        return tuple(
            Day(day, bool(self._intervals(day)), not self.hours[day.weekday()], self.reason_off(day)) for day in between
        )

    def _intervals(self, day: date) -> tuple[Interval, ...]:
        return () if day in self.days_off else self.hours[day.weekday()]

    def _index(self, day: date) -> int:
        if not self.first_year <= day.year <= self.last_year:
            raise self._no_data(day.year)
        return day.toordinal() - self._start

    def _position(self, at: datetime) -> int:
        local = at.astimezone(self.tz)
        now = _of_day(local.time())
        worked = sum(
            min(max(0, now - _of_day(interval.opens)), interval.length) for interval in self._intervals(local.date())
        )
        return self._before[self._index(local.date())] + worked

    def _after(self, day: date, left: int) -> datetime:
        *earlier, last = self._intervals(day)
        for interval in earlier:
            if left <= interval.length:
                last = interval
                break
            left -= interval.length
        return self._at(day, last.opens) + timedelta(microseconds=left)

    def _at_or_after(self, day: date, left: int) -> datetime:
        """The moment of the day when `left` has passed; where a stretch ends just then, the beginning of the next."""
        intervals = iter(self._intervals(day))
        interval = next(intervals)
        while left >= interval.length:
            left -= interval.length
            interval = next(intervals)
        return self._at(day, interval.opens) + timedelta(microseconds=left)

    def _at(self, day: date, moment: time) -> datetime:
        return datetime.combine(day, moment, tzinfo=self.tz).astimezone(UTC)

    def _no_data(self, year: int) -> CalendarError:
        return CalendarError(
            f"The calendar knows the days off of {self.first_year} to {self.last_year}, and {year} is needed: "
            "add that year's days to the region profile."
        )


def _of_day(moment: time) -> int:
    minutes = moment.hour * 60 + moment.minute
    return minutes * _MINUTE + moment.second * 1_000_000 + moment.microsecond
