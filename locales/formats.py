"""How days, times, distances and numbers look in each language (CLDR, through Babel)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from babel.dates import format_date, format_interval, format_time, format_timedelta
from babel.numbers import format_decimal

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

INSTANT = timedelta(microseconds=1)  # before midnight is the day before
_DAY = {"id": "EEEE, d MMMM y", "en": "EEEE, d MMMM y"}
_DAY_FIRST = {"id": "id", "en": "en_GB"}  # as the other dates: the day comes before the month
_THIN = "\u2009"  # around a dash, in CLDR; not in every telephone's fonts
_SHORT = {"id": "d MMM y", "en": "d MMM y"}


def day(value: date, locale: str) -> str:
    """A day in full: "Senin, 23 November 2026"."""
    return format_date(value, _DAY.get(locale, _DAY["en"]), locale=locale)


def short_day(value: date, locale: str) -> str:
    """A day for a list or a button: "23 Nov 2026"."""
    return format_date(value, _SHORT.get(locale, _SHORT["en"]), locale=locale)


def span(first: date, last: date, locale: str) -> str:
    """From a day to another, as short as it can be said: "25 Okt – 23 Nov 2026"; a day alone as itself."""
    if first == last:
        return short_day(first, locale)
    return format_interval(first, last, "yMMMd", locale=_DAY_FIRST[locale]).replace(_THIN, " ")


def part(first: date, last: date, unit: str, locale: str) -> str:
    """A part of a span for a list: the day with its weekday, the days of a week, or the month."""
    if unit == "month":
        return format_date(first, "MMM y", locale=locale)
    if unit == "day" or first == last:
        return format_date(first, "EEE d MMM", locale=locale)
    return format_interval(first, last, "MMMd", locale=_DAY_FIRST[locale]).replace(_THIN, " ")


def moment(value: datetime, locale: str, tz: ZoneInfo, zone: str) -> str:
    """A point in time in the region's zone: "Senin, 23 November 2026 11.04 WITA"."""
    local = value.astimezone(tz)
    return f"{day(local.date(), locale)} {clock_time(local, locale)} {zone}"


def short_moment(value: datetime, locale: str, tz: ZoneInfo, zone: str) -> str:
    """A point in time for a card or a list: "23 Nov 2026 11.04 WITA"."""
    local = value.astimezone(tz)
    return f"{short_day(local.date(), locale)} {clock_time(local, locale)} {zone}"


def clock_time(value: datetime, locale: str) -> str:
    """The time of day on a 24-hour clock: 11.04 in Indonesian, 11:04 in English."""
    return format_time(value, "HH.mm" if locale == "id" else "HH:mm", tzinfo=value.tzinfo, locale=locale)


def number(value: float, locale: str) -> str:
    """A number with at most one decimal: "12,5" in Indonesian, "12.5" in English."""
    return format_decimal(round(value, 1), locale=locale)


def duration(minutes: int, locale: str) -> str:
    """How long something took or takes, in its largest unit: "3 jam", "3 hours"."""
    return format_timedelta(timedelta(minutes=max(1, minutes)), locale=locale, threshold=1)


def distance(kilometres: float, locale: str) -> str:
    """A distance a walker understands: metres below one kilometre, then kilometres with one decimal."""
    if kilometres < 1:
        return f"{max(10, round(kilometres * 1000, -1)):.0f} m"
    return f"{format_decimal(round(kilometres, 1), locale=locale)} km"
