"""Taking back what stands in a chat: deleted where Telegram lets a bot do so, else emptied, else left and said to be.

A bot may delete its own messages for 48 hours. What is older can still be edited: words become others, a picture, film
or document becomes a grey picture. Nothing can be done about old voice messages and video notes.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Any, Final

import structlog
from telegram import InputMediaDocument, InputMediaPhoto, error
from telegram.constants import ParseMode

from bot import outcome
from rules.delivery import Cleared

if TYPE_CHECKING:
    from collections.abc import Iterable

    from telegram.ext import ExtBot

log = structlog.get_logger()

_ABSENT: Final = ("message to delete not found", "message to edit not found", "message_id_invalid")
_WIDTH, _HEIGHT, _GREY = 320, 180, b"\xd0"
# An album of documents takes documents only, any other message a picture. An album of audio takes neither.
_EMPTY: Final = (InputMediaPhoto, InputMediaDocument)


async def clear(bot: ExtBot[None], chat_id: int, message_ids: Iterable[int], words: str) -> Cleared:
    """Take back each message. Doing it twice is harmless; a flood, a lost line or chat is the caller's."""
    done, left = [], 0
    for message_id in message_ids:
        place = {"chat_id": chat_id, "message_id": message_id}
        if await _deleted(bot, place) or await _emptied(bot, place, words):
            done.append(message_id)
        else:
            left += 1
    return Cleared(tuple(done), left)


def picture() -> bytes:
    """A grey picture that shows nothing, as PNG."""
    lines = (b"\x00" + _GREY * _WIDTH) * _HEIGHT
    header = struct.pack(">2I5B", _WIDTH, _HEIGHT, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


async def _deleted(bot: ExtBot[None], place: dict[str, Any]) -> bool:
    try:
        return await bot.delete_message(**place)
    except error.BadRequest as raised:
        return outcome.says(raised, *_ABSENT)


async def _emptied(bot: ExtBot[None], place: dict[str, Any], words: str) -> bool:
    try:
        await bot.edit_message_text(words, **place)
    except error.BadRequest as raised:
        if _is_done(raised):
            return True
    else:
        return True
    for media in _EMPTY:
        item = media(picture(), caption=words, parse_mode=ParseMode.HTML, filename="-.png")
        try:
            await bot.edit_message_media(item, **place)
        except error.BadRequest as raised:
            log.info("message.not_emptied", form=item.type, why=raised.message)
        else:
            return True
    return False


def _is_done(raised: error.BadRequest) -> bool:
    return outcome.says(raised, *_ABSENT, "message is not modified")
