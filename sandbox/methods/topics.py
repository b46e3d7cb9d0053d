"""Forum topics. A bot needs to be an admin of the group for them."""

from __future__ import annotations

from typing import Any

from sandbox import limits
from sandbox.call import Call, method
from sandbox.chats import Room, Topic
from sandbox.errors import bad

COLORS = frozenset({7322096, 16766590, 13338331, 9367192, 16749490, 16478047})


def forum(call: Call) -> Room:
    room = call.room()
    if not room.chat.is_forum:
        raise bad("the chat is not a forum")
    if call.bot.id not in room.chat.admins:
        raise bad("not enough rights to create a topic")
    return room


def topic_name(call: Call) -> str:
    name = call.params.text("name").strip()
    if not 1 <= len(name) <= limits.TOPIC_NAME_CHARACTERS:
        raise bad("TOPIC_NAME_INVALID" if name else "topic name is empty")
    return name


def topic_of(call: Call, room: Room) -> Topic:
    topic = room.topics.get(call.params.integer("message_thread_id") or 0)
    if topic is None:
        raise bad("message thread not found")
    return topic


@method("createForumTopic")
async def create_forum_topic(call: Call) -> dict[str, Any]:
    room = forum(call)
    name = topic_name(call)
    color = call.params.integer("icon_color", 7322096) or 7322096
    if color not in COLORS:
        raise bad("TOPIC_ICON_COLOR_INVALID")
    topic = call.world.add_topic(room, call.bot, name, color, call.params.text("icon_custom_emoji_id"))
    made: dict[str, Any] = {"message_thread_id": topic.id, "name": topic.name, "icon_color": topic.icon_color}
    return made | ({"icon_custom_emoji_id": topic.icon_custom_emoji_id} if topic.icon_custom_emoji_id else {})


@method("editForumTopic")
async def edit_forum_topic(call: Call) -> bool:
    room = forum(call)
    topic = topic_of(call, room)
    edited: dict[str, str] = {}
    if call.params.text("name"):
        edited["name"] = topic_name(call)
    if "icon_custom_emoji_id" in call.params.values:
        edited["icon_custom_emoji_id"] = call.params.text("icon_custom_emoji_id")
    now = (edited.get("name", topic.name), edited.get("icon_custom_emoji_id", topic.icon_custom_emoji_id))
    if now == (topic.name, topic.icon_custom_emoji_id):
        raise bad("TOPIC_NOT_MODIFIED")
    topic.name, topic.icon_custom_emoji_id = now
    call.world.post(room, call.bot, {"forum_topic_edited": edited}, thread_id=topic.id)
    return True


def switch(call: Call, *, closed: bool) -> bool:
    room = forum(call)
    topic = topic_of(call, room)
    if topic.closed is closed:
        raise bad("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    word = "forum_topic_closed" if closed else "forum_topic_reopened"
    call.world.post(room, call.bot, {word: {}}, thread_id=topic.id)
    return True


@method("closeForumTopic")
async def close_forum_topic(call: Call) -> bool:
    return switch(call, closed=True)


@method("reopenForumTopic")
async def reopen_forum_topic(call: Call) -> bool:
    return switch(call, closed=False)


@method("deleteForumTopic")
async def delete_forum_topic(call: Call) -> bool:
    """Deletes a topic with everything said in it."""
    room = forum(call)
    topic = topic_of(call, room)
    del room.topics[topic.id]
    for message in [m for m in room.messages.values() if m.thread_id == topic.id]:
        del room.messages[message.id]
    call.world.changed(room)
    return True
