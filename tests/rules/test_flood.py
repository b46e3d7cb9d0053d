"""How fast an account is answered by how much it sends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rules import flood
from rules.flood import Flood, Pace

LIMITS = Flood(40, 120, 60, 20, 100, 5, 200)
NOON = datetime(2026, 11, 23, 4, 5, 37, 500, tzinfo=UTC)


@pytest.mark.parametrize(
    ("count", "pace"),
    [(1, Pace.AT_ONCE), (40, Pace.AT_ONCE), (41, Pace.SLOWLY), (120, Pace.SLOWLY), (121, Pace.NOT_AT_ALL)],
)
def test_first_slowly_then_not_at_all(count: int, pace: Pace) -> None:
    """The limits themselves are still within them."""
    assert pace is flood.pace(count, LIMITS)


@pytest.mark.parametrize(("count", "minutes"), [(1, 0), (100, 0), (101, 1), (200, 1), (201, 2), (1001, 10)])
def test_new_accounts_are_answered_in_turn(count: int, minutes: int) -> None:
    """A hundred in each minute, however many come at once."""
    assert timedelta(minutes=minutes) == flood.waits(count, LIMITS)


def test_windows_begin_with_the_clock() -> None:
    """A minute, an hour, a day."""
    assert datetime(2026, 11, 23, 4, 5, tzinfo=UTC) == flood.window(NOON, flood.MINUTE)
    assert datetime(2026, 11, 23, 4, tzinfo=UTC) == flood.window(NOON, flood.HOUR)
    assert datetime(2026, 11, 23, tzinfo=UTC) == flood.window(NOON, flood.DAY)
