"""Pictures made anew, so that nothing but the picture is left: no place, no camera, no thumbnail, no hidden words.

Slow and blocking: for a thread of its own. Pillow is imported only here, and this module only where a picture is.
"""

from __future__ import annotations

import struct
import threading
import zlib
from typing import TYPE_CHECKING, Final

from PIL import Image
from PIL.Image import Transpose

from rules import evidence
from rules.evidence import Flaw, Sort

if TYPE_CHECKING:
    from pathlib import Path

Image.init()  # `formats` knows only decoders that are loaded
Image.MAX_IMAGE_PIXELS = None  # `renew` looks at the size before anything is decoded, with the region's own limit
FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
QUALITY: Final = 90
_FLAT: Final = frozenset({"PNG", "GIF", "BMP", "WEBP"})  # drawings and screenshots: no loss, unless that is large
_FLAT_POINTS: Final = 4_000_000
_ORIENTATION: Final = 0x0112
_TURNS: Final = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}
# Over what decoders stumble in a damaged picture: there are about as many errors as formats.
_STUMBLES: Final = (
    OSError, ValueError, TypeError, SyntaxError, EOFError, LookupError, ArithmeticError, AttributeError, AssertionError,
    MemoryError, RuntimeError, struct.error, zlib.error,
)  # fmt: skip
_ONE_AT_A_TIME: Final = threading.Lock()  # a picture of 50 megapixels takes 150 MB while it is open


def renew(source: Path, target: Path, most_points: int) -> Sort | Flaw:
    """Write the picture anew, upright, without anything beside it; what it is now, or why it cannot be taken."""
    with _ONE_AT_A_TIME:
        try:
            with Image.open(source, formats=FORMATS) as picture:
                if picture.width * picture.height > most_points:
                    return Flaw.HUGE
                picture.load()  # a TIFF is turned upright by that, and says so
                flat = picture.format in _FLAT and picture.width * picture.height <= _FLAT_POINTS
                return _write(_upright(picture), target, flat=flat)
        except _STUMBLES:
            return Flaw.BROKEN


def _upright(picture: Image.Image) -> Image.Image:
    """As it was seen through the camera. Damaged notes turn nothing: the picture itself may be sound."""
    try:
        turn = _TURNS.get(picture.getexif().get(_ORIENTATION, 1))
    except _STUMBLES:
        turn = None
    return picture if turn is None else picture.transpose(turn)


def _write(picture: Image.Image, target: Path, *, flat: bool) -> Sort:
    """Only the points go into the new picture: a fresh canvas knows nothing of the old one's notes."""
    mode = "RGBA" if flat and _has_alpha(picture) else "RGB"
    fresh = Image.new(mode, picture.size, "white" if mode == "RGB" else (0, 0, 0, 0))
    seen = picture.convert("RGBA") if _has_alpha(picture) else picture.convert("RGB")
    fresh.paste(seen, mask=seen.getchannel("A") if mode == "RGB" and seen.mode == "RGBA" else None)
    if flat:
        fresh.save(target, "PNG", optimize=False)
    else:
        fresh.save(target, "JPEG", quality=QUALITY)
    sort = evidence.sort_of("image/png" if flat else "image/jpeg")
    if sort is None:
        raise ValueError("pictures are taken")
    return sort


def _has_alpha(picture: Image.Image) -> bool:
    return picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
