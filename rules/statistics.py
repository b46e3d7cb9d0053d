"""What the figures mean, and what is not shown of them. The database counts; the sums here are the small ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rules.lifecycle import Status, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# What reporters read of a person at the desk: words, or that somebody else is to act. Forwarding is no answer.
FIRST: Final = frozenset({Step.REPLY, Step.ASK, Step.FINISH, Step.REFER, Step.ARCHIVE})
# Settled by the desk. What was withdrawn is neither to its credit nor against it.
SETTLED: Final = frozenset({Status.ANSWERED, Status.CLOSED, Status.REFERRED, Status.ARCHIVED})
SMALLEST: Final = 3
# Upper bounds in working minutes of the spans in which a first answer came; a working day has about 450.
SPANS: Final = (60, 240, 450, 900, 2250)


@dataclass(frozen=True, slots=True)
class Cell:
    """How many reports share something; `confidential`: how many of these are."""

    count: int
    confidential: int = 0

    @property
    def shown(self) -> int:
        """What may be shown: confidential reports count among at least three, so that no cell tells of one."""
        return self.count if self.count >= SMALLEST else self.count - self.confidential

    def __add__(self, other: Cell) -> Cell:
        return Cell(self.count + other.count, self.confidential + other.confidential)


@dataclass(frozen=True, slots=True)
class Rate:
    """Of so many settled reports, how many within their time: the promise of an answer was met by its date, which had
    moved on by the waits for the reporter. A report opened again counts once it is settled again."""

    settled: int
    on_time: int

    @property
    def percent(self) -> int | None:
        """Whole per cent, a half rounded up; None of nothing. 100 only when it is all of them, 0 only when none is."""
        if self.settled == 0:
            return None
        if 0 < self.on_time < self.settled:
            return min(99, max(1, (200 * self.on_time + self.settled) // (2 * self.settled)))
        return 100 if self.on_time else 0


@dataclass(frozen=True, slots=True)
class Stars:
    """How many reporters gave one to five stars."""

    counts: Mapping[int, int]

    @property
    def given(self) -> int:
        """How many gave any."""
        return sum(self.counts.values())

    @property
    def mean(self) -> float | None:
        """Their arithmetic mean; None of nothing."""
        return sum(stars * count for stars, count in self.counts.items()) / self.given if self.given else None


def median(counts: Mapping[int, int]) -> float | None:
    """The median of values of which there are so many each: of an even number, the mean of the two in the middle. None
    of nothing."""
    total = sum(counts.values())
    if total == 0:
        return None
    lower = upper = None
    seen = 0
    for value in sorted(counts):
        seen += counts[value]
        if lower is None and seen > (total - 1) // 2:
            lower = value
        if seen > total // 2:
            upper = value
            break
    return (lower + upper) / 2 if lower is not None and upper is not None else None


def top(cells: Mapping[str, Cell], most: int) -> tuple[list[tuple[str, int]], int]:
    """The largest of the cells by what may be shown of them, at most that many, and how many reports are in the rest.

    Equal ones stand in the order of their names. Cells of which nothing may be shown are in neither.
    """
    shown = sorted(
        ((name, cell.shown) for name, cell in cells.items() if cell.shown), key=lambda one: (-one[1], one[0])
    )
    return shown[:most], sum(count for _, count in shown[most:])


def spread(minutes: Iterable[tuple[int, int]]) -> list[int]:
    """How many of (working minutes, how many) are in each of `SPANS`, and beyond; a bound ends its span."""
    found = [0] * (len(SPANS) + 1)
    for value, count in minutes:
        found[sum(value > bound for bound in SPANS)] += count
    return found
