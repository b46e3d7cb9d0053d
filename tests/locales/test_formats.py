"""Days, times and distances as people of each language write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from locales import formats

WITA = ZoneInfo("Asia/Makassar")
AT = datetime(2026, 11, 23, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("id", "Senin, 23 November 2026 11.04 WITA"),
        ("en", "Monday, 23 November 2026 11:04 WITA"),
        ("zh", "2026年11月23日星期一 11:04 WITA"),
        ("ban", "Senin, 23 November 2026 11.04 WITA"),
    ],
)
def test_a_moment_is_in_the_regions_time(locale: str, text: str) -> None:
    """A moment is shown in WITA, as CLDR writes it in each language; Balinese, which CLDR lacks, as Indonesian."""
    assert text == formats.moment(AT, locale, WITA, "WITA")


@pytest.mark.parametrize(("locale", "text"), [("id", "5 Agu 2026"), ("en", "5 Aug 2026"), ("zh", "2026年8月5日")])
def test_a_short_day_fits_a_button(locale: str, text: str) -> None:
    """A short day has the month's abbreviation of the language."""
    assert text == formats.short_day(date(2026, 8, 5), locale)


@pytest.mark.parametrize(
    ("locale", "text"), [("id", "Rabu, 5 Agustus"), ("en", "Wednesday, 5 August"), ("zh", "8月5日星期三")]
)
def test_a_day_of_these_weeks_has_no_year(locale: str, text: str) -> None:
    """The weekday stands where the full date has it."""
    assert text == formats.weekday(date(2026, 8, 5), locale)


@pytest.mark.parametrize(
    ("km", "locale", "text"),
    [(0.004, "id", "10 m"), (0.347, "en", "350 m"), (1.234, "id", "1,2 km"), (12, "en", "12 km")],
)
def test_a_distance_is_rounded_for_walking(km: float, locale: str, text: str) -> None:
    """Below a kilometre tens of metres, above it one decimal."""
    assert text == formats.distance(km, locale)
