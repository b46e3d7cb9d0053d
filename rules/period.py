"""A span of whole days of the region, as people choose it: named, or typed as "1 okt – 15 nov", "Oct 2026", "2026"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rules import dates

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

LONGEST: Final = timedelta(days=731)  # two years
DAILY: Final = 10  # a longer one is shown by weeks
WEEKLY: Final = 100  # a longer one by months
_DAY: Final = timedelta(days=1)
_CODE: Final = re.compile(r"(\d{8})-(\d{8})")
_BETWEEN: Final = re.compile(r"\s+(?:–|—|-|s/d|sd|sampai|hingga|to|until)\s+|\s*[–—]\s*")
_ISO_PAIR: Final = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})\s*-\s*(\d{4}-\d{1,2}-\d{1,2})")
_FIGURES_PAIR: Final = re.compile(r"(\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?)-(\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?)")
_MONTH: Final = re.compile(rf"({dates.MONTHS})\.?(?:\s+(\d{{4}}))?")
_YEAR: Final = re.compile(r"20\d{2}")


class Preset(StrEnum):
    """The spans that have a name. All end today, except last month."""

    WEEK = "7d"
    DAYS = "30d"
    MONTH = "month"
    LAST = "last"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both in it."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    @property
    def code(self) -> str:
        """As a button keeps it; `of_code` reads it."""
        return f"{self.first:%Y%m%d}-{self.last:%Y%m%d}"

    def moments(self, tz: ZoneInfo) -> tuple[datetime, datetime]:
        """When it begins and when it is over, aware in UTC."""
        return _midnight(self.first, tz), _midnight(self.last + _DAY, tz)

    def parts(self) -> tuple[Period, ...]:
        """Its days, its weeks counted back from its last day, or its months: few enough to be looked at. Of weeks the
        first may be shorter, of months the first and the last."""
        starts = [self.first]
        while (following := self._next(starts[-1])) <= self.last:
            starts.append(following)
        ends = [start - _DAY for start in starts[1:]] + [self.last]
        return tuple(Period(start, end) for start, end in zip(starts, ends, strict=True))

    @property
    def unit(self) -> str:
        """What its parts are: day, week or month."""
        return "day" if self.days <= DAILY else "week" if self.days <= WEEKLY else "month"

    def _next(self, start: date) -> date:
        match self.unit:
            case "day":
                return start + _DAY
            case "week":
                return start + ((self.last - start).days % 7 + 1) * _DAY
        return (start.replace(day=1) + 32 * _DAY).replace(day=1)


def named(preset: Preset, today: date) -> Period:
    """The span of that name as it is today."""
    month = today.replace(day=1)
    match preset:
        case Preset.WEEK:
            return Period(today - 6 * _DAY, today)
        case Preset.DAYS:
            return Period(today - 29 * _DAY, today)
        case Preset.MONTH:
            return Period(month, today)
        case Preset.LAST:
            return Period((month - _DAY).replace(day=1), month - _DAY)
        case Preset.QUARTER:
            return Period(today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1), today)
        case Preset.YEAR:
            return Period(today.replace(month=1, day=1), today)


def of_code(code: str, today: date) -> Period | None:
    """The span that a button keeps: a name, or two days."""
    if code in set(Preset):
        return named(Preset(code), today)
    found = _CODE.fullmatch(code)
    if found is None:
        return None
    try:
        first, last = (datetime.strptime(day, "%Y%m%d").date() for day in found.groups())  # noqa: DTZ007 - a day
    except ValueError:
        return None
    return _sound(first, last)


def parse(text: str, today: date) -> Period | None:
    """The span that was typed, in either language; None when it is none, ends before it begins, or is too long.

    A day without a year is the last such day that has come; a day or a month alone is that day or month.
    """
    words = dates.plain(text)
    parts = next((found.groups() for one in (_ISO_PAIR, _FIGURES_PAIR) if (found := one.fullmatch(words))), None)
    halves = list(parts) if parts else _BETWEEN.split(words)
    if len(halves) > 2 or not all(halves):
        return None
    last = _span(halves[-1], today)
    first = _span(halves[0], last[1]) if last else None
    return _sound(first[0], last[1]) if first and last else None


def _span(words: str, latest: date) -> tuple[date, date] | None:
    """The first and the last day of a day, a month or a year in words, begun by `latest` when no year is said."""
    if _YEAR.fullmatch(words):
        return date(int(words), 1, 1), date(int(words), 12, 31)
    if found := _MONTH.fullmatch(words):
        written = dates.read(f"1 {found[1]} {found[2]}" if found[2] else f"1 {found[1]}")
    else:
        found, written = None, dates.read(words)
    start = _on(written, latest) if written else None
    if start is None or found is None:
        return (start, start) if start else None
    return start, (start + 31 * _DAY).replace(day=1) - _DAY


def _on(written: dates.Written, latest: date) -> date | None:
    try:
        day = date(written.year or latest.year, written.month, written.day)
        if written.year is None and day > latest:
            day = day.replace(year=latest.year - 1)
    except ValueError:
        return None
    return day


def _sound(first: date, last: date) -> Period | None:
    return Period(first, last) if first <= last and last - first <= LONGEST and first.year >= 2000 else None


def _midnight(day: date, tz: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=tz).astimezone(UTC)
