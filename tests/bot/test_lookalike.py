"""What a picture looks like survives what phones and Telegram do to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from bot import lookalike
from rules import duplicate


def scene(width: int, *, night: bool = False) -> Image.Image:
    """A street with a lamp, or by night another one."""
    picture = Image.new("RGB", (width, width * 3 // 4), "navy" if night else "skyblue")
    draw = ImageDraw.Draw(picture)
    unit = width / 100
    if night:
        draw.ellipse([60 * unit, 5 * unit, 90 * unit, 35 * unit], fill="white")
        draw.rectangle([0, 10 * unit, 40 * unit, 75 * unit], fill="black")
    else:
        draw.rectangle([0, 50 * unit, 100 * unit, 75 * unit], fill="dimgray")
        draw.rectangle([30 * unit, 10 * unit, 34 * unit, 60 * unit], fill="black")
        draw.ellipse([22 * unit, 5 * unit, 44 * unit, 18 * unit], fill="yellow")
    return picture


async def test_another_size_and_quality_is_the_same_picture(tmp_path: Path) -> None:
    """Shrunk, pressed and in another format it is alike; another picture is not."""
    scene(1600).save(tmp_path / "a.jpg", quality=95)
    scene(700).save(tmp_path / "b.jpg", quality=35)
    scene(400).save(tmp_path / "c.png")
    scene(800, night=True).save(tmp_path / "d.jpg")
    one, *same, other = [
        str(await lookalike.phash(tmp_path / f"{name}")) for name in ("a.jpg", "b.jpg", "c.png", "d.jpg")
    ]

    assert all(len(found) == 16 for found in (one, *same, other))
    assert all(duplicate.hash_distance(one, found) <= duplicate.ALIKE_BITS for found in same)
    assert duplicate.hash_distance(one, other) > 2 * duplicate.ALIKE_BITS


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 no picture", b"\xff\xd8\xff\xe0 cut off"])
async def test_what_is_no_picture_has_none(tmp_path: Path, content: bytes) -> None:
    """Broken and foreign files are kept like any other, without a hash."""
    (tmp_path / "x").write_bytes(content)

    assert await lookalike.phash(tmp_path / "x") is None
