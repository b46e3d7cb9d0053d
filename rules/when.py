"""The day a person means: buttons, dates in figures or words, "yesterday" and "kemarin", weekdays."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

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
    },
    1: {"kemarin", "kemaren", "kmrn", "semalam", "tadi malam", "kemarin malam", "yesterday", "last night"},
    2: {"kemarin lusa", "day before yesterday", "the day before yesterday"},
    7: {"last week", "minggu kemarin"},  # a Minggu that is a Sunday is written "hari minggu", or "minggu" alone
}
_COUNTS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("se", "a", "one", "satu"),
            ("dua", "two"),
            ("tiga", "three"),
            ("empat", "four"),
            ("lima", "five"),
            ("enam", "six"),
            ("tujuh", "seven"),
            ("delapan", "eight"),
            ("sembilan", "nine"),
            ("sepuluh", "ten"),
        ),
        start=1,
    )
    for name in names
}
_SPANS: Final = {"hari": 1, "day": 1, "minggu": 7, "week": 7}
_AGO: Final = re.compile(
    rf"^(\d{{1,2}}|{'|'.join(_COUNTS)})?\s*(hari|day|minggu|week)s?\s+(?:yang\s+|yg\s+)?(?:lalu|ago)$"
)
_WEEKDAYS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("senin", "monday", "mon"),
            ("selasa", "tuesday", "tue", "tues"),
            ("rabu", "wednesday", "wed"),
            ("kamis", "thursday", "thu", "thurs"),
            ("jumat", "jum'at", "friday", "fri"),
            ("sabtu", "saturday", "sat"),
            ("minggu", "ahad", "sunday", "sun"),
        )
    )
    for name in names
}
_WEEKDAY: Final = re.compile(
    r"^(?:(?:hari|on|this)\s+)?(last\s+|past\s+)?([a-z']+)(\s+(?:yang\s+|yg\s+)?(?:lalu|kemarin|kemaren)|\s+last\s+week|\s+minggu\s+lalu)?$"
)
_SINCE: Final = re.compile(r"^(?:sejak|semenjak|mulai|dari|since|from)\s+")
_PART: Final = re.compile(r"\s+(?:pagi|siang|sore|malam|morning|afternoon|evening|night)$")
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "januari", "january"),
            ("feb", "februari", "february"),
            ("mar", "maret", "march"),
            ("apr", "april"),
            ("mei", "may"),
            ("jun", "juni", "june"),
            ("jul", "juli", "july"),
            ("agu", "agustus", "aug", "august"),
            ("sep", "sept", "september"),
            ("okt", "oktober", "oct", "october"),
            ("nov", "november"),
            ("des", "desember", "dec", "december"),
        ),
        start=1,
    )
    for name in names
}
_FIGURES: Final = re.compile(r"^(\d{1,2})[./\- ](\d{1,2})(?:[./\- ](\d{4}|\d{2}))?$")
_ISO: Final = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_WORDS: Final = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]+)\.?(?:\s+(\d{4}))?$")
_ENGLISH: Final = re.compile(r"^([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?$")


def parse(text: str, today: date) -> When | None:
    """The day meant, never after `today`; None when the words are not understood.

    Figures are read day first (12/11 is 12 November), as both Indonesians and most of Badung's guests write them. A
    date without a year, and a weekday, is the last one that has come; "since" and the time of day are left out.
    """
    words = _SINCE.sub("", " ".join(text.lower().strip(" .!").replace("’", "'").split()))
    if words in _NOW:
        return When(today, now=True)
    days = _days_ago(words, today)
    if days is None:
        days = _days_ago(_PART.sub("", words), today)
    return _date(words, today) if days is None else When(today - timedelta(days=days))


def _days_ago(words: str, today: date) -> int | None:
    for days, phrases in _DAYS_AGO.items():
        if words in phrases:
            return days
    if ago := _AGO.match(words):
        count = ago[1] or "1"
        return (_COUNTS[count] if count in _COUNTS else int(count)) * _SPANS[ago[2]]
    if (named := _WEEKDAY.match(words)) and named[2] in _WEEKDAYS:
        return _since(_WEEKDAYS[named[2]], today, bool(named[1] or named[3]))
    return None


def _since(weekday: int, today: date, last: bool) -> int:
    """Days since the last such day; today is one itself, unless "last" is said."""
    days = (today.weekday() - weekday) % 7
    return 7 if last and days == 0 else days


def _date(words: str, today: date) -> When | None:
    if found := _ISO.match(words):
        return _past(int(found[1]), int(found[2]), int(found[3]), today)
    if found := _FIGURES.match(words):
        return _past(found[3], int(found[2]), int(found[1]), today)
    if found := _WORDS.match(words):
        return _past(found[3], _MONTHS.get(found[2], 0), int(found[1]), today)
    if found := _ENGLISH.match(words):
        return _past(found[3], _MONTHS.get(found[1], 0), int(found[2]), today)
    return None


def _past(year: int | str | None, month: int, day: int, today: date) -> When | None:
    if isinstance(year, str):
        year = int(year) + (2000 if len(year) == 2 else 0)
    try:
        found = date(year or today.year, month, day)
        if year is None and found > today:
            found = date(today.year - 1, month, day)
    except ValueError:
        return None
    return When(found) if found <= today else None
