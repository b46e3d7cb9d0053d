"""The lengths Telegram accepts, in the units it counts: UTF-16 for texts, bytes for callback data."""

from __future__ import annotations

from sandbox.errors import bad

# https://core.telegram.org/bots/api#sendmessage, counted after entities are parsed
TEXT_UNITS = 4096
CAPTION_UNITS = 1024
ANSWER_CHARACTERS = 200
BUTTONS = 100
BUTTONS_IN_ROW = 8
CALLBACK_BYTES = 64
COPY_CHARACTERS = 256
ALBUM = range(2, 11)
TOPIC_NAME_CHARACTERS = 128
COMMANDS = 100
COMMAND_TEXT = 256
SECRET_CHARACTERS = 256


def utf16(text: str) -> int:
    """How long Telegram thinks a text is: characters outside the basic plane count twice."""
    return len(text.encode("utf-16-le")) // 2


def check_text(text: str) -> None:
    if not text:
        raise bad("message text is empty")
    if utf16(text) > TEXT_UNITS:
        raise bad("message is too long")


def check_caption(caption: str) -> None:
    if utf16(caption) > CAPTION_UNITS:
        raise bad("message caption is too long")
