"""One call of a Bot API method, and the table of the methods there are."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sandbox import entities, markup
from sandbox.accounts import Bot
from sandbox.chats import Message, Room
from sandbox.errors import ApiError, bad
from sandbox.params import Params
from sandbox.world import World


@dataclass(slots=True)
class Call:
    """Who calls, with what, in which world."""

    world: World
    bot: Bot
    params: Params
    hooks: Callable[[Bot], None]

    def room(self, name: str = "chat_id") -> Room:
        return self.world.room_for(self.bot, self.params.values.get(name))

    def message(self, room: Room, missing: str, name: str = "message_id") -> Message:
        number = self.params.integer(name)
        message = room.messages.get(number) if number is not None else None
        if message is None:
            raise bad(missing)
        return message

    def words(self, name: str) -> tuple[str, list[dict[str, Any]]]:
        """A text parameter, parsed as the call asks."""
        given = self.params.object("entities" if name == "text" else f"{name}_entities")
        return entities.of_call(self.params.text(name), self.params.text("parse_mode"), given)

    def markup(self, room: Room) -> dict[str, Any] | None:
        return markup.check(self.params.object("reply_markup"), private=room.chat.private)

    def thread(self, room: Room) -> int | None:
        """The topic a message goes to; the general topic has no number of its own."""
        thread_id = self.params.integer("message_thread_id")
        if thread_id is None or not room.chat.is_forum:
            return None
        topic = room.topics.get(thread_id)
        if topic is None:
            raise bad("message thread not found")
        if topic.closed and self.bot.id not in room.chat.admins:
            raise bad("TOPIC_CLOSED")
        return thread_id

    def reply_to(self, room: Room) -> Message | None:
        given = self.params.object("reply_parameters") or {}
        number = given.get("message_id") or self.params.integer("reply_to_message_id")
        if not number:
            return None
        message = room.messages.get(int(number))
        lenient = given.get("allow_sending_without_reply") or self.params.flag("allow_sending_without_reply")
        if message is None and not lenient:
            raise bad("message to be replied not found")
        return message

    def post(self, room: Room, content: dict[str, Any]) -> Message:
        """Sends a message as the bot, with whatever the call says about where and how."""
        wanted = self.markup(room)
        inline = wanted if wanted and "inline_keyboard" in wanted else None
        if self.params.flag("protect_content"):
            content["has_protected_content"] = True
        thread, reply = self.thread(room), self.reply_to(room)
        if wanted and not inline:
            room.keyboard = wanted if "keyboard" in wanted or "force_reply" in wanted else None
        room.typing_until = 0
        return self.world.post(room, self.bot, content, thread_id=thread, reply_to=reply, reply_markup=inline)


Method = Callable[[Call], Awaitable[Any]]
METHODS: dict[str, Method] = {}


def method(*names: str) -> Callable[[Method], Method]:
    """Registers a function as Bot API methods; Telegram does not mind the case of their names."""

    def register(function: Method) -> Method:
        METHODS.update({name.lower(): function for name in names})
        return function

    return register


def find(name: str) -> Method:
    if name.lower() not in METHODS:
        raise ApiError(404, "Not Found")
    return METHODS[name.lower()]
