"""What the figures mean, by tables."""

from __future__ import annotations

import pytest

from rules import statistics
from rules.statistics import Cell, Rate, Stars


@pytest.mark.parametrize(
    ("count", "confidential", "shown"),
    [(0, 0, 0), (1, 0, 1), (2, 0, 2), (1, 1, 0), (2, 1, 1), (2, 2, 0), (3, 1, 3), (3, 3, 3), (40, 12, 40)],
)
def test_no_cell_tells_of_a_confidential_report(count: int, confidential: int, shown: int) -> None:
    """It counts among at least three."""
    assert Cell(count, confidential).shown == shown


@pytest.mark.parametrize(
    ("settled", "on_time", "percent"),
    [
        (0, 0, None),
        (1, 1, 100),
        (1, 0, 0),
        (3, 2, 67),
        (200, 1, 1),
        (1000, 1, 1),
        (1000, 999, 99),
        (8, 1, 13),
        (2, 1, 50),
    ],
)
def test_per_cent_on_time(settled: int, on_time: int, percent: int | None) -> None:
    """All is 100 and none is 0, and nothing else is."""
    assert Rate(settled, on_time).percent == percent


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, None),
        ({7: 1}, 7),
        ({1: 1, 3: 1}, 2),
        ({1: 1, 3: 1, 100: 1}, 3),
        ({5: 4}, 5),
        ({1: 2, 9: 2}, 5),
        ({9: 1, 1: 3}, 1),
        ({100: 1, 2: 1, 1: 1, 3: 1}, 2.5),
    ],
)
def test_the_median(counts: dict[int, int], expected: float | None) -> None:
    """The one in the middle, or the mean of two; in whatever order they come."""
    assert statistics.median(counts) == expected


def test_the_largest_first() -> None:
    """Equal ones by name, the rest as one number; what is not shown is in neither."""
    cells = {"b": Cell(2), "a": Cell(2), "c": Cell(5), "d": Cell(1, 1), "e": Cell(1)}
    assert statistics.top(cells, 2) == ([("c", 5), ("a", 2)], 3)
    assert statistics.top(cells, 9) == ([("c", 5), ("a", 2), ("b", 2), ("e", 1)], 0)
    assert statistics.top({}, 9) == ([], 0)


def test_spans_of_working_time() -> None:
    """A bound ends its span."""
    assert statistics.spread([(0, 1), (60, 1), (61, 2), (450, 3), (451, 1), (2250, 4), (9999, 1)]) == [2, 2, 3, 1, 4, 1]


def test_stars() -> None:
    """Their mean, and of how many; nothing of nobody."""
    assert (Stars({5: 2, 2: 1}).mean, Stars({5: 2, 2: 1}).given) == (4, 3)
    assert (Stars({}).mean, Stars({}).given) == (None, 0)
