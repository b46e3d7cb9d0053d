"""Cells of a picture, as people write them."""

from __future__ import annotations

import pytest

from rules import cover


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("B2", "B2"),
        ("b2-d4", "B2-D4"),
        ("B2–D4", "B2-D4"),
        ("D4 - B2", "B2-D4"),
        ("D2-B4", "B2-D4"),
        ("B2 sampai D4", "B2-D4"),
        ("B2-D4, F1", "B2-D4,F1"),
        ("B2 D4", "B2,D4"),
        ("A1 dan H6", "A1,H6"),
        ("B2-B2", "B2"),
        ("B2, B2", "B2"),
        ("B2-D4;F1.", "B2-D4,F1"),
        ("", ""),
        ("B9", ""),
        ("I1", ""),
        ("B2 wajahnya", ""),
        ("seluruhnya", ""),
        ("AB12", ""),
        (" ".join(f"{column}{row}" for column in "ABCD" for row in (1, 2, 3, 4)), ""),
    ],
)
def test_cells_are_read_as_on_a_map(words: str, written: str) -> None:
    """Corners in any order; anything else is not guessed at."""
    assert written == cover.written(cover.parse(words))


@pytest.mark.parametrize(
    ("cell", "size", "box"),
    [
        ("A1", (800, 600), (0, 0, 100, 100)),
        ("H6", (800, 600), (700, 500, 800, 600)),
        ("A1-H6", (800, 600), (0, 0, 800, 600)),
        ("B2-C3", (600, 800), (100, 100, 300, 300)),
        ("A1-H8", (600, 800), (0, 0, 600, 800)),
        ("A1", (10, 7), (0, 0, 2, 2)),  # never less than the cell
        ("H1", (600, 800), None),
        ("A7", (800, 600), None),
    ],
)
def test_a_cell_has_its_place_on_the_picture(
    cell: str, size: tuple[int, int], box: tuple[int, int, int, int] | None
) -> None:
    """Eight along the longer side, six along the shorter; beyond the edge there is nothing."""
    [rectangle] = cover.parse(cell)

    assert box == cover.box(rectangle, *size)
