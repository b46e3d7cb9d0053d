"""What is promised of a report that is made of a part of another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rules import split, updates
from rules.lifecycle import Actor, Status, Step
from rules.updates import Matter

DAY = timedelta(days=1)
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("counted", "promised", "expected"),
    [
        (NOON, NOON + DAY, NOON),
        (NOON + DAY, NOON, NOON),
        (NOON, NOON, NOON),
        (NOON, None, NOON),
    ],
)
def test_no_promise_gets_worse(counted: datetime, promised: datetime | None, expected: datetime) -> None:
    """The earlier of the second report's own date and what was promised of the whole."""
    assert expected == split.answer_by(counted, promised)


def test_what_the_answer_counts_from_is_kept() -> None:
    """The beginning and each wait for the reporter come back as they were."""
    waits = [(NOON, NOON + DAY), (NOON + 2 * DAY, NOON + 3 * DAY)]

    assert (NOON, waits) == split.counted(split.counts_from(NOON, waits))


def test_that_one_report_has_become_two_is_told_whatever_was_chosen() -> None:
    """It is an outcome: who wants only answers hears of it, too."""
    status = Status.RECEIVED

    assert Matter.OUTCOME is updates.matter_of(Actor.COORDINATOR, status, status, split.FROM)
    assert Matter.PROGRESS is updates.matter_of(Actor.COORDINATOR, status, status, Step.SPLIT)
