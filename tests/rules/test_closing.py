"""The end of a report."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rules import closing
from tests.rules.test_deadline import CALENDAR, OLD, wita

ENDED = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ended_at", "after", "expected"),
    [
        (None, timedelta(days=400), False),
        (ENDED, timedelta(0), False),
        (ENDED, timedelta(days=30), False),
        (ENDED, timedelta(days=30, microseconds=1), True),
    ],
)
def test_the_span_for_reopening(ended_at: datetime | None, after: timedelta, expected: bool) -> None:
    """Thirty days after the end, to the moment; what has not ended has none."""
    assert expected == closing.has_lapsed(ended_at, ENDED + after, 30)


def test_the_reporter_is_asked_again_halfway() -> None:
    """Five of ten working days after the answer: a Monday's on the next one, when the office closes."""
    assert wita("2026-11-30T16:00") == closing.ask_again_at(ENDED, CALENDAR, OLD)
