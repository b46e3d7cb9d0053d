"""Pictures with parts blackened, and with a grid over them by which parts are named. Slow: for a thread of its own."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw, ImageFont

from bot import pictures
from rules import cover

if TYPE_CHECKING:
    from rules.cover import Rectangle

_SHOWN: Final = 1280  # points of the longer side of a grid: as large as a phone shows it
_LINE: Final = (255, 214, 0)
_BEHIND: Final = (0, 0, 0)


def covered(content: bytes, cells: str) -> bytes:
    """The picture with these cells black; nothing of what was there is left in the bytes."""
    picture = _opened(content)
    _blacken(picture, cover.parse(cells))
    return _bytes(picture)


def gridded(content: bytes, cells: str = "") -> bytes:
    """The picture, these cells black already, under a grid with the names of its cells."""
    picture = _opened(content)
    _blacken(picture, cover.parse(cells))
    picture.thumbnail((_SHOWN, _SHOWN))
    draw = ImageDraw.Draw(picture)
    columns, rows = cover.grid(*picture.size)
    size = max(14, min(picture.width // columns, picture.height // rows) // 4)
    font = ImageFont.load_default(size)
    for row in range(rows):
        for column in range(columns):
            left, top = column * picture.width // columns, row * picture.height // rows
            draw.rectangle((left, top, left + picture.width // columns, top + picture.height // rows), outline=_LINE)
            name = f"{cover.COLUMNS[column]}{row + 1}"
            spot = draw.textbbox((left + 4, top + 2), name, font=font)
            draw.rectangle(spot, fill=_BEHIND)
            draw.text((left + 4, top + 2), name, font=font, fill=_LINE)
    return _bytes(picture)


def _blacken(picture: Image.Image, rectangles: tuple[Rectangle, ...]) -> None:
    for rectangle in rectangles:
        if (box := cover.box(rectangle, *picture.size)) is not None:
            picture.paste((0, 0, 0), box)


def _opened(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content), formats=pictures.FORMATS) as picture:
        return picture.convert("RGB")


def _bytes(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=pictures.QUALITY)
    return out.getvalue()
