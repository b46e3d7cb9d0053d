"""What happens to the desk's groups: the bot is added (again), the group gets topics, or becomes another group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from telegram import Chat, ChatMember

from handlers.desk import gate
from storage import desk_chats, outbox
from storage.work import CURRENT

if TYPE_CHECKING:
    from telegram import Update

_INSIDE: Final = frozenset({ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.RESTRICTED})


async def joined(update: Update, context: gate.Context) -> None:
    """The bot's place in a chat changed: a bound group gets what it missed, an unbound one hears how to bind it."""
    change = update.my_chat_member
    if change is None or change.chat.type not in {Chat.GROUP, Chat.SUPERGROUP}:
        return
    if change.new_chat_member.status in _INSIDE:
        work = CURRENT.get()
        if await gate.bound(work, context.bot_data["house"], change.chat) is not None:
            await outbox.revive(work, "desk", change.chat.id)


async def migrated(update: Update, _context: gate.Context) -> None:
    """The group became a supergroup: everything kept about it holds for the new id."""
    message = update.effective_message
    if message is None:
        return
    old = message.migrate_from_chat_id or message.chat_id
    new = message.migrate_to_chat_id or message.chat_id
    if old != new:
        await desk_chats.migrate(CURRENT.get(), "desk", old, new)
