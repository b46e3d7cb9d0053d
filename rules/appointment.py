"""A moment to come, as people write it: "besok 09.00", "27/11 9:30", "Monday 14:00", "8.00"."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from rules import dates

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

FURTHEST: Final = timedelta(days=90)  # what lies further ahead is a slip of the pen
_TIME: Final = re.compile(r"(?:^|[\s,]+)(?:(?:pukul|jam|at)\s+)?(\d{1,2})[.:](\d{2})(?:\s*(?:wita|wib|wit))?$")
_DAYS: Final = {
    "hari ini": 0,
    "today": 0,
    "besok": 1,
    "tomorrow": 1,
    "lusa": 2,
    "day after tomorrow": 2,
    "the day after tomorrow": 2,
}
_DAY: Final = timedelta(days=1)


def parse(text: str, now: datetime, tz: ZoneInfo) -> datetime | None:
    """The moment meant, aware in UTC, after `now` and not too far ahead; None when there is none.

    A time alone is the next such time, a weekday the next one, a date without a year the next such date. Times are the
    region's, whatever zone is written behind them.
    """
    words = dates.plain(text)
    found = _TIME.search(words)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    clock = time(int(found[1]), int(found[2]))
    today = now.astimezone(tz).date()
    for day in _days(words[: found.start()].strip(" ,"), today):
        at = datetime.combine(day, clock, tzinfo=tz).astimezone(UTC)
        if now < at <= now + FURTHEST:
            return at
    return None


def _days(words: str, today: date) -> list[date]:
    """The days that can be meant, the nearest first."""
    words = words.removeprefix("hari ") if words != "hari ini" else words
    if not words:
        return [today, today + _DAY]
    if words in _DAYS:
        return [today + _DAYS[words] * _DAY]
    if words in dates.WEEKDAYS:
        ahead = (dates.WEEKDAYS[words] - today.weekday()) % 7
        return [today + ahead * _DAY, today + (ahead + 7) * _DAY]
    written = dates.read(words)
    years = () if written is None else (written.year,) if written.year else (today.year, today.year + 1)
    return [day for year in years if written and (day := _date(year, written.month, written.day))]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
