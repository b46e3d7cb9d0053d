"""Terms of the region's data, and the hour at which they are looked at."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from rules.region import Names, Retention
from rules.retention import Sort, cutoffs, last_night

WITA = ZoneInfo("Asia/Makassar")
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def test_a_term_is_counted_back_from_now() -> None:
    """Each sort has its own."""
    terms = {name: Retention(name, Names("", ""), days, True) for name, days in (("push", 90), ("update", 14))}
    expected = {
        Sort.PUSH: datetime(2026, 8, 25, 4, 0, tzinfo=UTC),
        Sort.UPDATE: datetime(2026, 11, 9, 4, 0, tzinfo=UTC),
    }

    assert expected == cutoffs(terms, NOON)


@pytest.mark.parametrize(
    ("now", "night"),
    [
        (datetime(2026, 11, 22, 19, 0, tzinfo=UTC), datetime(2026, 11, 22, 19, 0, tzinfo=UTC)),
        (datetime(2026, 11, 22, 18, 59, tzinfo=UTC), datetime(2026, 11, 21, 19, 0, tzinfo=UTC)),
        (NOON, datetime(2026, 11, 22, 19, 0, tzinfo=UTC)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), datetime(2026, 12, 31, 19, 0, tzinfo=UTC)),
    ],
)
def test_the_last_night_is_three_oclock_in_the_region(now: datetime, night: datetime) -> None:
    """Not at midnight of some other place."""
    assert night == last_night(now, WITA)
