"""Dates as people write them, in both languages: in figures, with the month in words, with or without the year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

WEEKDAYS: Final = {
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
COUNTS: Final = {
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
_UNITS: Final = {"hari": 1, "day": 1, "minggu": 7, "week": 7}
# A number of days or weeks in plain words, for other patterns to build on; `length` says how many days it is.
SPAN: Final = rf"(\d{{1,2}}|{'|'.join(COUNTS)})?\s*(hari|day|minggu|week)s?"
_PART: Final = re.compile(r"\s+(?:pagi|siang|sore|malam|morning|afternoon|evening|night)$")
_FIGURES: Final = re.compile(r"^(\d{1,2})[./\- ](\d{1,2})(?:[./\- ](\d{4}|\d{2}))?$")
_YEAR_FIRST: Final = re.compile(r"^(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})\D{0,2}$")  # 2026-11-05, 2026年11月5日
MONTHS: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))  # for other patterns to build on
_WORDS: Final = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]+)\.?(?:\s+(\d{4}))?$")
_ENGLISH: Final = re.compile(r"^([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?$")


@dataclass(frozen=True, slots=True)
class Written:
    """A date as it was written: `year` is None where none was, and month and day need not exist."""

    year: int | None
    month: int
    day: int


def plain(text: str) -> str:
    """The words in lower case, without what stands around them."""
    return " ".join(text.lower().strip(" .!").replace("’", "'").split())


def without_part(words: str) -> str:
    """The plain words without the time of day at their end."""
    return _PART.sub("", words)


def length(count: str | None, unit: str) -> int:
    """The days of a span, from the two groups of `SPAN`; without a count it is one."""
    number = count or "1"
    return (COUNTS[number] if number in COUNTS else int(number)) * _UNITS[unit]


def read(words: str) -> Written | None:
    """The date that plain words are; None for anything else.

    Figures are read day first (12/11 is 12 November), as both Indonesians and most of Badung's guests write them.
    """
    if found := _YEAR_FIRST.match(words):
        return Written(int(found[1]), int(found[2]), int(found[3]))
    if found := _FIGURES.match(words):
        return Written(_year(found[3]), int(found[2]), int(found[1]))
    if found := _WORDS.match(words):
        return Written(_year(found[3]), _MONTHS.get(found[2], 0), int(found[1]))
    if found := _ENGLISH.match(words):
        return Written(_year(found[3]), _MONTHS.get(found[1], 0), int(found[2]))
    return None


def _year(figures: str | None) -> int | None:
    if figures is None:
        return None
    return int(figures) + (2000 if len(figures) == 2 else 0)
