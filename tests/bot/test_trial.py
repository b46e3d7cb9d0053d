"""The moment at which the sandbox begins."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot import region, trial


@pytest.mark.parametrize(
    ("now", "begins"),
    [
        ("2026-11-25T10:00+08:00", None),
        ("2026-11-25T19:59+08:00", None),
        ("2026-11-25T20:30+08:00", "2026-11-26T07:00+08:00"),
        ("2026-11-25T23:00+08:00", "2026-11-26T07:00+08:00"),
        ("2026-11-26T05:30+08:00", "2026-11-26T07:00+08:00"),
        ("2027-03-08T12:00+08:00", "2027-03-09T07:00+08:00"),  # Nyepi
    ],
)
def test_it_begins_when_messages_may_ring(now: str, begins: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    """Now by day; at night, or an hour before it, in the morning, and it says so."""
    found = trial._morning(region.load("badung"), datetime.fromisoformat(now))

    assert found == (datetime.fromisoformat(begins) if begins else None)
    assert ("the clock here begins on" in capsys.readouterr().out) is (begins is not None)
