"""sendPhoto and its relatives, and albums."""

from __future__ import annotations

import secrets
from typing import Any

from sandbox import attachments, entities, limits
from sandbox.call import Call, Method, method
from sandbox.chats import Message
from sandbox.errors import bad

ALBUM_KINDS = ("photo", "video", "document", "audio")
DETAILS = ("duration", "width", "height", "length", "performer", "title")
KINDS = {
    "sendPhoto": "photo", "sendVideo": "video", "sendVoice": "voice", "sendAudio": "audio",
    "sendDocument": "document", "sendAnimation": "animation", "sendVideoNote": "video_note", "sendSticker": "sticker",
}  # fmt: skip


def sender(kind: str) -> Method:
    """The method that sends one file of the kind."""

    async def send(call: Call) -> dict[str, Any]:
        room = call.room()
        text, marked = call.words("caption")
        value = call.params.upload(kind) or call.params.values.get(kind)
        content = attachments.of_value(call, kind, value)
        if kind not in {"photo", "sticker"}:
            details = {name: call.params.values.get(name) for name in DETAILS}
            content[kind] |= {k: int(v) if str(v).isdigit() else v for k, v in details.items() if v is not None}
        if kind == "animation":
            # Old clients know animations as documents, so Telegram gives both.
            content["document"] = {k: v for k, v in content[kind].items() if k.startswith(("file", "mime"))}
        if kind not in {"video_note", "sticker"}:
            content |= attachments.caption(text, marked)
        return call.post(room, content | flags(call.params.values)).seen_by(call.bot)

    return send


def flags(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: True for name in ("has_spoiler", "show_caption_above_media") if str(values.get(name)) in {"true", "True"}
    }


for name, kind in KINDS.items():
    method(name)(sender(kind))


@method("sendMediaGroup")
async def send_media_group(call: Call) -> list[dict[str, Any]]:
    """Sends 2 to 10 files as one album, or none of them."""
    room = call.room()
    items = call.params.object("media")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise bad("media must be an array of InputMedia")
    if len(items) not in limits.ALBUM:
        raise bad("media group must include 2-10 items" if items else "there are no messages to send")
    contents = [album_item(call, item) for item in items]
    group = str(secrets.randbits(53))
    messages: list[Message] = [call.post(room, content | {"media_group_id": group}) for content in contents]
    return [message.seen_by(call.bot) for message in messages]


def album_item(call: Call, item: dict[str, Any]) -> dict[str, Any]:
    kind = item.get("type")
    if kind not in ALBUM_KINDS:
        raise bad("can't use the media of the specified type in the album")
    return input_media(call, item)


def input_media(call: Call, item: dict[str, Any]) -> dict[str, Any]:
    """Message content for an InputMedia object."""
    text, marked = entities.of_call(
        str(item.get("caption") or ""), str(item.get("parse_mode") or ""), item.get("caption_entities")
    )
    content = attachments.of_value(call, str(item.get("type")), item.get("media"))
    return content | attachments.caption(text, marked) | flags(item)
