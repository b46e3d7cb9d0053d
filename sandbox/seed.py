"""Setting a stage from JSON: the bodies of the control API's POST requests, and whole scripts of them.

A script is `{"bots": [...], "people": [...], "chats": [...], "phones": [...]}`, plus `title` and `hints` for the page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.accounts import Bot
from sandbox.stage import Stage

Data = dict[str, Any]


def add_bot(stage: Stage, data: Data) -> Data:
    bot = stage.bot(data["token"], data["username"], data.get("name", ""), sees_all=bool(data.get("sees_all")))
    return {"id": bot.id, "username": bot.username, "name": bot.name}


def add_person(stage: Stage, data: Data) -> Data:
    names = ("id", "last_name", "username", "language_code")
    person = stage.person(data["first_name"], **{name: data[name] for name in names if data.get(name)})
    return person.as_user() | {"name": person.name}


def add_chat(stage: Stage, data: Data) -> Data:
    """A group; `admins` are the usernames of bots."""
    admins = data.get("admins")
    room = stage.group(
        data["title"],
        [stage.person_numbered(number) for number in data.get("members", [])],
        [stage.world.bot_named(name) for name in data.get("bots", [])],
        forum=bool(data.get("is_forum")),
        supergroup=data.get("type", "supergroup") == "supergroup",
        admins=None if admins is None else [stage.world.bot_named(name) for name in admins],
        id=data.get("id"),
    )
    return room.chat.as_chat()


def add_phone(stage: Stage, data: Data) -> Data:
    """A phone; with `started`, as if its person had pressed Start before."""
    person, chat = stage.person_numbered(data["person"]), stage.chat_named(data["chat"])
    if data.get("started") and isinstance(chat, Bot):
        stage.seed(person, chat)
    return stage.handset(person, chat, str(data.get("label") or ""), str(data.get("locale") or "")).as_dict()


ADD: dict[str, Callable[[Stage, Data], Data]] = {
    "bots": add_bot, "people": add_person, "chats": add_chat, "phones": add_phone,
}  # fmt: skip


def play(stage: Stage, script: Data) -> None:
    """Sets everything a script names, in the order things need each other."""
    for what, add in ADD.items():
        for data in script.get(what, []):
            add(stage, data)
    stage.words = {name: script[name] for name in ("title", "hints") if name in script}
