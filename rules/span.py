"""A span of days as people write it when they look for something: "minggu ini", "oktober", "1-5 nov", "since 3/11"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from rules import dates, when

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Span:
    """Days, the first and the last one too."""

    first: date
    last: date


_YEAR: Final = r"(?:\s+(20\d\d))?"
_DAY: Final = (
    rf"(?:\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}[/.]\d{{1,2}}(?:[/.](?:20)?\d\d)?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{dates.MONTHS})\b(?:\s+20\d\d)?|(?:{dates.MONTHS})\s+\d{{1,2}}\b(?!\d)(?:,?\s+20\d\d)?"
    r"|hari ini|kemarin|today|yesterday)"
)
_TILL: Final = r"\s*(?:-|–|s/d|sd|sampai|hingga|to|until)\s*"
_UNITS: Final = {
    **dict.fromkeys(("hari", "day", "days"), 1),
    **dict.fromkeys(("minggu", "week", "weeks"), 7),
    **dict.fromkeys(("bulan", "month", "months"), 30),
    **dict.fromkeys(("tahun", "year", "years"), 365),
}
_UNIT: Final = "|".join(sorted(_UNITS, key=len, reverse=True))
_COUNT: Final = rf"(\d{{1,3}}|{'|'.join(sorted(dates.COUNTS, key=len, reverse=True))})"
_WEEK: Final = timedelta(days=7)


def find(text: str, today: date) -> tuple[Span, str] | None:
    """The span that the text names first of its kinds, and the text without it; None when it names none.

    A month without a year is the last one that has begun, a day without one the last that has come. Nothing is later
    than `today`.
    """
    words = " ".join(text.lower().split())
    for pattern, read in _WAYS:
        for found in pattern.finditer(words):
            span = read(found, today)
            if span is not None and span.first <= min(span.last, today):
                left = f"{words[: found.start()]} {words[found.end() :]}"
                return Span(span.first, min(span.last, today)), " ".join(left.split())
    return None


def _within_month(found: re.Match[str], today: date) -> Span | None:
    """1-5 nov"""
    last = _day(f"{found[2]} {found[3]} {found[4] or ''}".strip(), today)
    if last is None or not 1 <= int(found[1]) <= last.day:
        return None
    return Span(last.replace(day=int(found[1])), last)


def _between(found: re.Match[str], today: date) -> Span | None:
    first, last = _day(found[1], today), _day(found[2], today)
    return Span(first, last) if first and last else None


def _since(found: re.Match[str], today: date) -> Span | None:
    first = _day(found[1], today)
    return Span(first, today) if first else None


def _lately(found: re.Match[str], today: date) -> Span | None:
    """7 hari terakhir, last 7 days"""
    count, unit = (found[1], found[2]) if found[1] else (found[4], found[5])
    number = dates.COUNTS[count] if count in dates.COUNTS else int(count)
    return Span(today - timedelta(days=number * _UNITS[unit] - 1), today) if number else None


def _period(found: re.Match[str], today: date) -> Span | None:
    """minggu ini, bulan lalu, last month"""
    unit, which = (found[1], found[2]) if found[1] else (found[4], found[3])
    this = which in {"ini", "this"}
    match _UNITS[unit]:
        case 7:
            monday = today - timedelta(days=today.weekday())
            first = monday if this else monday - _WEEK
            return Span(first, first + timedelta(days=6))
        case 30:
            first = today.replace(day=1)
            if not this:
                first = (first - timedelta(days=1)).replace(day=1)
            return _month(first)
        case 365:
            year = today.year if this else today.year - 1
            return Span(date(year, 1, 1), date(year, 12, 31))
    return None


def _in_month(found: re.Match[str], today: date) -> Span | None:
    """oktober, oktober 2026"""
    named = dates.read(f"1 {found[1]}")
    if named is None:
        return None
    year = int(found[2]) if found[2] else today.year if named.month <= today.month else today.year - 1
    return _month(date(year, named.month, 1))


def _in_year(found: re.Match[str], _today: date) -> Span | None:
    return Span(date(int(found[1]), 1, 1), date(int(found[1]), 12, 31))


def _one_day(found: re.Match[str], today: date) -> Span | None:
    day = _day(found[1], today)
    return Span(day, day) if day else None


def _day(words: str, today: date) -> date | None:
    found = when.parse(words.replace(",", ""), today)
    return found.day if found else None


def _month(first: date) -> Span:
    after = (first + timedelta(days=32)).replace(day=1)
    return Span(first, after - timedelta(days=1))


_WAYS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Span | None]], ...]] = (
    (re.compile(rf"\b(\d{{1,2}}){_TILL}(\d{{1,2}})\s+({dates.MONTHS})\b{_YEAR}"), _within_month),
    (re.compile(rf"(?<![\d/.])({_DAY}){_TILL}({_DAY})(?![\d/])"), _between),
    (re.compile(rf"\b(?:sejak|mulai|since|from)\s+({_DAY})(?![\d/])"), _since),
    (re.compile(rf"\b{_COUNT}\s+({_UNIT})\s+terakhir\b|\b(last|past)\s+{_COUNT}\s+({_UNIT})\b"), _lately),
    (re.compile(r"\b(minggu|bulan|tahun)\s+(ini|lalu|kemarin)\b|\b(this|last)\s+(week|month|year)\b"), _period),
    (re.compile(rf"(?<![\d/.-])({_DAY})(?![\d/])"), _one_day),
    (re.compile(rf"(?<!\d )\b(?:bulan\s+)?({dates.MONTHS})\b{_YEAR}"), _in_month),
    (re.compile(r"\b(?:tahun|year)\s+(20\d\d)\b"), _in_year),
)
