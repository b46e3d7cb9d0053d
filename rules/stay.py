"""The last day of a traveller's stay: which day is meant, and when what has to come before it does."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from rules import dates, quiet
from rules.calendar import CalendarError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from rules.calendar import Calendar
    from rules.quiet import Quiet

NEAR: Final = range(8)  # days ahead that have a button
LONGEST: Final = timedelta(days=365)  # whoever stays longer lives here
EVENING: Final = time(17)  # of the last day; what is to be answered here comes before
_PAUSE: Final = timedelta(hours=1)  # between a question and its repetition
_DAY: Final = timedelta(days=1)
_IN_DAYS: Final = {
    0: {"hari ini", "malam ini", "sekarang", "today", "tonight", "now"},
    1: {"besok", "esok", "bsk", "tomorrow"},
    2: {"lusa", "besok lusa", "day after tomorrow", "the day after tomorrow"},
    7: {"next week", "minggu depan"},
}
_AHEAD: Final = re.compile(rf"^(?:in\s+|dalam\s+)?{dates.SPAN}(?:\s+(?:lagi|more|from\s+now))?$")
_WEEKDAY: Final = re.compile(r"^(?:(?:hari|on|this)\s+)?(next\s+)?([a-z']+)(?:\s+(?:ini|(depan)))?$")
_UNTIL: Final = re.compile(r"^(?:until|till|til|sampai|hingga|smp|s/d)\s+(?:tanggal\s+|tgl\s+)?")


def parse(text: str, today: date) -> date | None:
    """The day meant, in the region's time; None when the words are not understood.

    Read like `rules.when`, but forwards: a date without a year, and a weekday, is the next one, today included unless
    "next" is said. A date with its year may have passed: `may_be` tells.
    """
    words = _UNTIL.sub("", dates.plain(text))
    for form in (words, dates.without_part(words)):
        if (days := _ahead(form, today)) is not None:
            return today + timedelta(days=days)
    return _date(words, today)


def may_be(day: date, today: date) -> bool:
    """Whether it can be the last day of somebody who is here today."""
    return today <= day <= today + LONGEST


def told_at(last_day: date, at: time, quiet_hours: Quiet) -> datetime:
    """When whoever leaves is told where their open reports stand: at that time on the day before the last one, or a day
    earlier when nothing may ring then."""
    day = last_day - _DAY
    while day in quiet_hours.silent_days:
        day -= _DAY
    return quiet.release_at(datetime.combine(day, at, tzinfo=quiet_hours.tz), quiet_hours)


def asked_at(last_day: date, at: time, quiet_hours: Quiet, answered_at: datetime) -> datetime | None:
    """When whoever leaves is asked once more whether it is solved: the day before, or on the last day in the morning or
    at the end of the afternoon, whichever comes first after the answer; None when there is no such moment left."""
    last_hours = [datetime.combine(last_day, moment, tzinfo=quiet_hours.tz) for moment in (at, EVENING)]
    moments = [told_at(last_day, at, quiet_hours), *(at for at in last_hours if not quiet.is_quiet(at, quiet_hours))]
    return next((moment for moment in moments if moment >= answered_at + _PAUSE), None)


def desk_at(last_day: date, calendar: Calendar) -> datetime | None:
    """When the desk is told that a reporter leaves: when the office opens on the last working day before that day.
    None when the calendar does not reach so far."""
    try:
        day = last_day - _DAY
        while not calendar.is_working_day(day):
            day -= _DAY
    except CalendarError:
        return None
    return calendar.next_open(datetime.combine(day, time(), tzinfo=calendar.tz))


def desk_from(last_day: date, calendar: Calendar, now: datetime) -> datetime | None:
    """The same from now on: at once when it has passed, or when the office opens next; None when that is too late."""
    told_at = desk_at(last_day, calendar)
    if told_at is None:
        return None
    at = calendar.next_open(max(now, told_at))
    return at if at.astimezone(calendar.tz).date() <= last_day else None


def near_until(today: date, calendar: Calendar) -> date:
    """The next working day after today: reports of those who leave by then go first at the desk. CalendarError when the
    calendar does not reach it."""
    day = today + _DAY
    while not calendar.is_working_day(day):
        day += _DAY
    return day


def is_last_day(last_day: date | None, now: datetime, tz: ZoneInfo) -> bool:
    """Whether that day is today: what waits for the morning comes too late."""
    return last_day is not None and now.astimezone(tz).date() == last_day


def _ahead(words: str, today: date) -> int | None:
    for days, phrases in _IN_DAYS.items():
        if words in phrases:
            return days
    if (named := _WEEKDAY.match(words)) and named[2] in dates.WEEKDAYS:
        days = (dates.WEEKDAYS[named[2]] - today.weekday()) % 7
        return 7 if days == 0 and (named[1] or named[3]) else days
    if ahead := _AHEAD.match(words):
        return dates.length(ahead[1], ahead[2])
    return None


def _date(words: str, today: date) -> date | None:
    found = dates.read(words)
    if found is None:
        return None
    years = (today.year, today.year + 1) if found.year is None else (found.year,)
    for year in years:
        try:
            day = date(year, found.month, found.day)
        except ValueError:
            continue
        if found.year is not None or day >= today:
            return day
    return None
