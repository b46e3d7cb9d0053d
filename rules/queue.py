"""The views of the queue, and a place in one: what a button has to remember so that two people never mix them up."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

PAGE: Final = 8  # reports on a page
_TOKEN: Final = re.compile(r"([a-z]+)(?:-(\d{1,19}))?\.(\d{1,4})")


class View(StrEnum):
    """Which of the open reports."""

    NEW = "new"
    MINE = "mine"
    TODAY = "today"
    LATE = "late"
    WAITING = "waiting"
    UNREACHED = "unreached"
    ALL = "all"


FIND: Final = "find"  # not of the queue: what a search found


@dataclass(frozen=True, slots=True)
class Spot:
    """A page of a view, or of a search. `whose`: the operator whose own reports they are, or which search it was."""

    view: str
    page: int = 0
    whose: int = 0

    def __str__(self) -> str:
        return f"{self.view}{f'-{self.whose}' if self.whose else ''}.{self.page}"

    def turned(self, page: int) -> Spot:
        """Another page of the same."""
        return replace(self, page=page)


def read(token: str) -> Spot | None:
    """The place that a button names; None when there is none like it (any more)."""
    found = _TOKEN.fullmatch(token)
    if found is None or found[1] not in {*View, FIND} or (found[1] == FIND and found[2] is None):
        return None
    return Spot(found[1], int(found[3]), int(found[2] or 0))


def first(*, late: int, today: int) -> View:
    """The view to begin with: what is late, or due today; else everything."""
    return View.LATE if late else View.TODAY if today else View.ALL


def pages(total: int) -> int:
    """How many pages so many reports fill; an empty view has one."""
    return max(1, -(-total // PAGE))
