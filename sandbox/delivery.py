"""Which bot hears of what, and in which words."""

from __future__ import annotations

from typing import Any

from sandbox.accounts import Account, Bot, Person
from sandbox.chats import Message, Room
from sandbox.world import World

SERVICE = (
    "forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened", "pinned_message",
    "migrate_to_chat_id", "migrate_from_chat_id", "new_chat_members", "left_chat_member", "new_chat_title",
)  # fmt: skip


def hears(bot: Bot, message: Message) -> bool:
    """Privacy mode: in a group a bot gets commands, answers to itself and service messages; an admin gets all."""
    room = message.room
    if message.author is bot or isinstance(message.author, Bot):
        return False
    if room.chat.private or bot.sees_all or bot.id in room.chat.admins:
        return True
    if any(key in message.content for key in SERVICE):
        return True
    return _meant_for(bot, message)


def _meant_for(bot: Bot, message: Message) -> bool:
    root = message.room.topic_root(message.thread_id)
    if message.reply_to is not None and message.reply_to is not root and message.reply_to.author is bot:
        return True
    text = str(message.content.get("text") or message.content.get("caption") or "")
    if not text.startswith("/"):
        return False
    _, at, name = text.split(maxsplit=1)[0].partition("@")
    return not at or name.lower() == bot.username.lower()


def announce(message: Message, *, edited: bool = False) -> None:
    """Queues a person's message, or its edit, for every bot in the chat that hears it."""
    kind = "edited_message" if edited else "message"
    for bot in message.room.bots:
        if hears(bot, message):
            bot.queue.push(kind, message.seen_by(bot))


def membership(world: World, room: Room, bot: Bot, by: Account, change: tuple[str, str]) -> None:
    """Queues `my_chat_member`: the bot was blocked, unblocked, added or removed."""
    was, now = change
    update: dict[str, Any] = {
        "chat": room.chat.as_chat(),
        "from": by.as_user(),
        "date": int(world.clock()),
        "old_chat_member": member(bot, was),
        "new_chat_member": member(bot, now),
    }
    bot.queue.push("my_chat_member", update)


def member(account: Account, status: str) -> dict[str, Any]:
    """A ChatMember with every field its status requires."""
    found: dict[str, Any] = {"user": account.as_user(), "status": status}
    if status == "kicked":
        found["until_date"] = 0
    if status == "administrator":
        found |= {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(RIGHTS, True)
    if status == "creator":
        found["is_anonymous"] = False
    return found


RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
    "can_pin_messages", "can_manage_topics", "can_send_welcome_messages",
)  # fmt: skip


def status_of(room: Room, account: Account) -> str:
    """What somebody is in a chat. The first member of a group is its creator."""
    if isinstance(account, Person):
        if account not in room.chat.members:
            return "left"
        if not room.chat.private and room.chat.members[0] is account:
            return "creator"
    elif account not in room.bots:
        return "left"
    return "administrator" if account.id in room.chat.admins else "member"
