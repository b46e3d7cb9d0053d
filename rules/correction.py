"""Until when a sent reply can be corrected where its reader has it, and what of a history holds after corrections."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from rules.lifecycle import Step
from rules.linked import OF

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

SPAN: Final = timedelta(hours=48)
CORRECTED: Final = frozenset({Step.REPLY, Step.ASK})  # what can be corrected
CORRECTS: Final = "corrects"  # in an event's data: the id of the first version, of a child's the parent's line


class Said(Protocol):
    """A line of a report's history."""

    id: int
    step: str
    at: datetime
    data: dict[str, Any]


S = TypeVar("S", bound=Said)


def may(first: Said, now: datetime) -> bool:
    """Whether words said there can still be corrected: from their sending on, however often they were."""
    return first.step in CORRECTED and now - first.at < SPAN


def valid(history: Sequence[S], steps: Collection[str]) -> list[S]:
    """What holds of these steps: each as it was said, or its last correction in its place; oldest first."""
    last: dict[int, S] = {}
    for event in history:
        first = first_id(event)
        if event.step in steps or (event.step == Step.CORRECT and first in last):
            last[first] = event
    return list(last.values())


def first_id(event: Said) -> int:
    """By which line the first version of these words is named: the one it corrects, or that its parent brought."""
    if event.step == Step.CORRECT:
        return int(event.data.get(CORRECTS) or 0)
    return int(event.data.get(OF) or event.id)
