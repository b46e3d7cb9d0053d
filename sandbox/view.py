"""What a person sees on a phone, as JSON for the page and for tests."""

from __future__ import annotations

import json
from typing import Any

from sandbox.accounts import Bot, Person
from sandbox.chats import Message
from sandbox.handset import Handset
from sandbox.render import as_html

FILES = ("video", "voice", "audio", "document", "animation", "video_note", "sticker")
AS_THEY_ARE = ("text", "caption", "media_group_id", "contact", "poll", "location", "venue")
SERVICE_WORDS = {
    "forum_topic_created": "Topic opened: {name}", "forum_topic_edited": "Topic changed: {name}",
    "forum_topic_closed": "Topic closed", "forum_topic_reopened": "Topic reopened", "pinned_message": "Message pinned",
    "migrate_to_chat_id": "The group became a supergroup", "migrate_from_chat_id": "The group became a supergroup",
    "new_chat_members": "New members", "left_chat_member": "A member left",
}  # fmt: skip


def screen(handset: Handset) -> dict[str, Any]:
    """The whole chat as this person sees it, oldest message first."""
    room, world = handset.room, handset.world
    return {
        "messages": [message(m, handset.person) for m in room.messages.values()],
        "keyboard": room.keyboard if room.keyboard and "keyboard" in room.keyboard else None,
        "typing": world.clock() < room.typing_until,
        "alert": room.alerts.get(handset.person.id),
        "commands": commands(handset),
        "topics": [{"id": topic.id, "name": topic.name, "closed": topic.closed} for topic in room.topics.values()],
        "blocked": room.blocked,
        "description": description(handset),
        "revision": world.revision,
    }


def message(found: Message, viewer: Person) -> dict[str, Any]:
    content, author = found.content, found.author
    words = content.get("text") or content.get("caption") or ""
    marked = content.get("entities") or content.get("caption_entities") or []
    seen: dict[str, Any] = {
        "message_id": found.id,
        "from": {"name": author.name, "is_bot": isinstance(author, Bot), "me": author is viewer},
        "date": found.date,
        "entities": marked,
        "html": as_html(words, marked),
        "edited": found.edit_date is not None,
        "topic": found.thread_id,
        "reply_markup": (found.reply_markup or {}).get("inline_keyboard", []),
        "reply_to": quoted(found),
        "reactions": found.reactions,
        "service": service(content),
        "revision": found.revision,
    }
    return seen | {name: content[name] for name in AS_THEY_ARE if name in content} | files(content)


def files(content: dict[str, Any]) -> dict[str, Any]:
    """The files of a message with the address the page loads them from; of a photo the largest size."""
    held = {name: content[name] for name in FILES if name in content}
    if "animation" in held:
        held.pop("document", None)
    if "photo" in content:
        held["photo"] = content["photo"][-1]
    return {name: file | {"url": f"/control/files/{file['file_unique_id']}"} for name, file in held.items()}


def quoted(found: Message) -> dict[str, Any] | None:
    answered = found.reply_to
    if answered is None or answered is found.room.topic_root(found.thread_id):
        return None
    words = answered.content.get("text") or answered.content.get("caption") or ""
    return {"message_id": answered.id, "text": words, "from": {"name": answered.author.name}}


def service(content: dict[str, Any]) -> str | None:
    for key, words in SERVICE_WORDS.items():
        if key in content:
            details = content[key] if isinstance(content[key], dict) else {}
            return words.format(name=details.get("name", "")).removesuffix(": ")
    return None


def commands(handset: Handset) -> list[dict[str, str]]:
    """The command menu for this person here: the most particular scope and language that has one."""
    chat = handset.room.chat
    wide = "all_private_chats" if chat.private else "all_group_chats"
    scopes = [{"type": "chat", "chat_id": chat.id}, {"type": wide}, {"type": "default"}]
    for bot in handset.room.bots:
        sets = {(_scope(scope), code): value for (scope, code), value in bot.profile.commands.items() if value}
        for scope in scopes:
            key = _scope(json.dumps(scope))
            found = sets.get((key, handset.person.language_code)) or sets.get((key, ""))
            if found:
                return found
    return []


def _scope(scope: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, str(value)) for name, value in json.loads(scope).items()))


def description(handset: Handset) -> str:
    """What the bot says about itself in an empty chat."""
    bot = handset.room.bot
    if bot is None:
        return ""
    texts = bot.profile.texts
    return texts.get(("description", handset.person.language_code)) or texts.get(("description", ""), "")
