"""Everything the stand-in remembers: accounts, chats, files. Plain state in memory, no network."""

from __future__ import annotations

import itertools
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.accounts import Account, Bot, Person
from sandbox.chats import Chat, Message, Room, Topic
from sandbox.errors import bad, forbidden, migrated
from sandbox.files import FileStore

Listener = Callable[[Room | None], None]

# A callback query is answerable for about this long; afterwards Telegram says "query is too old".
QUERY_SECONDS = 60


@dataclass(slots=True)
class Query:
    """A pressed inline button waiting for its answer."""

    id: str
    bot: Bot
    person: Person
    room: Room
    at: float


@dataclass(slots=True)
class World:
    """The state, and who wants to know when a chat looks different."""

    clock: Callable[[], float] = time.time
    bots: dict[str, Bot] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)
    groups: dict[int, Room] = field(default_factory=dict)
    private: dict[tuple[int, int], Room] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    files: FileStore = field(default_factory=FileStore)
    listeners: list[Listener] = field(default_factory=list)
    revision: int = 0
    # Real ids no longer fit 32 bits; these must not either.
    ids: itertools.count[int] = field(default_factory=lambda: itertools.count(7_123_456_001))
    group_ids: itertools.count[int] = field(default_factory=lambda: itertools.count(2_012_345_001))

    def add_bot(self, token: str, username: str, name: str, *, sees_all: bool = False) -> Bot:
        if not token.partition(":")[0].isdigit():
            raise bad("a bot token looks like 123456:secret")
        if any(b.username.lower() == username.lower() for t, b in self.bots.items() if t != token):
            raise bad("username is already taken")
        bot = self.bots.setdefault(token, Bot(token, username, name))
        bot.username, bot.name, bot.sees_all = username, name, sees_all
        return bot

    def add_person(self, person: Person) -> Person:
        self.people[person.id] = person
        return person

    def bot_named(self, username: str) -> Bot:
        for bot in self.bots.values():
            if bot.username.lower() == username.lower().removeprefix("@"):
                return bot
        raise bad(f"no bot is called @{username.removeprefix('@')}")

    def private_room(self, bot: Bot, person: Person) -> Room:
        """The chat of a person with a bot, empty at first."""
        key = (bot.id, person.id)
        if key not in self.private:
            self.private[key] = Room(Chat(person.id, "private", members=[person]), bot)
        return self.private[key]

    def room_for(self, bot: Bot, chat_id: object) -> Room:
        """The chat a bot means by an id, if it may act there; else the error Telegram gives."""
        number = self._chat_number(chat_id)
        if number in self.groups:
            return self._group_for(bot, self.groups[number])
        person = self.people.get(number)
        if person is None:
            raise bad("chat not found")
        return self._private_for(bot, person)

    def _chat_number(self, chat_id: object) -> int:
        if chat_id is None or chat_id == "":
            raise bad("chat_id is empty")
        try:
            return int(str(chat_id))
        except ValueError:
            raise bad("chat not found") from None

    def _group_for(self, bot: Bot, room: Room) -> Room:
        if room.chat.migrated_to is not None:
            raise migrated(room.chat.migrated_to)
        if bot not in room.chat.bots:
            raise forbidden(f"bot is not a member of the {room.chat.type} chat")
        return room

    def _private_for(self, bot: Bot, person: Person) -> Room:
        room = self.private.get((bot.id, person.id))
        if person.deactivated:
            raise forbidden("user is deactivated")
        if room is None or not room.started:
            raise forbidden("bot can't initiate conversation with a user")
        if room.blocked:
            raise forbidden("bot was blocked by the user")
        return room

    def post(
        self,
        room: Room,
        author: Account,
        content: dict[str, Any],
        *,
        thread_id: int | None = None,
        reply_to: Message | None = None,
        reply_markup: dict[str, Any] | None = None,
    ) -> Message:
        """Puts a message into a chat. In a topic, a message that answers nothing answers the topic's first."""
        room.last_id += 1
        root = room.topic_root(thread_id)
        message = Message(
            room, room.last_id, author, int(self.clock()), content, thread_id, reply_to or root, reply_markup
        )
        room.messages[message.id] = message
        self.touch(message)
        return message

    def touch(self, message: Message) -> None:
        """Marks a message as new or changed."""
        self.revision += 1
        message.revision = self.revision
        self.changed(message.room)

    def changed(self, room: Room | None) -> None:
        """Tells everybody who listens; None means the people and chats themselves changed."""
        for listener in tuple(self.listeners):
            listener(room)

    def query(self, bot: Bot, person: Person, room: Room) -> Query:
        query = Query(str(secrets.randbits(62)), bot, person, room, self.clock())
        self.queries[query.id] = query
        return query

    def take_query(self, bot: Bot, query_id: str) -> Query:
        query = self.queries.pop(query_id, None)
        if query is None or query.bot is not bot or self.clock() - query.at > QUERY_SECONDS:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        return query

    def add_topic(self, room: Room, author: Account, name: str, icon_color: int = 7322096, emoji: str = "") -> Topic:
        """Opens a forum topic with its service message."""
        created: dict[str, Any] = {"name": name, "icon_color": icon_color}
        if emoji:
            created["icon_custom_emoji_id"] = emoji
        message = self.post(room, author, {"forum_topic_created": created})
        message.thread_id = message.id
        topic = Topic(message.id, name, icon_color, emoji)
        room.topics[topic.id] = topic
        return topic
