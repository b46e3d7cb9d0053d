"""Reports of one thing: which may be handled together, and what of a parent's life its children share.

Until the answer they go together. Whether it is solved each reporter says alone.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

from rules import lifecycle
from rules.lifecycle import OPEN, TABLE, Actor, Status, Step

if TYPE_CHECKING:
    from rules.lifecycle import Case

LEAD: Final = "lead"  # the line in the history of a report that is the parent now
OF: Final = "of"  # in the data of a child's line: the id of its parent's line that brought it
ALL: Final = "all"  # in the data of a question: it was put to everybody

JOINED: Final = OPEN  # the statuses of a report that others may still join
_SAID: Final = frozenset({Step.REPLY, Step.CORRECT})
_MOVED: Final = lifecycle.TOGETHER - {Step.ASK, Step.CLASSIFY, Step.ASSIGN}
_DESK: Final = frozenset({Actor.COORDINATOR, Actor.LIAISON})


class Why(StrEnum):
    """Why two reports are not linked; each has a sentence in the catalogue."""

    SAME = "same"
    CONFIDENTIAL = "confidential"
    ENDED = "ended"
    ASKED = "asked"
    TOGETHER = "together"
    KIND = "kind"


class Linkable(Protocol):
    """A report."""

    id: int
    parent_id: int | None
    kind: str
    status: str
    confidential: bool


def why_not(child: Linkable, parent: Linkable) -> Why | None:
    """Why the child cannot be handled with the parent; None: it can.

    A confidential report stands alone: not even its existence is shown beside another. Both are open, for nobody is
    told that a matter is settled of which they have heard nothing; and nobody owes an answer, which would be lost.
    """
    if child.id == parent.id:
        return Why.SAME
    if child.parent_id == parent.id:
        return Why.TOGETHER
    if child.confidential or parent.confidential:
        return Why.CONFIDENTIAL
    if child.kind != parent.kind:
        return Why.KIND
    if child.status not in OPEN or parent.status not in OPEN:
        return Why.ENDED
    return Why.ASKED if child.status == Status.NEEDS_INFO else None


def status_beside(parent: Case) -> Status:
    """Where a child stands beside its parent: while only the parent's reporter is asked, the desk has the child."""
    return lifecycle.desk_of(parent) if parent.status is Status.NEEDS_INFO else parent.status


def is_shared(step: str, actor: str, *, to_all: bool = False) -> bool:
    """Whether a parent's step is its children's too. What its reporter does or the clock ends for them is not, and a
    question only when it was put to all."""
    if actor not in _DESK:
        return False
    return step in _MOVED or step in _SAID or (step == Step.ASK and to_all)


def moves(step: str) -> frozenset[Status] | None:
    """From which statuses a shared step moves a child with its parent; None: it moves nobody, something is said."""
    return TABLE[Step(step)].sources if step in _MOVED else None
