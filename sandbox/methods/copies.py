"""copyMessage and forwardMessage, between any two chats the bot is in."""

from __future__ import annotations

import copy
from typing import Any

from sandbox import attachments
from sandbox.call import Call, method
from sandbox.chats import Message
from sandbox.delivery import SERVICE
from sandbox.errors import bad

LEFT_BEHIND = ("media_group_id", "has_protected_content", "forward_origin")


def content_of(message: Message) -> dict[str, Any]:
    return {k: v for k, v in copy.deepcopy(message.content).items() if k not in LEFT_BEHIND}


def source(call: Call, verb: str) -> Message:
    message = call.message(call.room("from_chat_id"), f"message to {verb} not found")
    if any(key in message.content for key in SERVICE) or "has_protected_content" in message.content:
        raise bad(f"message can't be {'copied' if verb == 'copy' else 'forwarded'}")
    return message


@method("copyMessage")
async def copy_message(call: Call) -> dict[str, Any]:
    """Sends the same content as the bot's own; a given caption replaces the old one."""
    room, message = call.room(), source(call, "copy")
    content = content_of(message)
    if "caption" in call.params.values and "text" not in content:
        content.pop("caption", None)
        content.pop("caption_entities", None)
        content |= attachments.caption(*call.words("caption"))
    return {"message_id": call.post(room, content).id}


@method("forwardMessage")
async def forward_message(call: Call) -> dict[str, Any]:
    room, message = call.room(), source(call, "forward")
    origin = message.content.get("forward_origin") or {
        "type": "user",
        "date": message.date,
        "sender_user": message.author.as_user(),
    }
    forwarded = call.post(room, content_of(message) | {"forward_origin": origin})
    return forwarded.seen_by(call.bot)
