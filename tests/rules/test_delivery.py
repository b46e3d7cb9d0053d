"""What becomes of a message after each outcome: the whole table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rules.delivery import (
    MAX_ATTEMPTS,
    Cleared,
    Dead,
    Dropped,
    Kind,
    Later,
    Lost,
    Migrated,
    NotYet,
    Outcome,
    Sent,
    Settlement,
    State,
    Unknown,
    Unreachable,
    backoff,
    settle,
)

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)

TABLE: list[tuple[Outcome, Kind, int, bool, Settlement]] = [
    (Sent(7), Kind.REPLY, 1, False, Settlement(State.SENT, attempts=1)),
    (Sent(None), Kind.NOTICE, 3, True, Settlement(State.SENT, attempts=3)),
    (Dropped(), Kind.NOTICE, 1, False, Settlement(State.DROPPED, attempts=1)),
    (Unreachable("blocked"), Kind.REPLY, 1, False, Settlement(State.UNREACHABLE, "blocked", attempts=1)),
    (Dead("can't parse"), Kind.REPLY, 1, False, Settlement(State.DEAD, "can't parse", attempts=1)),
    (Migrated(-100), Kind.NOTICE, 1, False, Settlement(State.WAITING, "migrated", NOW, 0)),
    (Lost("gone"), Kind.NOTICE, 1, False, Settlement(State.WAITING, "gone", NOW, 1, fresh=True)),
    (Cleared((5, 6)), Kind.NOTICE, 1, False, Settlement(State.SENT, attempts=1)),
    (Cleared((5,), 1), Kind.NOTICE, 1, False, Settlement(State.WAITING, "left", NOW, 1, fresh=True)),
    (NotYet(2 * SECOND), Kind.NOTICE, 1, False, Settlement(State.WAITING, "not yet", NOW + 2 * SECOND, 0)),
    (Unknown("t"), Kind.REPLY, 1, False, Settlement(State.WAITING, "t", NOW + SECOND, 1, repeat=True)),
    (Unknown("t"), Kind.NOTICE, 2, False, Settlement(State.WAITING, "t", NOW + 2 * SECOND, 2, repeat=True)),
    (Unknown("t"), Kind.REPLY, 2, True, Settlement(State.UNKNOWN, "t", attempts=2)),
    (Unknown("t"), Kind.BROADCAST, 1, False, Settlement(State.UNKNOWN, "t", attempts=1)),
    (Unknown("t"), Kind.UPKEEP, 1, False, Settlement(State.WAITING, "t", NOW + SECOND, 1, repeat=True)),
    (Later("500"), Kind.REPLY, 1, False, Settlement(State.WAITING, "500", NOW + SECOND, 1)),
    (Later("500"), Kind.REPLY, 4, False, Settlement(State.WAITING, "500", NOW + 8 * SECOND, 4)),
    (Later("500"), Kind.REPLY, MAX_ATTEMPTS, False, Settlement(State.DEAD, "500", attempts=MAX_ATTEMPTS)),
    (Later("f", 9 * SECOND, False), Kind.REPLY, 1, False, Settlement(State.WAITING, "f", NOW + 9 * SECOND, 0)),
    (Later("f", 9 * SECOND), Kind.BROADCAST, 2, False, Settlement(State.WAITING, "f", NOW + 9 * SECOND, 2)),
]


@pytest.mark.parametrize(("outcome", "kind", "attempts", "repeated", "expected"), TABLE)
def test_each_outcome_has_its_settlement(
    outcome: Outcome, kind: Kind, attempts: int, repeated: bool, expected: Settlement
) -> None:
    """Every outcome leads to one state, whatever the row was."""
    assert expected == settle(outcome, kind, attempts, repeated, NOW)


def test_a_flood_wait_never_uses_up_the_attempts() -> None:
    """However often Telegram asks us to wait, the message is kept."""
    settlement = settle(Later("flood", SECOND, counts=False), Kind.REPLY, MAX_ATTEMPTS, False, NOW)

    assert State.WAITING == settlement.state
    assert MAX_ATTEMPTS - 1 == settlement.attempts


def test_the_back_off_doubles_up_to_a_quarter_of_an_hour() -> None:
    """1 s, 2 s, 4 s … 15 minutes."""
    assert [1, 1, 2, 4, 8] == [backoff(attempts).total_seconds() for attempts in range(5)]
    assert timedelta(minutes=15) == backoff(40)


def test_a_telegram_that_is_away_for_an_hour_loses_nothing() -> None:
    """All attempts together last longer than an hour."""
    total = sum((backoff(attempts) for attempts in range(1, MAX_ATTEMPTS)), timedelta())

    assert total >= timedelta(minutes=30)
