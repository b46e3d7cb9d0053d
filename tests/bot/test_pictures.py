"""Pictures are made anew: nothing but the picture is left."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from bot import pictures
from rules.evidence import Flaw, Sort

SECRET = "Saraswati at -8.6537 115.1497"
MOST = 1_000_000


def telling(path: Path, **options: Any) -> None:
    """A picture that tells where and by whom it was taken, lying on its side."""
    image = Image.new("RGB", (40, 20), "red")
    image.putpixel((0, 0), (0, 0, 255))
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned
    exif[0x013B] = SECRET
    exif[0x9286] = SECRET
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "S", (8.0, 39.0, 13.0)
    image.save(path, exif=exif, **options)


@pytest.mark.parametrize(
    ("format_", "options"),
    [
        ("JPEG", {"comment": SECRET.encode(), "xmp": SECRET.encode(), "quality": 95}),
        ("PNG", {}),
        ("WEBP", {"xmp": SECRET.encode(), "lossless": True}),
        ("TIFF", {}),
        ("AVIF", {"xmp": SECRET.encode()}),
    ],
)
def test_nothing_but_the_picture_is_left(tmp_path: Path, format_: str, options: dict[str, Any]) -> None:
    """No EXIF, no GPS, no XMP, no comment, no words of any kind; and it stands upright."""
    source, target = tmp_path / "in", tmp_path / "out"
    if format_ == "PNG":
        notes = PngInfo()
        notes.add_text("Author", SECRET)
        options = {"pnginfo": notes}
    telling(source, format=format_, **options)
    assert b"Saraswati" in source.read_bytes()

    assert isinstance(pictures.renew(source, target, MOST), Sort)

    assert b"Saraswati" not in target.read_bytes()
    with Image.open(target) as renewed:
        assert {} == dict(renewed.getexif())
        assert not {"exif", "xmp", "comment", "Author", "icc_profile"} & renewed.info.keys()
        assert (20, 40) == renewed.size


def test_a_screenshot_stays_sharp(tmp_path: Path) -> None:
    """What was kept without loss is kept so again, see-through or not."""
    source, target = tmp_path / "in", tmp_path / "out"
    image = Image.new("RGBA", (3, 1), (255, 0, 0, 0))
    image.putpixel((1, 0), (1, 2, 3, 255))
    image.save(source, "PNG")

    found = pictures.renew(source, target, MOST)

    assert isinstance(found, Sort)
    assert "image/png" == found.mime
    with Image.open(target) as renewed:
        assert (1, 2, 3, 255) == renewed.getpixel((1, 0))
        assert 0 == renewed.getpixel((0, 0))[3]  # type: ignore[index]


def test_a_large_drawing_becomes_a_photo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without loss it would be too heavy; what was see-through is white."""
    monkeypatch.setattr(pictures, "_FLAT_POINTS", 10)
    source, target = tmp_path / "in", tmp_path / "out"
    Image.new("RGBA", (40, 40), (255, 0, 0, 0)).save(source, "PNG")

    found = pictures.renew(source, target, MOST)

    assert isinstance(found, Sort)
    assert "image/jpeg" == found.mime
    with Image.open(target) as renewed:
        assert (255, 255, 255) == renewed.getpixel((20, 20))


def bomb() -> bytes:
    """A few hundred bytes that say they are 400 megapixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    size = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


def test_a_bomb_is_not_opened(tmp_path: Path) -> None:
    """Its size is read before anything is unpacked."""
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_bytes(bomb())

    assert Flaw.HUGE is pictures.renew(source, target, MOST)
    assert not target.exists()


@pytest.mark.parametrize("cut", [10, 100, 500])
def test_a_broken_picture_is_refused(tmp_path: Path, cut: int) -> None:
    """Half a picture is none."""
    source, target = tmp_path / "in", tmp_path / "out"
    Image.effect_noise((60, 60), 80).convert("RGB").save(source, "JPEG")
    source.write_bytes(source.read_bytes()[:cut])

    assert Flaw.BROKEN is pictures.renew(source, target, MOST)
