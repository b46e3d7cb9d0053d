"""What can be corrected, and what holds afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rules import correction
from rules.lifecycle import Step

AT = datetime(2026, 11, 25, 9, tzinfo=UTC)


@dataclass
class Line:
    """A line of a history."""

    id: int
    step: str
    at: datetime = AT
    data: dict[str, Any] = field(default_factory=dict)


@pytest.mark.parametrize(
    ("step", "later", "may"),
    [
        (Step.REPLY, timedelta(hours=47, minutes=59), True),
        (Step.ASK, timedelta(0), True),
        (Step.REPLY, timedelta(hours=48), False),
        (Step.NOTE, timedelta(0), False),
        (Step.CORRECT, timedelta(0), False),
    ],
)
def test_for_48_hours_from_the_first_sending(step: Step, later: timedelta, may: bool) -> None:
    """Only what was said to the reporter, and a correction does not prolong it."""
    assert correction.may(Line(1, step), AT + later) is may


def test_the_last_correction_holds_in_the_place_of_the_first_words() -> None:
    """Of the steps asked for."""
    history = [
        Line(1, Step.REPLY),
        Line(2, Step.ASK),
        Line(3, Step.CORRECT, data={"corrects": 1}),
        Line(4, Step.REPLY),
        Line(5, Step.CORRECT, data={"corrects": 1}),
        Line(6, Step.CORRECT, data={"corrects": 2}),
    ]
    assert [5, 4] == [line.id for line in correction.valid(history, {Step.REPLY})]
    assert [6] == [line.id for line in correction.valid(history, {Step.ASK})]
