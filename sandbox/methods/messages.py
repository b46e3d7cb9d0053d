"""sendMessage, places, contacts, chat actions, deletion, reactions, pins."""

from __future__ import annotations

import asyncio
from typing import Any

from sandbox import limits
from sandbox.call import Call, method
from sandbox.chats import Message
from sandbox.errors import bad

TYPING_SECONDS = 5
DELETE_SECONDS = 48 * 3600
ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip


@method("sendMessage")
async def send_message(call: Call) -> dict[str, Any]:
    room = call.room()
    text, entities = call.words("text")
    limits.check_text(text)
    content: dict[str, Any] = {"text": text}
    if entities:
        content["entities"] = entities
    if preview := call.params.object("link_preview_options"):
        content["link_preview_options"] = preview
    return call.post(room, content).seen_by(call.bot)


def location(call: Call) -> dict[str, Any]:
    """The coordinates of a call, if there is such a place."""
    latitude, longitude = call.params.number("latitude"), call.params.number("longitude")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad("wrong latitude or longitude specified")
    return {"latitude": latitude, "longitude": longitude}


@method("sendLocation")
async def send_location(call: Call) -> dict[str, Any]:
    return call.post(call.room(), {"location": location(call)}).seen_by(call.bot)


@method("sendVenue")
async def send_venue(call: Call) -> dict[str, Any]:
    room, place = call.room(), location(call)
    title, address = call.params.text("title"), call.params.text("address")
    if not title or not address:
        raise bad("venue title must be non-empty" if not title else "venue address must be non-empty")
    venue = {"location": place, "title": title, "address": address}
    return call.post(room, {"venue": venue, "location": place}).seen_by(call.bot)


@method("sendContact")
async def send_contact(call: Call) -> dict[str, Any]:
    room = call.room()
    contact = {name: call.params.text(name) for name in ("phone_number", "first_name", "last_name", "vcard")}
    if not contact["phone_number"] or not contact["first_name"]:
        raise bad("phone number is empty" if not contact["phone_number"] else "contact first name is empty")
    return call.post(room, {"contact": {k: v for k, v in contact.items() if v}}).seen_by(call.bot)


@method("sendChatAction")
async def send_chat_action(call: Call) -> bool:
    """Shows "typing…" for five seconds or until the bot says something."""
    room, world = call.room(), call.world
    if call.params.text("action") not in ACTIONS:
        raise bad("wrong parameter action in request")
    room.typing_until = world.clock() + TYPING_SECONDS
    world.changed(room)
    asyncio.get_running_loop().call_later(TYPING_SECONDS + 0.05, world.changed, room)
    return True


def check_deletable(call: Call, message: Message) -> None:
    chat = message.room.chat
    if message.author is not call.bot and not chat.private and call.bot.id not in chat.admins:
        raise bad("message can't be deleted")
    if call.world.clock() - message.date > DELETE_SECONDS:
        raise bad("message can't be deleted for everyone")


@method("deleteMessage")
async def delete_message(call: Call) -> bool:
    room = call.room()
    message = call.message(room, "message to delete not found")
    check_deletable(call, message)
    del room.messages[message.id]
    call.world.revision += 1
    call.world.changed(room)
    return True


@method("deleteMessages")
async def delete_messages(call: Call) -> bool:
    """Deletes those of the messages that are there; none if one of them cannot be deleted."""
    room = call.room()
    there = [
        room.messages[int(number)] for number in call.params.object("message_ids") or [] if int(number) in room.messages
    ]
    for message in there:
        check_deletable(call, message)
    for message in there:
        del room.messages[message.id]
    call.world.changed(room)
    return True


@method("setMessageReaction")
async def set_message_reaction(call: Call) -> bool:
    message = call.message(call.room(), "message to react not found")
    reactions = call.params.object("reaction") or []
    if len(reactions) > 1:
        raise bad("REACTIONS_TOO_MANY")
    message.reactions = reactions
    call.world.changed(message.room)
    return True


@method("pinChatMessage")
async def pin_chat_message(call: Call) -> bool:
    room = call.room()
    message = call.message(room, "message to pin not found")
    if not room.chat.private and call.bot.id not in room.chat.admins:
        raise bad("not enough rights to manage pinned messages in the chat")
    if message.id not in room.pinned:
        room.pinned.append(message.id)
        pinned = call.world.post(room, call.bot, {}, thread_id=message.thread_id)
        pinned.content["pinned_message"] = message.seen_by(call.bot, nested=True)
        call.world.changed(room)
    return True


@method("unpinChatMessage")
async def unpin_chat_message(call: Call) -> bool:
    room = call.room()
    number = call.params.integer("message_id", room.pinned[-1] if room.pinned else None)
    if number not in room.pinned:
        raise bad("message to unpin not found")
    room.pinned.remove(number)
    call.world.changed(room)
    return True


@method("unpinAllChatMessages")
async def unpin_all_chat_messages(call: Call) -> bool:
    call.room().pinned.clear()
    return True
