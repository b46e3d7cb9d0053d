"""Which parts of a picture are to be blackened: cells of a grid, written as on a map (`B2-D4, F1`).

Columns are letters from the left, rows are numbers from the top. The longer side has eight cells, the shorter one six.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

LONG: Final = 8
SHORT: Final = 6
COLUMNS: Final = "ABCDEFGH"
MOST: Final = 12  # rectangles of one picture
_CELL: Final = r"([A-H])\s*([1-8])"
_PART: Final = re.compile(rf"{_CELL}(?:\s*(?:[-–—:]|sampai|s/d|to)\s*{_CELL})?", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"[\s,;.&+]*(?:dan|and)?[\s,;.&+]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rectangle:
    """Cells from one corner to the other, both within: columns and rows count from 0."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def written(self) -> str:
        """As a person would write it."""
        first = f"{COLUMNS[self.left]}{self.top + 1}"
        last = f"{COLUMNS[self.right]}{self.bottom + 1}"
        return first if first == last else f"{first}-{last}"


def parse(words: str) -> tuple[Rectangle, ...]:
    """The rectangles that the words name; none when there is anything else in them, or too much."""
    found, at = [], 0
    for part in _PART.finditer(words):
        if not _BETWEEN.fullmatch(words, at, part.start()):
            return ()
        found.append(_rectangle(*part.groups()))
        at = part.end()
    if not _BETWEEN.fullmatch(words, at) or len(found) > MOST:
        return ()
    return tuple(dict.fromkeys(found))


def written(rectangles: tuple[Rectangle, ...]) -> str:
    """The rectangles in the words that `parse` reads."""
    return ",".join(rectangle.written for rectangle in rectangles)


def grid(width: int, height: int) -> tuple[int, int]:
    """How many columns and rows a picture of that size has."""
    return (LONG, SHORT) if width >= height else (SHORT, LONG)


def box(rectangle: Rectangle, width: int, height: int) -> tuple[int, int, int, int] | None:
    """The rectangle in points: left, top, right, bottom, half open; None when it is not on the picture."""
    columns, rows = grid(width, height)
    if rectangle.left >= columns or rectangle.top >= rows:
        return None
    right, bottom = min(rectangle.right, columns - 1) + 1, min(rectangle.bottom, rows - 1) + 1
    return (
        rectangle.left * width // columns,
        rectangle.top * height // rows,
        -(-right * width // columns),
        -(-bottom * height // rows),
    )


def _rectangle(column: str, row: str, other_column: str | None, other_row: str | None) -> Rectangle:
    xs = sorted(COLUMNS.index(one.upper()) for one in (column, other_column or column))
    ys = sorted(int(one) - 1 for one in (row, other_row or row))
    return Rectangle(xs[0], ys[0], xs[1], ys[1])
