"""Spans of days as operators write them."""

from __future__ import annotations

from datetime import date

import pytest

from rules import span
from rules.span import Span

TODAY = date(2026, 11, 25)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "first", "last", "left"),
    [
        ("3 nov", "2026-11-03", "2026-11-03", ""),
        ("3 nov sampah", "2026-11-03", "2026-11-03", "sampah"),
        ("sampah 3/11", "2026-11-03", "2026-11-03", "sampah"),
        ("2026-11-03", "2026-11-03", "2026-11-03", ""),
        ("3 desember", "2025-12-03", "2025-12-03", ""),
        ("november 3, 2026 road", "2026-11-03", "2026-11-03", "road"),
        ("1-5 nov", "2026-11-01", "2026-11-05", ""),
        ("1 s/d 5 november 2025", "2025-11-01", "2025-11-05", ""),
        ("28 okt - 3 nov", "2026-10-28", "2026-11-03", ""),
        ("3/11 sampai 5/11 jalan", "2026-11-03", "2026-11-05", "jalan"),
        ("sejak 3 nov", "2026-11-03", "2026-11-25", ""),
        ("since 3/11", "2026-11-03", "2026-11-25", ""),
        ("hari ini", "2026-11-25", "2026-11-25", ""),
        ("kemarin", "2026-11-24", "2026-11-24", ""),
        ("yesterday", "2026-11-24", "2026-11-24", ""),
        ("minggu ini", "2026-11-23", "2026-11-25", ""),
        ("jalan minggu lalu", "2026-11-16", "2026-11-22", "jalan"),
        ("last week", "2026-11-16", "2026-11-22", ""),
        ("bulan ini", "2026-11-01", "2026-11-25", ""),
        ("bulan lalu", "2026-10-01", "2026-10-31", ""),
        ("last month", "2026-10-01", "2026-10-31", ""),
        ("tahun lalu", "2025-01-01", "2025-12-31", ""),
        ("this year", "2026-01-01", "2026-11-25", ""),
        ("7 hari terakhir", "2026-11-19", "2026-11-25", ""),
        ("last two weeks", "2026-11-12", "2026-11-25", ""),
        ("jalan rusak oktober", "2026-10-01", "2026-10-31", "jalan rusak"),
        ("desember", "2025-12-01", "2025-12-31", ""),
        ("oktober 2025", "2025-10-01", "2025-10-31", ""),
        ("bulan november", "2026-11-01", "2026-11-25", ""),
        ("tahun 2025", "2025-01-01", "2025-12-31", ""),
    ],
)
def test_what_is_meant(text: str, first: str, last: str, left: str) -> None:
    """The days, never later than today, and the words that are left."""
    assert span.find(text, TODAY) == (Span(date.fromisoformat(first), date.fromisoformat(last)), left)


@pytest.mark.parametrize(
    "text", ["", "jalan rusak", "gang 3", "51.03", "32 nov", "31/2", "5-1 nov", "1 jan 2030", "2026", "0 hari terakhir"]
)
def test_what_is_none(text: str) -> None:
    """Numbers, days that do not exist, days to come, spans that run backwards."""
    assert span.find(text, TODAY) is None
