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
