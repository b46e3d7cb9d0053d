"""Saying something: a row in the outbox, in the same transaction as the reason for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rules.delivery import Kind
from storage import outbox

if TYPE_CHECKING:
    from handlers.screens import Screen
    from storage.work import Work


async def to(work: Work, bot: str, chat_id: int, screen: Screen, *, kind: Kind = Kind.REPLY, **options: Any) -> bool:
    """Say a finished screen as a new message. False: this was already said (`dedup_key`)."""
    return await outbox.put(work, bot=bot, chat_id=chat_id, kind=kind, screen=screen.body(), **options)


async def instead(work: Work, bot: str, chat_id: int, message_id: int | None, screen: Screen, **options: Any) -> bool:
    """Say a screen in place of the message a button was tapped on.

    A reply keyboard cannot be edited into a message, so a screen with keys (or one that takes them away) is a new
    message; so is any screen when the tapped message is no longer accessible (`message_id` None).
    """
    if message_id is None or screen.keys or screen.drop_keys or screen.media:
        return await to(work, bot, chat_id, screen, **options)
    return await to(work, bot, chat_id, screen, method="edit", edit_message_id=message_id, **options)
