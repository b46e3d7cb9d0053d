"""Spans of days by name and by typing, and the parts they are shown in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from rules import period
from rules.period import Period, Preset

TODAY = date(2026, 11, 23)  # a Monday


@pytest.mark.parametrize(
    ("preset", "first", "last"),
    [
        (Preset.WEEK, "2026-11-17", "2026-11-23"),
        (Preset.DAYS, "2026-10-25", "2026-11-23"),
        (Preset.MONTH, "2026-11-01", "2026-11-23"),
        (Preset.LAST, "2026-10-01", "2026-10-31"),
        (Preset.QUARTER, "2026-10-01", "2026-11-23"),
        (Preset.YEAR, "2026-01-01", "2026-11-23"),
    ],
)
def test_what_has_a_name(preset: Preset, first: str, last: str) -> None:
    """Each ends today, except the month before; and its button leads back to it."""
    found = period.named(preset, TODAY)
    assert found == Period(date.fromisoformat(first), date.fromisoformat(last))
    assert period.of_code(preset, TODAY) == found == period.of_code(found.code, TODAY)


def test_last_month_in_january() -> None:
    """Is December of the year before."""
    assert period.named(Preset.LAST, date(2027, 1, 31)) == Period(date(2026, 12, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1 okt – 15 nov", ("2026-10-01", "2026-11-15")),
        ("1 Oct - 15 Nov 2026", ("2026-10-01", "2026-11-15")),
        ("1/10 s/d 15/11", ("2026-10-01", "2026-11-15")),
        ("1/10-15/11", ("2026-10-01", "2026-11-15")),
        ("1.10.2025 sampai 15.11.2025", ("2025-10-01", "2025-11-15")),
        ("2026-10-01 to 2026-11-15", ("2026-10-01", "2026-11-15")),
        ("2026-10-01 - 2026-11-15", ("2026-10-01", "2026-11-15")),
        ("20 des – 5 jan 2026", ("2025-12-20", "2026-01-05")),
        ("1 okt", ("2026-10-01", "2026-10-01")),
        ("24 nov", ("2025-11-24", "2025-11-24")),  # tomorrow has not come
        ("oktober", ("2026-10-01", "2026-10-31")),
        ("Feb 2024", ("2024-02-01", "2024-02-29")),
        ("des", ("2025-12-01", "2025-12-31")),
        ("jan – mar", ("2026-01-01", "2026-03-31")),
        ("2025", ("2025-01-01", "2025-12-31")),
        ("15 nov – 1 okt 2026", ("2025-11-15", "2026-10-01")),
        ("1 okt 2026 – 1 sep 2026", None),
        ("1 jan 2020 – 1 jan 2026", None),  # longer than two years
        ("31 feb", None),
        ("1 okt – 2 nov – 3 des", None),
        ("okt –", None),
        ("kapan saja", None),
        ("", None),
    ],
)
def test_what_is_typed(typed: str, expected: tuple[str, str] | None) -> None:
    """Both languages, with and without years; whatever cannot be is None."""
    found = period.parse(typed, TODAY)
    assert (found and (found.first.isoformat(), found.last.isoformat())) == expected


@pytest.mark.parametrize("code", ["", "20261301-20261302", "20261102-20261101", "20200101-20261101", "7", "1-2"])
def test_a_forged_button(code: str) -> None:
    """Leads nowhere."""
    assert period.of_code(code, TODAY) is None


def test_moments() -> None:
    """From midnight to the midnight after, in the region's time."""
    since, until = Period(TODAY, TODAY).moments(ZoneInfo("Asia/Makassar"))
    assert (since, until) == (datetime(2026, 11, 22, 16, tzinfo=UTC), datetime(2026, 11, 23, 16, tzinfo=UTC))


@pytest.mark.parametrize(
    ("first", "last", "unit", "count", "second"),
    [
        ("2026-11-17", "2026-11-23", "day", 7, "2026-11-18"),
        ("2026-10-25", "2026-11-23", "week", 5, "2026-10-27"),
        ("2026-08-15", "2026-11-22", "week", 15, "2026-08-17"),
        ("2026-10-01", "2026-10-28", "week", 4, "2026-10-08"),
        ("2026-01-15", "2026-11-23", "month", 11, "2026-02-01"),
        ("2024-11-23", "2026-11-23", "month", 25, "2024-12-01"),
    ],
)
def test_parts_are_few_and_lose_no_day(first: str, last: str, unit: str, count: int, second: str) -> None:
    """Days, weeks back from the last day, or months; each day is in one of them."""
    whole = Period(date.fromisoformat(first), date.fromisoformat(last))
    parts = whole.parts()
    assert (whole.unit, len(parts), parts[1].first.isoformat()) == (unit, count, second)
    assert sum(part.days for part in parts) == whole.days
    assert (parts[0].first, parts[-1].last) == (whole.first, whole.last)
