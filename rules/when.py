"""The day a person means: buttons, dates in figures or words, "yesterday" and "kemarin"."""

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
    1: {"kemarin", "kemaren", "semalam", "tadi malam", "kemarin malam", "yesterday", "last night"},
    2: {"kemarin lusa", "dua hari lalu", "two days ago", "day before yesterday"},
}
_AGO: Final = re.compile(r"^(\d{1,2})\s*(?:hari|days?)\s*(?:yang\s+)?(?:lalu|ago)$")
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
    date without a year is the last one that has come.
    """
    words = " ".join(text.lower().strip(" .!").split())
    if words in _NOW:
        return When(today, now=True)
    for days, phrases in _DAYS_AGO.items():
        if words in phrases:
            return When(today - timedelta(days=days))
    if ago := _AGO.match(words):
        return When(today - timedelta(days=int(ago[1])))
    return _date(words, today)


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
