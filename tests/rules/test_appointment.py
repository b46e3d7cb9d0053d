"""A moment to come, as operators write it."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from rules import appointment

WITA = ZoneInfo("Asia/Makassar")
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # a Monday at noon


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("besok 09.00", "2026-11-24 09:00"),
        ("Besok pukul 9:05 WITA", "2026-11-24 09:05"),
        ("tomorrow at 21:30", "2026-11-24 21:30"),
        ("lusa jam 7.00", "2026-11-25 07:00"),
        ("the day after tomorrow 07:00", "2026-11-25 07:00"),
        ("hari ini 15.00", "2026-11-23 15:00"),
        ("15.00", "2026-11-23 15:00"),
        ("8.00", "2026-11-24 08:00"),
        ("12:00", "2026-11-24 12:00"),  # it is noon now
        ("Jumat 9.00", "2026-11-27 09:00"),
        ("hari senin, 9.00", "2026-11-30 09:00"),
        ("Monday 14:00", "2026-11-23 14:00"),
        ("27/11 09.00", "2026-11-27 09:00"),
        ("27 November 2026, 09.00", "2026-11-27 09:00"),
        ("Dec 24 8:00", "2026-12-24 08:00"),
        ("2027-01-05 08:00", "2027-01-05 08:00"),
        ("5 Jan 08:00", "2027-01-05 08:00"),
        ("22/11 09.00", None),  # yesterday: a year ahead is too far
        ("hari ini 11.00", None),
        ("27/11/2027 09.00", None),
        ("31/11 09.00", None),
        ("besok", None),
        ("besok 24.00", None),
        ("besok 9.60", None),
        ("kapan-kapan 9.00", None),
        ("", None),
    ],
)
def test_a_moment_as_it_is_written(written: str, expected: str | None) -> None:
    """In the region's time; the next one that is meant, never one that has passed or lies far ahead."""
    found = appointment.parse(written, NOW, WITA)

    assert expected == (f"{found.astimezone(WITA):%Y-%m-%d %H:%M}" if found else None)
