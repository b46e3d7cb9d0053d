"""How days, times, distances and numbers look in each language: CLDR's own patterns, through Babel."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton, format_timedelta
from babel.numbers import format_decimal
from babel.units import format_unit

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

INSTANT: Final = timedelta(microseconds=1)  # before midnight is the day before
_THIN: Final = "\u2009"  # around a dash, in CLDR; not in every telephone's fonts
_OURS: Final = {"en": "en_GB"}  # the English of this house: the day comes before the month
_HERE: Final = "id"  # a language that CLDR does not know (Balinese) is one of the archipelago's


@cache
def cldr(locale: str) -> Locale:
    """CLDR's data for one of our locales."""
    try:
        return Locale.parse(_OURS.get(locale, locale))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_HERE)


@cache
def _full(locale: str) -> str:
    """CLDR's full date; a day of one figure has no nought before it."""
    return re.sub(r"d+", "d", str(cldr(locale).date_formats["full"].pattern))


@cache
def _without_year(locale: str) -> str:
    """The day and the month, the weekday before or after them as in the full date."""
    full, day_and_month = _full(locale), str(cldr(locale).datetime_skeletons["MMMMd"].pattern)
    if before := re.match(r"E+[^A-Za-z']*", full):
        return f"{before[0]}{day_and_month}"
    after = re.search(r"\s*E+$", full)
    return f"{day_and_month}{after[0] if after else ' EEEE'}"


def day(value: date, locale: str) -> str:
    """A day in full: "Senin, 23 November 2026"."""
    return format_date(value, _full(locale), locale=cldr(locale))


def weekday(value: date, locale: str) -> str:
    """A day of these weeks, without its year: "Rabu, 25 November"."""
    return format_date(value, _without_year(locale), locale=cldr(locale))


def short_day(value: date, locale: str) -> str:
    """A day for a list or a button: "23 Nov 2026"."""
    return format_skeleton("yMMMd", value, locale=cldr(locale))


def span(first: date, last: date, locale: str) -> str:
    """From a day to another, as short as it can be said: "25 Okt – 23 Nov 2026"; a day alone as itself."""
    if first == last:
        return short_day(first, locale)
    return format_interval(first, last, "yMMMd", locale=cldr(locale)).replace(_THIN, " ")


def part(first: date, last: date, unit: str, locale: str) -> str:
    """A part of a span for a list: the day with its weekday, the days of a week, or the month."""
    if unit == "month":
        return format_skeleton("yMMM", first, locale=cldr(locale))
    if unit == "day" or first == last:
        return format_skeleton("MMMEd", first, locale=cldr(locale))
    return format_interval(first, last, "MMMd", locale=cldr(locale)).replace(_THIN, " ")


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
    return format_skeleton("Hm", value, tzinfo=value.tzinfo, locale=cldr(locale))


def language(code: str, locale: str) -> str:
    """What a language is called in a sentence of another: "Tionghoa", "Chinese"."""
    return str(cldr(locale).languages.get(code) or cldr(locale).languages.get(code.partition("_")[0]) or code)


def number(value: float, locale: str) -> str:
    """A number with at most one decimal: "12,5" in Indonesian, "12.5" in English."""
    return format_decimal(round(value, 1), locale=cldr(locale))


def duration(minutes: int, locale: str) -> str:
    """How long something took or takes, in its largest unit: "3 jam", "3 hours"."""
    return format_timedelta(timedelta(minutes=max(1, minutes)), locale=cldr(locale), threshold=1)


def distance(kilometres: float, locale: str) -> str:
    """A distance a walker understands: metres below one kilometre, then kilometres with one decimal."""
    if kilometres < 1:
        return format_unit(max(10, round(kilometres * 1000, -1)), "length-meter", "short", locale=cldr(locale))
    return format_unit(round(kilometres, 1), "length-kilometer", "short", locale=cldr(locale))
