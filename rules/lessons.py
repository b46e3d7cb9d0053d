"""What operators' corrections teach about the profile's own words: counts become `Lessons`, above a bar.

A correction says: these words had proposed one category, an officer chose another. What officers left as it was
proposed counts against it, so that three reports do not outweigh a thousand.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.category import Lessons


@dataclass(frozen=True, slots=True)
class Bar:
    """From how many reports on, by how many operators, at which share (per cent) of the reports in which a phrase had
    proposed a category, its being moved to another one is a lesson."""

    reports: int
    operators: int
    share: int


@dataclass(frozen=True, slots=True)
class Tally:
    """In so many reports, judged by so many operators, a phrase had proposed a category and another was chosen, or the
    same."""

    phrase: str
    proposed: str
    chosen: str
    reports: int
    operators: int


def learn(tallies: Sequence[Tally], bar: Bar) -> Lessons:
    """By phrase: to which categories it is moved, and (below 0) away from which, with the number of reports."""
    judged: dict[tuple[str, str], int] = defaultdict(int)
    for one in tallies:
        judged[one.phrase, one.proposed] += one.reports
    lessons: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one in tallies:
        if one.chosen != one.proposed and _is_lesson(one, judged[one.phrase, one.proposed], bar):
            lessons[one.phrase][one.chosen] += one.reports
            lessons[one.phrase][one.proposed] -= one.reports
    return {phrase: dict(moves) for phrase, moves in lessons.items()}


def _is_lesson(one: Tally, judged: int, bar: Bar) -> bool:
    enough = one.reports >= bar.reports and one.operators >= bar.operators
    return enough and 100 * one.reports >= bar.share * judged
