"""The desk: python-telegram-bot handlers for operators. Everybody else hears one polite sentence."""

from __future__ import annotations

from typing import Any

from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from handlers.desk import (
    answer,
    ban,
    broadcast,
    duty,
    find,
    gate,
    group,
    health,
    join,
    open_card,
    press,
    queue,
    seeing,
    sp4n,
    start,
    team,
    template,
)

COMMANDS: dict[gate.Step, tuple[str, ...]] = {
    start.help_: ("start", "bantuan", "help"),
    start.language: ("bahasa", "language"),
    queue.show: ("antrean", "queue"),
    find.command: ("cari", "find"),
    open_card.command: ("kartu", "card"),
    broadcast.command: ("siaran", "broadcast"),
    template.command: ("templat", "templates"),
    ban.show: ("blokir", "bans"),
    health.show: ("health", "kesehatan"),
    seeing.statistics: ("statistik", "stats"),
    seeing.export: ("ekspor", "export"),
    sp4n.command: ("sp4n",),
    team.command: ("tim", "team"),
    duty.command: ("istirahat", "offduty"),
}


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Every handler of the desk bot, in the order they are tried."""
    new = filters.UpdateType.MESSAGE
    invited = new & filters.ChatType.PRIVATE & filters.Regex(r"^/start join_")
    return [
        ChatMemberHandler(group.joined, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(filters.StatusUpdate.MIGRATE, group.migrated),
        CommandHandler("start", join.opened, filters=invited),
        *(CommandHandler(names, gate.for_staff(step), filters=new) for step, names in COMMANDS.items()),
        CallbackQueryHandler(gate.for_staff(press.press)),
        MessageHandler(filters.UpdateType.EDITED_MESSAGE, answer.edited),
        MessageHandler(new, answer.said),
    ]
