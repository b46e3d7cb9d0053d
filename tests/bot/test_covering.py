"""Blackened parts are black in the bytes, and the grid names the cells."""

from __future__ import annotations

import io

from PIL import Image

from bot import covering


def white(width: int, height: int) -> bytes:
    """A white picture."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "PNG")
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    """The picture of these bytes."""
    return Image.open(io.BytesIO(content))


def test_the_cells_are_black_and_nothing_else_is() -> None:
    """Of a picture of 800 by 600 points, each cell has 100 by 100."""
    picture = opened(covering.covered(white(800, 600), "B2-C2,H6"))

    dark = {(x, y) for x in range(8) for y in range(6) if sum(picture.getpixel((x * 100 + 50, y * 100 + 50))) < 60}  # type: ignore[arg-type]
    assert {(1, 1), (2, 1), (7, 5)} == dark
    assert (800, 600) == picture.size


def test_the_grid_stands_on_the_picture_and_fits_a_phone() -> None:
    """Lines and names; what is black already stays so."""
    picture = opened(covering.gridded(white(4000, 3000), "A1"))

    assert (1280, 960) == picture.size
    colours = {pixel for _, pixel in picture.convert("RGB").quantize(8).convert("RGB").getcolors() or ()}
    assert len(colours) > 2  # white, yellow, black
    assert sum(picture.getpixel((80, 120))) < 60  # type: ignore[arg-type]


def test_without_cells_a_picture_is_as_it_was() -> None:
    """Everything is white."""
    picture = opened(covering.covered(white(60, 80), ""))

    assert (255, 255, 255) == picture.getpixel((30, 40))
