"""The day a person means."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rules import when
from rules.draft import When

TODAY = date(2026, 11, 23)


def ago(days: int) -> When:
    """So many days before today."""
    return When(TODAY - timedelta(days=days))


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("last tuesday", 6),
        ("Tuesday", 6),
        ("on Tuesday", 6),
        ("selasa lalu", 6),
        ("hari selasa", 6),
        ("Selasa", 6),
        ("hari Selasa yang lalu", 6),
        ("selasa kemarin", 6),
        ("sunday", 1),
        ("hari minggu", 1),
        ("minggu", 1),
        ("Hari Minggu lalu", 1),
        ("Jum’at", 3),
        ("saturday night", 2),
        ("sabtu malam", 2),
        ("Monday", 0),
        ("senin", 0),
        ("last Monday", 7),
        ("senin lalu", 7),
        ("minggu lalu", 7),
        ("minggu yang lalu", 7),
        ("last week", 7),
        ("a week ago", 7),
        ("seminggu yang lalu", 7),
        ("2 minggu lalu", 14),
        ("dua minggu yang lalu", 14),
        ("3 weeks ago", 21),
        ("two days ago", 2),
        ("sehari lalu", 1),
        ("sejak kemarin", 1),
        ("since yesterday", 1),
        ("Since yesterday morning", 1),
        ("dari kemarin sore", 1),
        ("dari tadi pagi", 0),
        ("since last night", 1),
        ("sejak hari senin", 0),
        ("since 12 November", 11),
        ("sejak 3 hari lalu", 3),
    ],
)
def test_days_by_weekday_week_and_since(words: str, days: int) -> None:
    """A weekday is the last such day that has come, a week is seven days, and "since" changes nothing."""
    assert ago(days) == when.parse(words, TODAY)


@pytest.mark.parametrize("words", ["last", "hari", "last year", "since", "besok", "tomorrow", "next tuesday", "malam"])
def test_other_words_are_not_guessed(words: str) -> None:
    """What names no day that has come is not understood."""
    assert when.parse(words, TODAY) is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("sekarang", When(TODAY, now=True)),
        ("Right now!", When(TODAY, now=True)),
        ("hari ini", ago(0)),
        ("this  morning.", ago(0)),
        ("Kemarin", ago(1)),
        ("last night", ago(1)),
        ("kemarin lusa", ago(2)),
        ("3 hari yang lalu", ago(3)),
        ("10 days ago", ago(10)),
        ("2026-11-12", When(date(2026, 11, 12))),
        ("2026年11月12日", When(date(2026, 11, 12))),
        ("12/11", When(date(2026, 11, 12))),
        ("12.11.26", When(date(2026, 11, 12))),
        ("12-11-2025", When(date(2025, 11, 12))),
        ("12 November", When(date(2026, 11, 12))),
        ("12 nov. 2025", When(date(2025, 11, 12))),
        ("1 agustus", When(date(2026, 8, 1))),
        ("12th november", When(date(2026, 11, 12))),
        ("November 12th, 2025", When(date(2025, 11, 12))),
        ("Oct 3", When(date(2026, 10, 3))),
        ("24 desember", When(date(2025, 12, 24))),
        ("29/2", None),
        ("24/11/2026", None),
        ("2026-12-01", None),
        ("31/2/2026", None),
        ("12 foo", None),
        ("foo 12", None),
        ("some time", None),
        ("", None),
    ],
)
def test_days_in_words_and_figures(words: str, expected: When | None) -> None:
    """Day first; without a year the last one that has come; never a day still to come."""
    assert expected == when.parse(words, TODAY)


def test_a_leap_day_without_a_year_may_be_last_years() -> None:
    """29 February is not refused in January after a leap year."""
    assert When(date(2024, 2, 29)) == when.parse("29 feb 2024", date(2025, 1, 10))
