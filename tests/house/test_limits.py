"""The published limits are those of the profile."""

from __future__ import annotations

from pathlib import Path

from bot import limits, region

PAGE = Path(__file__).parents[2] / "docs" / "limits.md"


def test_the_page_has_the_profiles_numbers() -> None:
    """`python -m bot.limits` prints the table that belongs there."""
    assert limits.table(region.load("badung")) in PAGE.read_text()
