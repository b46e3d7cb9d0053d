"""One part of a parcel as a call of python-telegram-bot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from telegram import InputMediaAudio, InputMediaDocument, InputMediaPhoto, InputMediaVideo, Message
from telegram.constants import ParseMode

from bot.parcels import Album, Entry, One, Pin, Words, items_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram.ext import ExtBot

    from bot.parcels import Item, Part

_IN_ALBUM: Final = {
    "photo": InputMediaPhoto,
    "video": InputMediaVideo,
    "audio": InputMediaAudio,
    "document": InputMediaDocument,
}
_ALONE: Final = {
    "photo": "send_photo",
    "video": "send_video",
    "voice": "send_voice",
    "audio": "send_audio",
    "animation": "send_animation",
    "video_note": "send_video_note",
    "sticker": "send_sticker",
}
_WORDLESS: Final = frozenset({"video_note", "sticker"})
_FILES: Final = ("video", "voice", "audio", "animation", "video_note", "sticker", "document")


async def call(bot: ExtBot[None], part: Part, address: dict[str, Any]) -> Sequence[Message]:
    """Make the call; the messages it made."""
    match part:
        case Words(text, markup):
            return [await bot.send_message(text=text, reply_markup=markup, **address)]
        case Pin(latitude, longitude, markup):
            return [await bot.send_location(latitude=latitude, longitude=longitude, reply_markup=markup, **address)]
        case Entry(contact):
            return [
                await bot.send_contact(
                    phone_number=contact.number, first_name=contact.name, vcard=contact.vcard, **address
                )
            ]
        case Album(items, caption):
            media = [_in_album(item, caption if index == 0 else "") for index, item in enumerate(items)]
            return await bot.send_media_group(media=media, **address)
        case One(item, caption, markup):
            return [await _alone(bot, item, caption, {**address, "reply_markup": markup})]


def learned(part: Part, messages: Sequence[Message]) -> list[tuple[int, str]]:
    """The ids under which the bot now knows the files whose bytes it sent.

    Not of a file sent as a document that is none: Telegram refuses such an id where it wants a picture.
    """
    pairs = [(item, message) for item, message in zip(items_of(part), messages, strict=False) if not item.recast]
    found = [(item.attachment_id, _file_id(message)) for item, message in pairs if isinstance(item.file, bytes)]
    return [(number, file_id) for number, file_id in found if number is not None and file_id]


async def _alone(bot: ExtBot[None], item: Item, caption: str, address: dict[str, Any]) -> Message:
    method = _ALONE.get(item.kind, "send_document")
    words = {} if item.kind in _WORDLESS else {"caption": caption or None}
    name = {} if item.kind == "sticker" else {"filename": _name(item)}
    message: Message = await getattr(bot, method)(
        **{method.removeprefix("send_"): item.file}, **words, **name, **address
    )
    return message


def _in_album(item: Item, caption: str) -> Any:
    make: Any = _IN_ALBUM[item.kind]
    return make(item.file, caption=caption or None, parse_mode=ParseMode.HTML, filename=_name(item))


def _name(item: Item) -> str | None:
    """A name for bytes, which have none."""
    return item.name or None if isinstance(item.file, bytes) else None


def _file_id(message: Message) -> str:
    if message.photo:
        return message.photo[-1].file_id
    found = next((getattr(message, name) for name in _FILES if getattr(message, name, None)), None)
    return found.file_id if found else ""
