"""How far an operator's words came."""

from __future__ import annotations

import pytest

from rules import reach
from rules.reach import Reach


@pytest.mark.parametrize(
    ("states", "reached"),
    [
        ([], None),
        (["dropped"], None),
        (["waiting"], Reach.WAITING),
        (["sending"], Reach.WAITING),
        (["sent", "dropped"], Reach.DELIVERED),
        (["sent", "waiting"], Reach.WAITING),
        (["sent", "unknown", "waiting"], Reach.UNKNOWN),
        (["sent", "dead", "unknown"], Reach.REFUSED),
        (["sent", "unreachable", "dead"], Reach.UNREACHABLE),
    ],
)
def test_of_several_messages_the_worst_is_true(states: list[str], reached: Reach | None) -> None:
    """A file that was never there to send is no message."""
    assert reach.of(states) is reached
