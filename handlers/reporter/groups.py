"""Outside the private chat: blocked or welcome again, and in a group one short pointer to the private chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram import Router
from aiogram.types import ChatMemberUpdated, Message

from handlers import reach, say
from handlers.reporter.keys import Holds
from handlers.reporter.pages import guide
from handlers.reporter.view import View
from rules import reader
from storage import reporters

if TYPE_CHECKING:
    from handlers.house import House
    from storage.work import Work

BOT = "public"
COMMANDS = frozenset(
    f"/{name}"
    for names in (
        ("start", "lapor", "report", "laporan", "mine", "status", "darurat", "emergency"),
        ("bantuan", "help", "privasi", "privacy", "bahasa", "language", "batal", "cancel"),
    )
    for name in names
)
_GONE = frozenset({"left", "kicked"})


def router() -> Router:
    """Groups, channels, and the news about our own membership."""
    groups = Router(name="groups")
    groups.my_chat_member.register(blocked, Holds(lambda event: event.chat.type == "private"))
    groups.my_chat_member.register(added, Holds(lambda event: event.chat.type in {"group", "supergroup"}))
    groups.message.register(called, Holds(lambda message: message.chat.type != "private"))
    return groups


async def blocked(event: ChatMemberUpdated, work: Work) -> None:
    """A person blocked the bot, or took it back: then they get the answers that could not reach them."""
    gone = event.new_chat_member.status in _GONE
    await reporters.blocked(work, event.from_user.id, work.now if gone else None)
    if not gone:
        await reach.again(work, event.from_user.id)


async def added(event: ChatMemberUpdated, work: Work, house: House) -> None:
    """The bot came to a group."""
    if event.old_chat_member.status in _GONE and event.new_chat_member.status not in _GONE:
        await point(work, house, event.chat.id, event.from_user.language_code)


async def called(message: Message, work: Work, house: House) -> None:
    """In a group we speak only when spoken to: by one of our commands, or by name.

    Who speaks as the group or as a channel has no language of their own; Telegram names a bot as the sender.
    """
    if message.chat.type in {"group", "supergroup"} and _is_for_us(message, house):
        person = None if message.sender_chat else message.from_user
        language = person.language_code if person else reader.INDONESIAN
        await point(work, house, message.chat.id, language, message.message_id)


async def point(work: Work, house: House, chat_id: int, language: str | None, reply_to: int | None = None) -> None:
    """One pointer a minute at most."""
    view = View(house, reader.best(language, house.catalog.locales), work.now.astimezone(house.region.tz).date())
    minute = f"{work.now:%Y%m%d%H%M}"
    await say.to(work, BOT, chat_id, guide.pointer(view), reply_to=reply_to, dedup_key=f"pointer:{chat_id}:{minute}")


def _is_for_us(message: Message, house: House) -> bool:
    words = (message.text or message.caption or "").split()
    name = f"@{house.public_username}".lower()
    command, _, addressee = words[0].lower().partition("@") if words else ("", "", "")
    if command in COMMANDS:
        return not addressee or f"@{addressee}" == name
    return any(word.lower().strip(".,!?:;") == name for word in words)
