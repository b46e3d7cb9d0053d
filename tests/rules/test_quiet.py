"""Nothing but replies rings at night, or on the day of silence."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import quiet
from rules.quiet import Quiet

WITA = ZoneInfo("Asia/Makassar")
QUIET = Quiet(time(7), time(21), WITA, frozenset({date(2026, 3, 19), date(2026, 3, 20)}))


def wita(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WITA)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-02T07:00", "2026-03-02T07:00"),
        ("2026-03-02T12:34:56", "2026-03-02T12:34:56"),
        ("2026-03-02T20:59:59", "2026-03-02T20:59:59"),
        ("2026-03-02T21:00", "2026-03-03T07:00"),
        ("2026-03-02T23:59", "2026-03-03T07:00"),
        ("2026-03-03T00:00", "2026-03-03T07:00"),
        ("2026-03-03T06:59:59", "2026-03-03T07:00"),
        ("2026-03-18T20:00", "2026-03-18T20:00"),
        ("2026-03-18T22:00", "2026-03-21T07:00"),
        ("2026-03-19T12:00", "2026-03-21T07:00"),
        ("2026-03-20T03:00", "2026-03-21T07:00"),
    ],
)
def test_release_at(now: str, expected: str) -> None:
    """Between 07:00 and 21:00 at once, otherwise at the next 07:00 that is not on a silent day."""
    assert wita(expected) == quiet.release_at(wita(now), QUIET)
    assert quiet.is_quiet(wita(now), QUIET) == (now != expected)


def test_zone_of_the_region() -> None:
    """Hours are the region's, whatever zone the moment is given in."""
    assert quiet.is_quiet(datetime(2026, 3, 2, 14, tzinfo=ZoneInfo("UTC")), QUIET)
    assert not quiet.is_quiet(datetime(2026, 3, 2, 23, 30, tzinfo=ZoneInfo("UTC")), QUIET)


@given(now=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(WITA)))
def test_release_may_ring(now: datetime) -> None:
    """What is released may ring, is never early, and keeps its time when asked again."""
    released = quiet.release_at(now, QUIET)

    assert released >= now
    assert not quiet.is_quiet(released, QUIET)
    assert released == quiet.release_at(released, QUIET)
