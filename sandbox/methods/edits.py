"""editMessage…: the bot's own messages, and only if something changes."""

from __future__ import annotations

from typing import Any

from sandbox import attachments, limits
from sandbox.call import Call, method
from sandbox.chats import Message
from sandbox.errors import bad
from sandbox.methods import media

UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
WORDS = ("text", "entities", "caption", "caption_entities")
FILES = frozenset({"photo", "video", "animation", "audio", "document", "voice"})
REPLACEABLE = FILES - {"voice"} | {"text"}


def target(call: Call) -> Message:
    message = call.message(call.room(), "message to edit not found")
    if message.author is not call.bot or "forward_origin" in message.content:
        raise bad("message can't be edited")
    return message


def apply(call: Call, message: Message, content: dict[str, Any]) -> dict[str, Any]:
    """Changes content and inline keyboard; an edit without a keyboard takes the keyboard away."""
    markup = call.markup(message.room)
    if markup and "inline_keyboard" not in markup:
        raise bad("inline keyboard expected")
    if content == message.content and markup == message.reply_markup:
        raise bad(UNCHANGED)
    if content != message.content:
        message.edit_date = int(call.world.clock())
    message.content, message.reply_markup = content, markup
    call.world.touch(message)
    return message.seen_by(call.bot)


def without_words(message: Message) -> dict[str, Any]:
    return {name: value for name, value in message.content.items() if name not in WORDS}


@method("editMessageText")
async def edit_message_text(call: Call) -> dict[str, Any]:
    message = target(call)
    if "text" not in message.content:
        raise bad("there is no text in the message to edit")
    text, entities = call.words("text")
    limits.check_text(text)
    content = without_words(message) | {"text": text} | ({"entities": entities} if entities else {})
    return apply(call, message, content)


@method("editMessageCaption")
async def edit_message_caption(call: Call) -> dict[str, Any]:
    message = target(call)
    if not FILES & message.content.keys():
        raise bad("there is no caption in the message to edit")
    return apply(call, message, without_words(message) | attachments.caption(*call.words("caption")))


@method("editMessageReplyMarkup")
async def edit_message_reply_markup(call: Call) -> dict[str, Any]:
    message = target(call)
    return apply(call, message, message.content)


@method("editMessageMedia")
async def edit_message_media(call: Call) -> dict[str, Any]:
    message = target(call)
    if not REPLACEABLE & message.content.keys():
        raise bad("message can't be edited")
    item = call.params.object("media")
    if not isinstance(item, dict):
        raise bad("media must be an InputMedia object")
    if "media_group_id" in message.content and item.get("type") not in _alike(message):
        raise bad("message content type can't be changed in an album")
    kept = {name: value for name, value in without_words(message).items() if name not in FILES}
    return apply(call, message, kept | media.input_media(call, item))


def _alike(message: Message) -> set[str]:
    """What may take the place of a file in an album."""
    return next(({kind} for kind in ("audio", "document") if kind in message.content), {"photo", "video"})
