"""A phone in the stand-in: one person looking at one chat, and everything they can do in it."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from typing import Any

from sandbox import attachments, delivery, entities
from sandbox.accounts import Bot, Person
from sandbox.chats import Message, Room
from sandbox.errors import bad
from sandbox.world import World

# What an empty voice note or video is made of: the right first bytes, so that file types can be told.
VOICE = b"OggS\x00\x02" + bytes(58) + b"OpusHead\x01\x01" + bytes(400)
VIDEO = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(2000)


@dataclass(eq=False, slots=True)
class Handset:
    """Acts as the person would, so that bots get the updates Telegram would send."""

    id: int
    world: World
    person: Person
    room: Room
    label: str
    locale: str

    def as_dict(self) -> dict[str, Any]:
        bot = self.room.bot
        return {
            "id": self.id,
            "person": self.person.id,
            "chat_id": self.room.chat.id,
            "bot": bot.username if bot else None,
            "label": self.label,
            "locale": self.locale,
        }

    def send(self, content: dict[str, Any], *, reply_to: int | None = None, thread: int | None = None) -> Message:
        """Puts a message of this person into the chat. Writing to a bot starts the chat and unblocks the bot."""
        room = self.room
        if room.bot is not None:
            if room.blocked:
                self.unblock()
            room.started = True
        answered = self._message(reply_to) if reply_to is not None else None
        if answered is not None and thread is None:
            thread = answered.thread_id
        if thread is not None and thread not in room.topics:
            thread = None
        message = self.world.post(room, self.person, content, reply_to=answered, thread_id=thread)
        delivery.announce(message)
        return message

    def say(self, text: str, **where: Any) -> Message:
        if not text.strip():
            raise bad("an empty text cannot be sent")
        found = entities.find(text.strip())
        return self.send({"text": text.strip()} | ({"entities": found} if found else {}), **where)

    def start(self, payload: str = "") -> Message:
        return self.say(f"/start {payload}".strip())

    def files(self, kind: str, files: list[tuple[bytes, str, str]], caption: str = "", **where: Any) -> list[Message]:
        """Sends files (bytes, name, mime); several are an album with the caption on the first."""
        group = {"media_group_id": str(secrets.randbits(53))} if len(files) > 1 else {}
        contents = [attachments.of_bytes(self.world.files, kind, data, name, mime) for data, name, mime in files]
        if caption:
            contents[0] |= attachments.caption(caption, entities.find(caption))
        return [self.send(content | group, **where) for content in contents]

    def location(self, lat: float, lon: float, title: str = "", address: str = "", **where: Any) -> Message:
        """A pin; with a title, a venue."""
        place = {"latitude": float(lat), "longitude": float(lon)}
        if title:
            return self.send(
                {"venue": {"location": place, "title": title, "address": address}, "location": place}, **where
            )
        return self.send({"location": place | {"horizontal_accuracy": 20.0}}, **where)

    def contact(self, phone_number: str = "+628123456789", **where: Any) -> Message:
        shared: dict[str, Any] = {
            "phone_number": phone_number,
            "first_name": self.person.first_name,
            "user_id": self.person.id,
        }
        return self.send({"contact": shared}, **where)

    def poll(self, question: str = "?", options: tuple[str, ...] = ("1", "2"), **where: Any) -> Message:
        poll = {
            "id": str(secrets.randbits(62)), "question": question, "total_voter_count": 0, "is_closed": False,
            "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
            "options": [{"text": o, "voter_count": 0, "persistent_id": str(n)} for n, o in enumerate(options)],
            "allows_revoting": False, "members_only": False,
        }  # fmt: skip
        return self.send({"poll": poll}, **where)

    def edit(self, message_id: int, text: str) -> Message:
        """Changes the words of one's own message."""
        message = self._message(message_id)
        if message.author is not self.person:
            raise bad("only one's own messages can be edited")
        field = "text" if "text" in message.content else "caption"
        message.content = {k: v for k, v in message.content.items() if not k.endswith("entities")} | {field: text}
        if found := entities.find(text):
            message.content["entities" if field == "text" else "caption_entities"] = found
        message.edit_date = int(self.world.clock())
        self.world.touch(message)
        delivery.announce(message, edited=True)
        return message

    def tap(self, message_id: int, button: str | list[int]) -> dict[str, Any]:
        """Presses an inline button, by its text or its [row, column]; gives what the button holds."""
        message = self._message(message_id)
        pressed = self._button(message, button)
        if isinstance(message.author, Bot) and "callback_data" in pressed:
            query = self.world.query(message.author, self.person, self.room)
            payload = {
                "id": query.id,
                "from": self.person.as_user(),
                "message": message.seen_by(message.author),
                "chat_instance": str(self.room.chat.id * 31),
                "data": pressed["callback_data"],
            }
            message.author.queue.push("callback_query", payload)
        return pressed

    def _button(self, message: Message, button: str | list[int]) -> dict[str, Any]:
        rows: list[list[dict[str, Any]]] = (message.reply_markup or {}).get("inline_keyboard", [])
        if isinstance(button, str):
            for found in (b for row in rows for b in row if b["text"] == button):
                return found
        elif 0 <= button[0] < len(rows) and 0 <= button[1] < len(rows[button[0]]):
            return rows[button[0]][button[1]]
        raise bad(f"there is no button {button!r} on message {message.id}")

    def key(self, text: str, lat: float | None = None, lon: float | None = None) -> Message:
        """Presses a key of the reply keyboard: sends its text, or the place or number it asks for."""
        keyboard = self.room.keyboard or {}
        keys = [key if isinstance(key, dict) else {"text": key} for row in keyboard.get("keyboard", []) for key in row]
        pressed = next((key for key in keys if key["text"] == text), None)
        if pressed is None:
            raise bad(f"there is no key {text!r} on the keyboard")
        if keyboard.get("one_time_keyboard"):
            self.room.keyboard = None
        if pressed.get("request_location"):
            return self.location(-8.7 if lat is None else lat, 115.17 if lon is None else lon)
        return self.contact() if pressed.get("request_contact") else self.say(text)

    def block(self) -> None:
        self._membership(blocked=True)

    def unblock(self) -> None:
        self._membership(blocked=False)

    def _membership(self, *, blocked: bool) -> None:
        bot = self.room.bot
        if bot is None:
            raise bad("only a private chat with a bot can be blocked")
        if self.room.blocked is not blocked:
            self.room.blocked = blocked
            change = ("member", "kicked") if blocked else ("kicked", "member")
            delivery.membership(self.world, self.room, bot, self.person, change)
            self.world.changed(self.room)

    def inject(self, update: dict[str, Any]) -> int:
        """Queues a raw update for the chat's first bot."""
        return self.room.bots[0].queue.inject({k: v for k, v in update.items() if k != "update_id"})

    def _message(self, message_id: int) -> Message:
        message = self.room.messages.get(int(message_id))
        if message is None:
            raise bad(f"there is no message {message_id} in this chat")
        return message

    async def changed(self, seconds: float) -> None:
        """Returns when this chat looks different, at the latest after the seconds."""
        happened = asyncio.Event()

        def listen(room: Room | None) -> None:
            if room is self.room:
                happened.set()

        self.world.listeners.append(listen)
        try:
            await asyncio.wait_for(happened.wait(), seconds)
        except TimeoutError:
            return
        finally:
            self.world.listeners.remove(listen)
