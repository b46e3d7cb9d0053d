"""Who and what is set up in a stand-in: bots, people, groups and phones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sandbox import delivery
from sandbox.accounts import Account, Bot, Person
from sandbox.chats import Chat, Room
from sandbox.errors import bad
from sandbox.handset import Handset
from sandbox.world import World


class Stage:
    """Adds to a world and numbers its phones."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.phones: dict[int, Handset] = {}
        # What the page may show instead of its own title and hints.
        self.words: dict[str, Any] = {}

    def bot(self, token: str, username: str, name: str = "", *, sees_all: bool = False) -> Bot:
        bot = self.world.add_bot(token, username.removeprefix("@"), name or username, sees_all=sees_all)
        self.world.changed(None)
        return bot

    def person(self, first_name: str, **details: Any) -> Person:
        number = int(details.pop("id", None) or next(self.world.ids))
        person = self.world.add_person(
            Person(number, first_name, **{k: v for k, v in details.items() if v is not None})
        )
        self.world.changed(None)
        return person

    def group(
        self,
        title: str,
        people: list[Person],
        bots: list[Bot],
        *,
        forum: bool = False,
        supergroup: bool = True,
        admins: Sequence[Account] | None = None,
        id: int | None = None,  # noqa: A002 - the word of the control API
    ) -> Room:
        """A group whose bots learn that they are in it. Bots of a forum are its admins unless told otherwise,
        because topics need that right; an admin hears everything."""
        number = next(self.world.group_ids)
        kind = "supergroup" if supergroup or forum else "group"
        chat_id = id or (int(f"-100{number}") if kind == "supergroup" else -(number + 2_500_000_000))
        ranked: Sequence[Account] = (bots if forum else []) if admins is None else admins
        chat = Chat(chat_id, kind, title, forum, list(people), list(bots), {one.id for one in ranked})
        room = self.world.groups[chat_id] = Room(chat, started=True)
        for bot in bots:
            now = "administrator" if bot.id in chat.admins else "member"
            delivery.membership(self.world, room, bot, people[0] if people else bot, ("left", now))
        self.world.changed(None)
        return room

    def migrate(self, room: Room) -> Room:
        """Makes a basic group a supergroup with a new id, as happens in real groups."""
        old = room.chat
        people, bots = old.members, old.bots
        new_id = int(f"-100{next(self.world.group_ids)}")
        chat = Chat(new_id, "supergroup", old.title, False, people, bots, old.admins)
        new = self.world.groups[new_id] = Room(chat, started=True)
        author = people[0] if people else bots[0]
        delivery.announce(self.world.post(room, author, {"migrate_to_chat_id": new_id}))
        old.migrated_to = new_id
        delivery.announce(self.world.post(new, author, {"migrate_from_chat_id": old.id}))
        for handset in (one for one in self.phones.values() if one.room is room):
            handset.room = new
        self.world.changed(None)
        return new

    def handset(self, person: Person, chat: Bot | Room, label: str = "", locale: str = "") -> Handset:
        """A phone of the person on their chat with a bot, or on a group they are in."""
        room = self.world.private_room(chat, person) if isinstance(chat, Bot) else chat
        if not room.chat.private and person not in room.chat.members:
            room.chat.members.append(person)
        number = len(self.phones) + 1
        locale = locale or person.language_code or "en"
        handset = self.phones[number] = Handset(number, self.world, person, room, label or person.first_name, locale)
        self.world.changed(None)
        return handset

    def seed(self, person: Person, bot: Bot) -> None:
        """As if the person had pressed Start some time ago: the bot may write first."""
        self.world.private_room(bot, person).started = True

    def person_numbered(self, number: object) -> Person:
        person = self.world.people.get(int(str(number)))
        if person is None:
            raise bad(f"no person has the id {number}")
        return person

    def chat_named(self, chat: object) -> Bot | Room:
        """A group by its id or a bot by its username."""
        text = str(chat)
        if not text.lstrip("-").isdigit():
            return self.world.bot_named(text)
        room = self.world.groups.get(int(text))
        if room is None:
            raise bad(f"no group has the id {text}")
        return room

    def state(self) -> dict[str, Any]:
        world = self.world
        return {
            "bots": [{"id": bot.id, "username": bot.username, "name": bot.name} for bot in world.bots.values()],
            "people": [person.as_user() | {"name": person.name} for person in world.people.values()],
            "chats": [
                {
                    "id": room.chat.id, "type": room.chat.type, "title": room.chat.title,
                    "is_forum": room.chat.is_forum,
                    "members": [one.id for one in room.chat.members] + [bot.id for bot in room.bots],
                }
                for room in world.groups.values()
            ],
            "phones": [handset.as_dict() for handset in self.phones.values()],
        } | self.words  # fmt: skip
