"""The day a person means: buttons, dates in figures or words, "yesterday" and "kemarin", weekdays."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from rules import dates
from rules.draft import When

_NOW: Final = {"sekarang", "baru saja", "barusan", "saat ini", "now", "just now", "right now"}
_DAYS_AGO: Final = {
    0: {
        "hari ini",
        "tadi",
        "tadi pagi",
        "tadi siang",
        "tadi sore",
        "today",
        "this morning",
        "this afternoon",
        "tonight",
        "tuni",
    },
    1: {"kemarin", "kemaren", "kmrn", "semalam", "tadi malam", "kemarin malam", "yesterday", "last night", "ibi"},
    2: {"kemarin lusa", "day before yesterday", "the day before yesterday", "puan"},
    7: {"last week", "minggu kemarin"},  # a Minggu that is a Sunday is written "hari minggu", or "minggu" alone
}
_AGO: Final = re.compile(rf"^{dates.SPAN}\s+(?:yang\s+|yg\s+)?(?:lalu|ago)$")
_WEEKDAY: Final = re.compile(
    r"^(?:(?:hari|on|this)\s+)?(last\s+|past\s+)?([a-z']+)(\s+(?:yang\s+|yg\s+)?(?:lalu|kemarin|kemaren)|\s+last\s+week|\s+minggu\s+lalu)?$"
)
_SINCE: Final = re.compile(r"^(?:sejak|semenjak|mulai|dari|since|from)\s+")


def parse(text: str, today: date) -> When | None:
    """The day meant, never after `today`; None when the words are not understood.

    Figures are read day first (12/11 is 12 November), as both Indonesians and most of Badung's guests write them. A
    date without a year, and a weekday, is the last one that has come; "since" and the time of day are left out.
    """
    words = _SINCE.sub("", dates.plain(text))
    if words in _NOW:
        return When(today, now=True)
    days = _days_ago(words, today)
    if days is None:
        days = _days_ago(dates.without_part(words), today)
    return _date(words, today) if days is None else When(today - timedelta(days=days))


def _days_ago(words: str, today: date) -> int | None:
    for days, phrases in _DAYS_AGO.items():
        if words in phrases:
            return days
    if ago := _AGO.match(words):
        return dates.length(ago[1], ago[2])
    if (named := _WEEKDAY.match(words)) and named[2] in dates.WEEKDAYS:
        return _since(dates.WEEKDAYS[named[2]], today, bool(named[1] or named[3]))
    return None


def _since(weekday: int, today: date, last: bool) -> int:
    """Days since the last such day; today is one itself, unless "last" is said."""
    days = (today.weekday() - weekday) % 7
    return 7 if last and days == 0 else days


def _date(words: str, today: date) -> When | None:
    found = dates.read(words)
    if found is None:
        return None
    try:
        day = date(today.year if found.year is None else found.year, found.month, found.day)
        if found.year is None and day > today:
            day = date(today.year - 1, found.month, found.day)
    except ValueError:
        return None
    return When(day) if day <= today else None
