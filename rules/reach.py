"""Whether an operator's words have reached the reporter, as far as anybody can tell."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rules.delivery import State

if TYPE_CHECKING:
    from collections.abc import Iterable


class Reach(StrEnum):
    """How far the words came. Telegram does not say whether they were read."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"


MISSED: Final = frozenset({Reach.UNKNOWN, Reach.REFUSED, Reach.UNREACHABLE})  # their writer has to know

_OF: Final = {
    State.WAITING: Reach.WAITING,
    State.SENDING: Reach.WAITING,
    State.SENT: Reach.DELIVERED,
    State.UNKNOWN: Reach.UNKNOWN,
    State.DEAD: Reach.REFUSED,
    State.UNREACHABLE: Reach.UNREACHABLE,
}
_WORST: Final = (Reach.UNREACHABLE, Reach.REFUSED, Reach.UNKNOWN, Reach.WAITING, Reach.DELIVERED)


def of(states: Iterable[str]) -> Reach | None:
    """What is true of words that went as several messages: the worst of them. None: nothing of them was to be sent."""
    found = {_OF[State(state)] for state in states if State(state) in _OF}
    return next((reach for reach in _WORST if reach in found), None)
