"""What a picture looks like, as 64 bits: alike pictures differ in few of them, whatever their size or quality."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from pathlib import Path

log = structlog.get_logger()


async def phash(path: Path) -> str | None:
    """The perceptual hash of a picture as 16 hexadecimal digits; None for what is no picture. Off the event loop."""
    return await asyncio.to_thread(_phash, path)


def _phash(path: Path) -> str | None:
    # They bring numpy and scipy along, which take a second: not at the bot's start.
    import imagehash  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    try:
        with Image.open(path) as picture:
            picture.draft("L", (256, 256))  # a JPEG is read no larger than needed
            if picture.width * picture.height > 64_000_000:
                return None
            return str(imagehash.phash(picture))
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError) as error:
        log.info("picture.not_read", error=type(error).__name__)
        return None
