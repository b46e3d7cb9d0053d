"""Chats, what was said in them, and forum topics."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

from sandbox.accounts import Account, Bot, Person
from sandbox.files import with_file_ids


@dataclass(eq=False, slots=True)
class Chat:
    """A private chat or a group as the Bot API describes it."""

    id: int
    type: str
    title: str = ""
    is_forum: bool = False
    members: list[Person] = field(default_factory=list)
    bots: list[Bot] = field(default_factory=list)
    admins: set[int] = field(default_factory=set)
    migrated_to: int | None = None

    @property
    def private(self) -> bool:
        return self.type == "private"

    def as_chat(self) -> dict[str, Any]:
        if self.private:
            user = self.members[0].as_user()
            return {"type": "private"} | {
                k: user[k] for k in ("id", "first_name", "last_name", "username") if k in user
            }
        chat: dict[str, Any] = {"id": self.id, "type": self.type, "title": self.title}
        return chat | ({"is_forum": True} if self.is_forum else {})


@dataclass(eq=False, slots=True)
class Message:
    """One message. `content` holds Bot API fields without file ids, which differ from bot to bot."""

    room: Room
    id: int
    author: Account
    date: int
    content: dict[str, Any]
    thread_id: int | None = None
    reply_to: Message | None = None
    reply_markup: dict[str, Any] | None = None
    edit_date: int | None = None
    reactions: list[dict[str, Any]] = field(default_factory=list)
    revision: int = 0

    def seen_by(self, bot: Bot, *, nested: bool = False) -> dict[str, Any]:
        """The message as the Bot API gives it to this bot."""
        body = {
            "message_id": self.id,
            "from": self.author.as_user(),
            "chat": self.room.chat.as_chat(),
            "date": self.date,
        }
        body |= copy.deepcopy(self.content)
        if self.thread_id is not None:
            body |= {"message_thread_id": self.thread_id, "is_topic_message": True}
        if self.edit_date is not None:
            body["edit_date"] = self.edit_date
        if self.reply_markup is not None:
            body["reply_markup"] = self.reply_markup
        if self.reply_to is not None and not nested:
            body["reply_to_message"] = self.reply_to.seen_by(bot, nested=True)
        with_file_ids(body, bot.id)
        return body


@dataclass(slots=True)
class Topic:
    """A forum topic; its id is the id of the message that created it."""

    id: int
    name: str
    icon_color: int
    icon_custom_emoji_id: str = ""
    closed: bool = False


@dataclass(eq=False, slots=True)
class Room:
    """Where messages are: one private chat of one bot with one person, or one group."""

    chat: Chat
    bot: Bot | None = None
    started: bool = False
    blocked: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    keyboard: dict[str, Any] | None = None
    typing_until: float = 0
    alerts: dict[int, dict[str, Any]] = field(default_factory=dict)
    last_id: int = 0

    @property
    def bots(self) -> list[Bot]:
        return [self.bot] if self.bot else self.chat.bots

    def topic_root(self, thread_id: int | None) -> Message | None:
        return self.messages.get(thread_id) if thread_id is not None else None
